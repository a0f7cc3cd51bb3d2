package io.s3dlio.testing.battery;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32C;

/**
 * The framing of TFRecord, written a second time from its definition and without our code, so that
 * it judges ours (TFRecord format, TensorFlow tf.io guide).
 */
final class Frames {
  static final int HEADER = 12;
  static final int OVERHEAD = 16;

  private Frames() {}

  /** One record: length, its masked CRC32C, payload, its masked CRC32C. */
  static byte[] frame(byte[] payload) {
    ByteBuffer record =
        ByteBuffer.allocate(payload.length + OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(payload.length);
    record.putInt(masked(record.array(), 0, 8));
    record.put(payload);
    record.putInt(masked(payload, 0, payload.length));
    return record.array();
  }

  static byte[] file(List<byte[]> payloads) {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    payloads.forEach(payload -> file.writeBytes(frame(payload)));
    return file.toByteArray();
  }

  /** The payloads of a whole file; every CRC must be right and the file must end at a border. */
  static List<byte[]> payloads(byte[] file) {
    ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    List<byte[]> payloads = new ArrayList<>();
    int at = 0;
    while (at < file.length) {
      int length = Math.toIntExact(bytes.getLong(at));
      check(bytes.getInt(at + 8) == masked(file, at, 8), "CRC of the length at " + at);
      int start = at + HEADER;
      check(
          bytes.getInt(start + length) == masked(file, start, length),
          "CRC of the record at " + at);
      payloads.add(Arrays.copyOfRange(file, start, start + length));
      at = start + length + 4;
    }
    return payloads;
  }

  /** The same file as a tool writes it that takes CRC-32 for CRC-32C. */
  static byte[] frameWithPlainCrc32(byte[] payload) {
    ByteBuffer record =
        ByteBuffer.allocate(payload.length + OVERHEAD).order(ByteOrder.LITTLE_ENDIAN);
    record.putLong(payload.length);
    record.putInt(mask(crc32(Arrays.copyOf(record.array(), 8))));
    record.put(payload);
    record.putInt(mask(crc32(payload)));
    return record.array();
  }

  private static int masked(byte[] bytes, int from, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, from, length);
    return mask(crc.getValue());
  }

  private static long crc32(byte[] bytes) {
    java.util.zip.CRC32 crc = new java.util.zip.CRC32();
    crc.update(bytes);
    return crc.getValue();
  }

  private static int mask(long crc) {
    return Integer.rotateRight((int) crc, 15) + 0xa282ead8;
  }

  private static void check(boolean right, String what) {
    if (!right) {
      throw new AssertionError(what + " is wrong");
    }
  }
}
