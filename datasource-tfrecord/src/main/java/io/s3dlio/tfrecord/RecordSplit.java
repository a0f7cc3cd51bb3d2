package io.s3dlio.tfrecord;

/**
 * Bytes of an uncompressed file that begin and end at borders which {@link RecordBorders} found.
 *
 * @param file as the user named it
 * @param fileLength in bytes
 * @param begin a border
 * @param end the next split's {@code begin}, or the file's length
 */
public record RecordSplit(String file, long fileLength, long begin, long end) {

  public RecordSplit {
    if (begin < 0 || end < begin || fileLength < end) {
      throw new IllegalArgumentException(file + ": " + begin + " to " + end + " of " + fileLength);
    }
  }

  /** Whether no record begins in it. */
  public boolean isEmpty() {
    return begin == end;
  }

  /** Bytes from begin to end. */
  public long length() {
    return end - begin;
  }
}
