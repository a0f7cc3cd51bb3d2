package io.s3dlio.spark;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/**
 * Which files were given to which batch of a stream, kept in the stream's checkpoint: a file for
 * each batch, a line for each file; every tenth holds all that is still of use, and those before it
 * are removed. One stream writes it; not thread-safe.
 */
final class FileStreamLog {

  /** A file and the batch that has it. */
  record Entry(ListedFile file, long batch) {}

  private static final String VERSION = "v1";
  private static final int COMPACT_EVERY = 10;
  private static final String COMPACT = ".compact";

  private final FileSystem fileSystem;
  private final Path directory;

  FileStreamLog(Configuration settings, String directory) throws IOException {
    this.directory = new Path(directory);
    fileSystem = this.directory.getFileSystem(settings);
    fileSystem.mkdirs(this.directory);
  }

  /** Everything the log holds, by batch. */
  List<Entry> read() throws IOException {
    TreeMap<Long, Path> files = new TreeMap<>();
    long compact = -1;
    for (FileStatus status : fileSystem.listStatus(directory)) {
      String name = status.getPath().getName();
      if (name.matches("[0-9]{1,18}(\\.compact)?")) {
        long batch = Long.parseLong(name.replace(COMPACT, ""));
        if (name.endsWith(COMPACT)) {
          compact = Math.max(compact, batch);
          files.put(batch, status.getPath());
        } else {
          files.putIfAbsent(batch, status.getPath());
        }
      }
    }
    List<Entry> entries = new ArrayList<>();
    for (Path file : files.tailMap(compact).values()) {
      entries.addAll(read(file));
    }
    return entries;
  }

  private List<Entry> read(Path path) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (var in = new BufferedReader(new InputStreamReader(fileSystem.open(path), UTF_8))) {
      if (!VERSION.equals(in.readLine())) {
        throw new IOException(path + " is no log of a stream of this version");
      }
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        entries.add(parse(line));
      }
    } catch (IllegalArgumentException | ClassCastException | NullPointerException e) {
      throw new IOException(path + " is damaged", e);
    }
    return entries;
  }

  /**
   * Writes a batch, so that it is there whole or not at all.
   *
   * @param kept all entries that are still of use, those of this batch included
   */
  void write(long batch, List<Entry> entries, Collection<Entry> kept) throws IOException {
    boolean isCompact = (batch + 1) % COMPACT_EVERY == 0;
    Path target = new Path(directory, batch + (isCompact ? COMPACT : ""));
    Path temporary = new Path(directory, "." + batch + ".tmp");
    StringBuilder text = new StringBuilder(VERSION).append('\n');
    for (Entry entry : isCompact ? kept : entries) {
      text.append(format(entry)).append('\n');
    }
    try (var out = fileSystem.create(temporary, true)) {
      out.write(text.toString().getBytes(UTF_8));
    }
    if (fileSystem.exists(target) || !fileSystem.rename(temporary, target)) {
      throw new IOException(target + " is there: another stream uses the same checkpoint");
    }
    if (isCompact) {
      removeBefore(batch);
    }
  }

  private void removeBefore(long batch) throws IOException {
    for (FileStatus status : fileSystem.listStatus(directory)) {
      String name = status.getPath().getName();
      if (name.matches("[0-9]{1,18}(\\.compact)?")
          && Long.parseLong(name.replace(COMPACT, "")) < batch) {
        fileSystem.delete(status.getPath(), false);
      }
    }
  }

  static String format(Entry entry) {
    ListedFile file = entry.file();
    return "{\"path\":"
        + Json.quote(file.path())
        + ",\"length\":"
        + file.length()
        + ",\"modified\":"
        + file.modifiedMillis()
        + ",\"etag\":"
        + Json.quote(file.etag())
        + ",\"batch\":"
        + entry.batch()
        + "}";
  }

  static Entry parse(String line) {
    Map<String, @Nullable Object> fields = Json.object(line);
    ListedFile file =
        new ListedFile(
            (String) field(fields, "path"),
            (Long) field(fields, "length"),
            (Long) field(fields, "modified"),
            (String) field(fields, "etag"),
            List.of());
    return new Entry(file, (Long) field(fields, "batch"));
  }

  private static Object field(Map<String, @Nullable Object> fields, String name) {
    return Objects.requireNonNull(fields.get(name), name);
  }
}
