package io.s3dlio.fs;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * The status of a file or directory of a store, with the version word that {@code openFile} and
 * conditional writes accept.
 *
 * <p>Object stores know neither owners nor permissions: the owner is whoever asks, and everything
 * is allowed here because the service itself judges each request.
 */
public final class StoreFileStatus extends FileStatus implements EtagSource {

  private static final long serialVersionUID = 1L;

  private static final FsPermission FILE = new FsPermission((short) 0666);
  private static final FsPermission DIRECTORY = new FsPermission((short) 0777);

  private final String etag;

  private StoreFileStatus(
      Path path,
      long length,
      boolean directory,
      long blockSize,
      long modifiedMillis,
      String owner,
      String etag) {
    super(
        length,
        directory,
        directory ? 0 : 1,
        blockSize,
        modifiedMillis,
        0,
        directory ? DIRECTORY : FILE,
        owner,
        owner,
        path);
    this.etag = etag;
  }

  /** A file; length and block size in bytes, time in milliseconds since 1970. */
  static StoreFileStatus file(
      Path path, long length, long blockSize, long modifiedMillis, String owner, String etag) {
    return new StoreFileStatus(path, length, false, blockSize, modifiedMillis, owner, etag);
  }

  /** A directory; 0 when nobody knows when it was made. */
  static StoreFileStatus directory(Path path, long modifiedMillis, String owner) {
    return new StoreFileStatus(path, 0, true, 0, modifiedMillis, owner, "");
  }

  /** The version of a file, opaque; empty for a directory. */
  @Override
  public String getEtag() {
    return etag;
  }
}
