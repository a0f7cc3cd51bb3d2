package io.s3dlio.tfrecord;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Whether what begins like zlib is zlib: its two bytes are too weak a sign, and a record whose
 * header is damaged is to be called that.
 */
final class ZlibHead {

  private ZlibHead() {}

  /** Whether the bytes inflate, and to nothing or to the header of a record. */
  static boolean holdsRecords(byte[] head, int length) {
    Inflater inflater = new Inflater();
    try {
      inflater.setInput(head, 0, length);
      byte[] header = new byte[RecordHeader.BYTES];
      int count = inflater.inflate(header);
      if (inflater.needsDictionary()) {
        return false;
      }
      return count < header.length || RecordHeader.isRight(header, 0);
    } catch (DataFormatException e) {
      return false;
    } finally {
      inflater.end();
    }
  }
}
