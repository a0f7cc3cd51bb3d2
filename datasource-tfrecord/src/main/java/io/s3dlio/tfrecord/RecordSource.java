package io.s3dlio.tfrecord;

/**
 * Where a reader's bytes stand in their file; for its errors, and so that a length that cannot be
 * is noticed before it is believed.
 *
 * @param file as the user named it
 * @param offset of the reader's first byte, which is a record's first, in bytes of the uncompressed
 *     file
 * @param firstNumber the zero-based number of that record, or -1 when it is not known
 * @param end where the bytes end, in bytes of the uncompressed file, or -1 when it is not known, as
 *     with compressed files
 */
public record RecordSource(String file, long offset, long firstNumber, long end) {

  public RecordSource {
    if (offset < 0 || firstNumber < -1 || end < -1 || (end >= 0 && end < offset)) {
      throw new IllegalArgumentException(
          file + ": offset " + offset + ", first number " + firstNumber + ", end " + end);
    }
  }

  /** A whole file. */
  public static RecordSource whole(String file, long length) {
    return new RecordSource(file, 0, 0, length);
  }

  /** A whole file whose uncompressed length nobody knows. */
  public static RecordSource ofUnknownLength(String file) {
    return new RecordSource(file, 0, 0, -1);
  }
}
