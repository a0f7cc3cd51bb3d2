package io.s3dlio.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.ExecutionException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ChecksumFileSystem;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FutureDataInputStreamBuilder;
import org.apache.hadoop.fs.Path;

/**
 * Opens files of any Hadoop FileSystem for the formats. What a listing knew is handed over, so that
 * stores need not be asked again and no other version is read.
 */
public final class HadoopFiles {

  /** Whose checksums prove what is read. */
  public enum Checksums {
    /** Those that a FileSystem keeps beside a file, as Hadoop's local one does. */
    OF_FILE_SYSTEM,
    /** Those in the file itself, which the caller compares: once is enough. */
    OF_FORMAT
  }

  private HadoopFiles() {}

  /**
   * Opens a listed file; on object stores this sends no request where the FileSystem allows it.
   *
   * @throws FileNotFoundException when it has gone; FileSystems that send no request say so at the
   *     first read
   */
  public static HadoopObjectReader open(
      Configuration settings, ListedFile file, ReadPattern pattern) throws IOException {
    return open(settings, file, pattern, Checksums.OF_FILE_SYSTEM);
  }

  /** Opens a listed file, and says whose checksums prove its bytes. */
  public static HadoopObjectReader open(
      Configuration settings, ListedFile file, ReadPattern pattern, Checksums checksums)
      throws IOException {
    return open(settings, file, pattern, checksums, file.length());
  }

  /**
   * Opens a listed file of which a part is wanted.
   *
   * @param end where reading will stop, in bytes: what follows is not read ahead where the
   *     FileSystem can be told so; it may be read all the same
   */
  public static HadoopObjectReader open(
      Configuration settings, ListedFile file, ReadPattern pattern, Checksums checksums, long end)
      throws IOException {
    Path path = file.toPath();
    FileSystem fileSystem = path.getFileSystem(settings);
    if (checksums == Checksums.OF_FORMAT && fileSystem instanceof ChecksumFileSystem checking) {
      fileSystem = checking.getRawFileSystem();
    }
    FutureDataInputStreamBuilder builder =
        fileSystem
            .openFile(path)
            .opt("fs.option.openfile.read.policy", pattern.policy())
            .opt("fs.option.openfile.length", Long.toString(file.length()))
            .opt("fs.option.openfile.split.end", Long.toString(end));
    if (!file.etag().isEmpty()) {
      builder = builder.withFileStatus(new KnownStatus(path, file));
    }
    return new HadoopObjectReader(await(builder), file);
  }

  private static FSDataInputStream await(FutureDataInputStreamBuilder builder) throws IOException {
    try {
      return builder.build().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      if (e.getCause() instanceof RuntimeException failure) {
        throw failure;
      }
      throw new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while opening").initCause(e);
    }
  }

  /** A status as Hadoop's builders want it, with the version that was listed. */
  @SuppressWarnings("serial")
  private static final class KnownStatus extends FileStatus implements EtagSource {

    private final String etag;

    KnownStatus(Path path, ListedFile file) {
      super(file.length(), false, 1, 0, file.modifiedMillis(), path);
      etag = file.etag();
    }

    @Override
    public String getEtag() {
      return etag;
    }

    @Override
    public boolean equals(Object other) {
      return super.equals(other);
    }

    @Override
    public int hashCode() {
      return super.hashCode();
    }
  }
}
