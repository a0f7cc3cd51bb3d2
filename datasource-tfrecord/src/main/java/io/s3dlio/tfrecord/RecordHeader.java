package io.s3dlio.tfrecord;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * The bytes around a payload: before it its length (unsigned, 8 bytes) and the masked CRC-32C of
 * those, after it the masked CRC-32C of the payload; all little-endian. TFRecord format, TensorFlow
 * tf.io guide.
 */
final class RecordHeader {

  /** Bytes before the payload. */
  static final int BYTES = 12;

  /** Bytes after the payload. */
  static final int TRAILER = 4;

  /** Bytes of a record that are not payload. */
  static final int FRAME = BYTES + TRAILER;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

  private RecordHeader() {}

  /** The length field at {@code at}; negative when it is 2^63 or more. */
  static long length(byte[] bytes, int at) {
    return (long) LONG.get(bytes, at);
  }

  /** The length's CRC as the header at {@code at} has it. */
  static int lengthCrc(byte[] bytes, int at) {
    return (int) INT.get(bytes, at + 8);
  }

  /** Whether a header's own CRC is right. */
  static boolean isRight(byte[] bytes, int at) {
    return MaskedCrc32c.ofLength(length(bytes, at)) == lengthCrc(bytes, at);
  }

  /** Any four bytes, as a CRC. */
  static int crc(byte[] bytes, int at) {
    return (int) INT.get(bytes, at);
  }

  static void put(byte[] bytes, int at, long length) {
    LONG.set(bytes, at, length);
    INT.set(bytes, at + 8, MaskedCrc32c.ofLength(length));
  }

  static void putCrc(byte[] bytes, int at, int crc) {
    INT.set(bytes, at, crc);
  }
}
