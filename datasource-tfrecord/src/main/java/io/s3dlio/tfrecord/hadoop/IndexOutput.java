package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.tfrecord.index.IndexFormat;
import io.s3dlio.tfrecord.index.IndexWriter;
import java.io.Closeable;
import java.io.IOException;
import java.util.Set;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * An index file that appears under its name whole or not at all. For one thread.
 *
 * <p>Where a file is seen while it is written, it is written under a hidden name beside its own and
 * renamed; object stores show it when it is closed.
 */
public final class IndexOutput implements Closeable {

  /** Schemes of FileSystems that show a file when it is closed, and could rename only by a copy. */
  private static final Set<String> SHOWN_AT_CLOSE =
      Set.of("s3", "s3a", "az", "azure", "gs", "gcs", "direct");

  private static final int MOST_RENAMES = 20;

  private static final String ABORTABLE = "fs.capability.outputstream.abortable";

  private final FileSystem fileSystem;
  private final Path target;
  private final Path written;
  private final FSDataOutputStream out;
  private final IndexWriter writer;
  private boolean isDone;

  private IndexOutput(
      FileSystem fileSystem, Path target, Path written, FSDataOutputStream out, IndexFormat format)
      throws IOException {
    this.fileSystem = fileSystem;
    this.target = target;
    this.written = written;
    this.out = out;
    writer = IndexWriter.to(out, format);
  }

  /**
   * Begins an index; directories above it are made.
   *
   * @param target replaced when it is there
   */
  public static IndexOutput create(Configuration settings, String target, IndexFormat format)
      throws IOException {
    Path path = new Path(target);
    FileSystem fileSystem = path.getFileSystem(settings);
    Path written = path;
    if (!SHOWN_AT_CLOSE.contains(fileSystem.getUri().getScheme())) {
      String name = "_" + path.getName() + "." + UUID.randomUUID() + ".tmp";
      written = IndexFiles.child(path.getParent(), name);
    }
    FSDataOutputStream out = fileSystem.create(written, true);
    return new IndexOutput(fileSystem, path, written, out, format);
  }

  /** Adds the next record, of {@code size} bytes with its 16. */
  public void add(long size) throws IOException {
    writer.add(size);
  }

  /** Makes the index appear. */
  public void commit() throws IOException {
    writer.finish();
    out.close();
    if (!written.equals(target)) {
      replace();
    }
    isDone = true;
  }

  /**
   * Hadoop's rename does not replace: for a moment there is no index, which is no error, and then
   * there may be that of another who writes it at the same time.
   */
  private void replace() throws IOException {
    boolean isRenamed = false;
    for (int i = 0; i < MOST_RENAMES && !isRenamed; i++) {
      fileSystem.delete(target, false);
      isRenamed = fileSystem.rename(written, target);
    }
    if (!isRenamed) {
      throw new IOException("could not rename " + written + " to " + target);
    }
  }

  /** Leaves nothing behind, unless it was committed. */
  @Override
  public void close() throws IOException {
    if (isDone) {
      return;
    }
    isDone = true;
    boolean isAborted = written.equals(target) && abort();
    if (!isAborted) {
      out.close();
      fileSystem.delete(written, false);
    }
  }

  private boolean abort() {
    if (out.hasCapability(ABORTABLE)) {
      out.abort();
      return true;
    }
    return false;
  }
}
