package io.s3dlio.spark;

import java.io.Serializable;

/**
 * Some consecutive bytes of one file, what one task reads of it. Travels to tasks.
 *
 * @param start in bytes
 * @param length in bytes
 */
public record FileSlice(SourceFile source, long start, long length) implements Serializable {

  public FileSlice {
    if (start < 0 || length < 0 || start > source.file().length() - length) {
      throw new IllegalArgumentException(
          length + " bytes from " + start + " are not in " + source.file());
    }
  }

  /** All of a file. */
  public static FileSlice whole(SourceFile source) {
    return new FileSlice(source, 0, source.file().length());
  }

  /** First byte after the slice. */
  public long end() {
    return start + length;
  }
}
