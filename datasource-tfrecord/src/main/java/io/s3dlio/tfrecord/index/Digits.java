package io.s3dlio.tfrecord.index;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Decimal numbers eight digits at a time: an index of ten million lines is mostly digits. */
final class Digits {

  /** Bytes after the last digit that are looked at. */
  static final int SLACK = 8;

  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long[] POWERS = {1, 10, 100, 1000, 10_000, 100_000, 1_000_000, 10_000_000};

  private Digits() {}

  /** How many of the eight bytes from {@code at} are digits before the first that is none. */
  static int count(byte[] bytes, int at) {
    long values = (long) LONG.get(bytes, at) ^ 0x3030303030303030L;
    // A byte above 9 gets its high bit; a carry out of it spoils only bytes after it.
    long others = ((values + 0x7676767676767676L) | values) & 0x8080808080808080L;
    return Long.numberOfTrailingZeros(others) >>> 3;
  }

  /**
   * Continues a number by the {@code count} digits from {@code at}.
   *
   * @param count 1 to 8
   */
  static long append(long number, byte[] bytes, int at, int count) {
    long values = (long) LONG.get(bytes, at) ^ 0x3030303030303030L;
    long eight = eight(values << (64 - 8 * count));
    return number * (count == 8 ? 100_000_000 : POWERS[count]) + eight;
  }

  /** Pairs, then fours, then eight: each step multiplies neighbours of the one before. */
  private static long eight(long values) {
    long pairs = ((values * 2561) >>> 8) & 0x00ff00ff00ff00ffL;
    long fours = ((pairs * 6_553_601) >>> 16) & 0x0000ffff0000ffffL;
    return (fours * 42_949_672_960_001L) >>> 32;
  }
}
