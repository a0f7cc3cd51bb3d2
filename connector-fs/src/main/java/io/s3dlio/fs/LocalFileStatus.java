package io.s3dlio.fs;

import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.permission.FsPermission;

/**
 * A status of Hadoop's own local file system with a version word. Owner and permission are asked of
 * the original only when somebody wants them, because Hadoop may start a process for that.
 */
final class LocalFileStatus extends FileStatus implements EtagSource {

  private static final long serialVersionUID = 1L;

  private final transient FileStatus original;
  private final String etag;

  LocalFileStatus(FileStatus original, String etag) {
    super(
        original.getLen(),
        original.isDirectory(),
        original.getReplication(),
        original.getBlockSize(),
        original.getModificationTime(),
        original.getAccessTime(),
        null,
        null,
        null,
        original.getPath());
    this.original = original;
    this.etag = etag;
  }

  @Override
  public FsPermission getPermission() {
    return original.getPermission();
  }

  @Override
  public String getOwner() {
    return original.getOwner();
  }

  @Override
  public String getGroup() {
    return original.getGroup();
  }

  @Override
  public String getEtag() {
    return etag;
  }
}
