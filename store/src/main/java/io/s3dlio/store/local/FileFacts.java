package io.s3dlio.store.local;

import io.s3dlio.store.ObjectStat;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What one {@code stat} call says of a file.
 *
 * @param size in bytes, of a directory 0
 */
record FileFacts(
    long device, long inode, long size, FileTime modified, boolean isFile, boolean isDirectory) {

  /** The attribute view that knows inodes. */
  static final String VIEW = "unix";

  private static final String ATTRIBUTES =
      VIEW + ":dev,ino,size,lastModifiedTime,isRegularFile,isDirectory";

  static FileFacts of(Path path, LinkOption... options) throws IOException {
    Map<String, Object> values = Files.readAttributes(path, ATTRIBUTES, options);
    boolean isDirectory = value(values, "isDirectory", Boolean.class);
    return new FileFacts(
        value(values, "dev", Long.class),
        value(values, "ino", Long.class),
        isDirectory ? 0 : value(values, "size", Long.class),
        value(values, "lastModifiedTime", FileTime.class),
        value(values, "isRegularFile", Boolean.class),
        isDirectory);
  }

  /** Empty when there is nothing of this name, links to nothing included. */
  static Optional<FileFacts> find(Path path, LinkOption... options) throws IOException {
    try {
      return Optional.of(of(path, options));
    } catch (IOException e) {
      if (LocalErrors.isMissing(e)) {
        return Optional.empty();
      }
      throw e;
    }
  }

  boolean isSameFileAs(FileFacts other) {
    return inode == other.inode && device == other.device;
  }

  /** Inode, time of change in nanoseconds, and size: a file written anew has another one. */
  String etag() {
    return Long.toHexString(inode)
        + '-'
        + Long.toHexString(modified.to(TimeUnit.NANOSECONDS))
        + '-'
        + Long.toHexString(size);
  }

  /** Whether an etag is of this inode, whatever was appended since. */
  boolean isInodeOf(String etag) {
    int dash = etag.indexOf('-');
    return dash > 0 && etag.substring(0, dash).equals(Long.toHexString(inode));
  }

  ObjectStat stat(String key) {
    return ObjectStat.of(key, size, etag(), modified.toInstant());
  }

  private static <T> T value(Map<String, Object> values, String name, Class<T> type) {
    return type.cast(Objects.requireNonNull(values.get(name)));
  }
}
