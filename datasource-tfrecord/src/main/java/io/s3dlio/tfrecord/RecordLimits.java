package io.s3dlio.tfrecord;

import java.io.IOException;

/** Which lengths can be, as far as the place in the file and its end say. */
final class RecordLimits {

  private RecordLimits() {}

  /**
   * Throws when a record of that length cannot stand at that offset.
   *
   * @param proved whether the length's CRC was compared and is right, so that it is the file that
   *     is short
   */
  static void check(RecordSource source, long number, long offset, long length, boolean proved)
      throws IOException {
    String file = source.file();
    if (length < 0 || length > Long.MAX_VALUE - offset - RecordHeader.FRAME) {
      throw CorruptRecords.impossibleLength(file, number, offset, length, "any file has");
    }
    if (source.end() < 0) {
      return;
    }
    long left = source.end() - offset - RecordHeader.BYTES;
    if (length <= left - RecordHeader.TRAILER) {
      return;
    }
    if (proved) {
      throw CorruptRecords.truncatedRecord(file, number, offset, length, left);
    }
    String limit = "the " + Math.max(left, 0) + " that the file has left";
    throw CorruptRecords.impossibleLength(file, number, offset, length, limit);
  }
}
