package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.tfrecord.index.IndexAge;
import io.s3dlio.tfrecord.index.IndexContent;
import io.s3dlio.tfrecord.index.IndexNames;
import io.s3dlio.tfrecord.index.IndexPair;
import io.s3dlio.tfrecord.index.IndexProof;
import io.s3dlio.tfrecord.index.IndexReader;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.AccessControlException;
import org.jspecify.annotations.Nullable;

/**
 * The indexes beside data files: found, held against their file, read once and kept.
 *
 * <p>An index is believed only when its records fill its file from the first byte to the last and
 * it is not older; see {@link IndexAge} for what becomes of older ones. Thread-safe.
 */
public final class IndexFiles {

  /** One for the process: planning asks for the same indexes again and again. */
  private static final IndexCache CACHE =
      new IndexCache(Math.min(256L << 20, Runtime.getRuntime().maxMemory() / 16));

  private final Configuration settings;

  /** Indexes on the FileSystems that these settings describe. */
  public IndexFiles(Configuration settings) {
    this.settings = settings;
  }

  /**
   * The index of a file among the files of its directory.
   *
   * @param data the data file
   * @param siblings hands out the file of a name in the same directory, or null
   */
  public static Optional<ListedFile> among(
      ListedFile data, Function<String, @Nullable ListedFile> siblings) {
    return allAmong(data, siblings).stream().findFirst();
  }

  /** All indexes of a file among the files of its directory, the one that is used first. */
  static List<ListedFile> allAmong(
      ListedFile data, Function<String, @Nullable ListedFile> siblings) {
    List<ListedFile> found = new ArrayList<>();
    for (String name : IndexNames.candidates(data.name())) {
      ListedFile index = siblings.apply(name);
      if (index != null) {
        found.add(index);
      }
    }
    return found;
  }

  /**
   * The index of a file whose directory was not listed: up to eight requests. One that may not be
   * seen is none.
   */
  public Optional<ListedFile> find(ListedFile data) throws IOException {
    return find(data, 1).stream().findFirst();
  }

  /** All indexes beside a file, the one that is used first. */
  public List<ListedFile> findAll(ListedFile data) throws IOException {
    return find(data, Integer.MAX_VALUE);
  }

  private List<ListedFile> find(ListedFile data, int most) throws IOException {
    Path directory = data.toPath().getParent();
    FileSystem fileSystem = directory.getFileSystem(settings);
    List<ListedFile> found = new ArrayList<>();
    for (String name : IndexNames.candidates(data.name())) {
      if (found.size() < most) {
        listed(fileSystem, child(directory, name)).ifPresent(found::add);
      }
    }
    return found;
  }

  /**
   * Reads an index, or hands out the one read before.
   *
   * @throws IndexRefusedException when it is no index, not of this file, or older
   */
  public RecordIndex read(ListedFile index, ListedFile data) throws IOException {
    Optional<RecordIndex> cached = CACHE.find(index, data);
    if (cached.isPresent()) {
      return cached.get();
    }
    IndexPair pair = pair(index, data);
    IndexContent content;
    try (HadoopObjectReader reader = HadoopFiles.open(settings, index, ReadPattern.WHOLE_FILE)) {
      content = IndexReader.read(reader, index.length(), pair);
    }
    if (IndexAge.needsProof(
        content.format(), index.modifiedMillis(), data.modifiedMillis(), pair)) {
      prove(content.index(), data, pair);
    }
    CACHE.put(index, data, content.index());
    return content.index();
  }

  /**
   * The number of records: of a compact index that is not older than its file out of its last 40
   * bytes, else by {@link #read}.
   *
   * @throws IndexRefusedException when it is no index, not of this file, or older
   */
  public long count(ListedFile index, ListedFile data) throws IOException {
    Optional<RecordIndex> cached = CACHE.find(index, data);
    boolean isCompact = index.name().endsWith(IndexNames.COMPACT_SUFFIX);
    if (cached.isPresent() || !isCompact || index.modifiedMillis() < data.modifiedMillis()) {
      return read(index, data).count();
    }
    try (HadoopObjectReader reader = HadoopFiles.open(settings, index, ReadPattern.RANDOM)) {
      return IndexReader.count(reader, index.length(), pair(index, data));
    }
  }

  private void prove(RecordIndex index, ListedFile data, IndexPair pair) throws IOException {
    try (HadoopObjectReader reader = HadoopFiles.open(settings, data, ReadPattern.RANDOM)) {
      IndexProof.prove(index, reader, pair);
    }
  }

  private static IndexPair pair(ListedFile index, ListedFile data) {
    return new IndexPair(index.path(), data.path(), data.length());
  }

  private static Optional<ListedFile> listed(FileSystem fileSystem, Path path) throws IOException {
    try {
      FileStatus status = fileSystem.getFileStatus(path);
      return status.isFile() ? Optional.of(listed(status)) : Optional.empty();
    } catch (FileNotFoundException | AccessDeniedException | AccessControlException e) {
      // Who may read a file but not list its directory is told nothing of what is not there.
      return Optional.empty();
    }
  }

  /**
   * The file at a path.
   *
   * @throws FileNotFoundException when there is none
   */
  ListedFile listed(String path) throws IOException {
    Path file = new Path(path);
    return listed(file.getFileSystem(settings).getFileStatus(file));
  }

  /** A file as its status shows it. */
  public static ListedFile listed(FileStatus status) {
    String etag = status instanceof EtagSource source ? source.getEtag() : null;
    return new ListedFile(
        status.getPath().toString(),
        status.getLen(),
        status.getModificationTime(),
        etag == null ? "" : etag,
        List.of());
  }

  /** Not by Hadoop's own constructor, which takes a name with a colon for a URI. */
  static Path child(Path directory, String name) {
    return new Path(directory + "/" + name);
  }
}
