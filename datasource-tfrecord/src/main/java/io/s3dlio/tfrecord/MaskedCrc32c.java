package io.s3dlio.tfrecord;

import java.util.zip.CRC32C;

/**
 * The checksum of TFRecord: CRC-32C (Castagnoli), rotated right by 15 bits and moved by a constant,
 * so that checksums of data that holds checksums stay strong. TFRecord format, TensorFlow tf.io
 * guide.
 *
 * <p>An instance is for one thread; the static methods are for all.
 */
public final class MaskedCrc32c {

  private static final int DELTA = 0xa282ead8;

  /** What one byte at each of the eight places of a length adds to the CRC of eight zeros. */
  private static final int[] PLACES = new int[8 * 256];

  private static final int EIGHT_ZEROS;

  static {
    byte[] eight = new byte[8];
    CRC32C crc = new CRC32C();
    EIGHT_ZEROS = crc(crc, eight, 0, 8);
    for (int place = 0; place < 8; place++) {
      for (int value = 0; value < 256; value++) {
        eight[place] = (byte) value;
        PLACES[(place << 8) | value] = crc(crc, eight, 0, 8) ^ EIGHT_ZEROS;
      }
      eight[place] = 0;
    }
  }

  private final CRC32C crc = new CRC32C();

  /** That of a slice of an array. */
  public int of(byte[] bytes, int start, int length) {
    return mask(crc(crc, bytes, start, length));
  }

  /**
   * That of a length as the header has it: eight bytes, little-endian. A CRC is linear, so each
   * byte that is not zero costs one look-up and the others nothing: most lengths have two or three.
   */
  public static int ofLength(long length) {
    int sum = EIGHT_ZEROS;
    int place = 0;
    for (long rest = length; rest != 0; rest >>>= 8) {
      sum ^= PLACES[place | ((int) rest & 0xff)];
      place += 256;
    }
    return mask(sum);
  }

  /** As it stands in a file. */
  public static int mask(int crc) {
    return Integer.rotateRight(crc, 15) + DELTA;
  }

  /** The opposite of {@link #mask}. */
  public static int unmask(int masked) {
    return Integer.rotateLeft(masked - DELTA, 15);
  }

  private static int crc(CRC32C crc, byte[] bytes, int start, int length) {
    crc.reset();
    crc.update(bytes, start, length);
    return (int) crc.getValue();
  }
}
