package io.s3dlio.tfrecord.index;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The last 40 bytes of a compact index, which alone tell how many records a file has.
 *
 * <p>Little-endian: bytes of the data file (8), records (8), bytes of the blocks (8), CRC-32C of
 * everything before the footer (4), version (4), CRC-32C of these 32 bytes (4), {@code S3IX} (4).
 *
 * @param fileLength bytes of the data file
 * @param count its records
 * @param bodyLength bytes of the blocks
 * @param bodyCrc CRC-32C of the magic and the blocks
 */
record CompactFooter(long fileLength, long count, long bodyLength, int bodyCrc) {

  static final int BYTES = 40;

  /** The version this code writes and the only one it reads. */
  static final int VERSION = 1;

  private static final int CHECKED = 32;
  private static final int MAGIC = 'S' | '3' << 8 | 'I' << 16 | 'X' << 24;

  /** The footer as it stands at the end of an index. */
  byte[] bytes() {
    ByteBuffer buffer = ByteBuffer.allocate(BYTES).order(ByteOrder.LITTLE_ENDIAN);
    buffer.putLong(fileLength).putLong(count).putLong(bodyLength);
    buffer.putInt(bodyCrc).putInt(VERSION).putInt(crcOf(buffer.array())).putInt(MAGIC);
    return buffer.array();
  }

  /**
   * Reads the last bytes of an index of {@code indexLength} bytes.
   *
   * @throws IndexRefusedException when they are no footer, or one that cannot be
   */
  static CompactFooter parse(byte[] tail, long indexLength, IndexPair pair)
      throws IndexRefusedException {
    if (tail.length < BYTES) {
      throw pair.malformed("it ends before its footer");
    }
    ByteBuffer buffer =
        ByteBuffer.wrap(tail, tail.length - BYTES, BYTES).slice().order(ByteOrder.LITTLE_ENDIAN);
    byte[] bytes = new byte[BYTES];
    buffer.get(bytes).rewind();
    if (buffer.getInt(BYTES - 4) != MAGIC || buffer.getInt(CHECKED) != crcOf(bytes)) {
      throw pair.malformed("its footer is damaged or cut off");
    }
    if (buffer.getInt(CHECKED - 4) != VERSION) {
      throw pair.malformed("it is of version " + buffer.getInt(CHECKED - 4) + ", 1 is known");
    }
    CompactFooter footer =
        new CompactFooter(
            buffer.getLong(0), buffer.getLong(8), buffer.getLong(16), buffer.getInt(24));
    footer.check(indexLength, pair);
    return footer;
  }

  private void check(long indexLength, IndexPair pair) throws IndexRefusedException {
    if (fileLength != pair.dataLength()) {
      throw pair.ofAnotherFile(
          "it is of a file of "
              + fileLength
              + " bytes with "
              + count
              + " records, and this one has "
              + pair.dataLength()
              + " bytes");
    }
    boolean possible = fileLength >= 0 && count >= 0 && count <= fileLength / 16;
    if (!possible || (count == 0) != (fileLength == 0)) {
      throw pair.malformed(count + " records in " + fileLength + " bytes cannot be");
    }
    if (bodyLength < 0 || bodyLength != indexLength - BYTES - CompactIndex.HEAD.length) {
      throw pair.malformed("its footer belongs to an index of another length");
    }
  }

  private static int crcOf(byte[] footer) {
    CRC32C crc = new CRC32C();
    crc.update(footer, 0, CHECKED);
    return (int) crc.getValue();
  }
}
