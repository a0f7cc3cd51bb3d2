package io.s3dlio.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * The log that Spark's streaming file sink keeps beside its files: only what it names is committed.
 * Version 1 of Spark's own format: a file for each batch, a line of JSON for each file, and now and
 * then a compact file that stands for all before it.
 */
final class SinkLog {

  /** Name of the log's directory. */
  static final String DIRECTORY = "_spark_metadata";

  private static final String COMPACT = ".compact";

  private SinkLog() {}

  /**
   * The files that are committed, of a directory that has a log.
   *
   * @throws IOException when a batch of the log is missing or not understood
   */
  static Collection<ListedFile> read(FileSystem fileSystem, Path directory) throws IOException {
    TreeMap<Long, Path> batches = new TreeMap<>();
    long compact = -1;
    for (FileStatus status : fileSystem.listStatus(new Path(directory, DIRECTORY))) {
      String name = status.getPath().getName();
      if (name.matches("[0-9]{1,18}(\\.compact)?")) {
        long batch = Long.parseLong(name.replace(COMPACT, ""));
        batches.put(batch, status.getPath());
        compact = name.endsWith(COMPACT) ? Math.max(compact, batch) : compact;
      }
    }
    Map<String, ListedFile> files = new LinkedHashMap<>();
    long next = Math.max(compact, 0);
    for (Map.Entry<Long, Path> batch : batches.tailMap(compact).entrySet()) {
      if (batch.getKey() != next++) {
        throw new IOException(
            "the log " + new Path(directory, DIRECTORY) + " has no batch " + (next - 1));
      }
      read(fileSystem, batch.getValue(), files);
    }
    return files.values();
  }

  private static void read(FileSystem fileSystem, Path log, Map<String, ListedFile> files)
      throws IOException {
    try (var in = new BufferedReader(new InputStreamReader(fileSystem.open(log), UTF_8))) {
      if (!"v1".equals(in.readLine())) {
        throw new IOException(log + " is no log of version 1");
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Map<String, @Nullable Object> entry = Json.object(line);
        String path = new Path(URI.create((String) field(entry, "path"))).toString();
        if ("delete".equals(entry.get("action"))) {
          files.remove(path);
        } else {
          long size = (Long) field(entry, "size");
          files.put(path, ListedFile.of(path, size, (Long) field(entry, "modificationTime")));
        }
      }
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      throw new IOException(log + " is damaged", e);
    }
  }

  private static Object field(Map<String, @Nullable Object> entry, String name) {
    return Objects.requireNonNull(entry.get(name), name);
  }
}
