package io.s3dlio.tfrecord.example;

/**
 * Numbers of up to 64 bits, 7 bits a byte, the lowest first; what is above 64 bits is dropped, as
 * Google's runtime drops it.
 *
 * <p>Eight bytes are looked at with one read: where the number ends is the lowest byte whose
 * highest bit is clear, and three shifts close the gaps of all of them at once.
 */
final class Varints {

  private static final long DIGITS = 0x7f7f7f7f7f7f7f7fL;

  private Varints() {}

  /**
   * How many numbers these bytes are.
   *
   * @throws MalformedException when the last one goes on
   */
  static int count(byte[] bytes, int start, int end) throws MalformedException {
    if (start == end) {
      return 0;
    }
    if (bytes[end - 1] < 0) {
      throw new MalformedException("a number goes on past the end of its list");
    }
    int count = 0;
    int at = start;
    for (; end - at >= 8; at += 8) {
      count += Long.bitCount(~(long) Wire.LONG.get(bytes, at) & Wire.GOES_ON);
    }
    for (; at < end; at++) {
      count += (~bytes[at] & 0x80) >>> 7;
    }
    return count;
  }

  /** Reads {@code count} numbers, which {@link #count} counted, to {@code out[to]} and on. */
  static void read(byte[] bytes, int start, int end, int count, long[] out, int to)
      throws MalformedException {
    if (count == end - start) {
      for (int i = 0; i < count; i++) {
        out[to + i] = bytes[start + i];
      }
      return;
    }
    int at = start;
    int last = Math.min(end, bytes.length - 10);
    int i = to;
    while (at <= last && i < to + count) {
      long word = (long) Wire.LONG.get(bytes, at);
      long stops = ~word & Wire.GOES_ON;
      if (stops == 0) {
        out[i++] = longer(bytes, at, word);
        at += bytes[at + 8] < 0 ? 10 : 9;
      } else {
        out[i++] = close(word & (stops ^ (stops - 1)));
        at += (Long.numberOfTrailingZeros(stops) >>> 3) + 1;
      }
    }
    while (i < to + count) {
      out[i++] = one(bytes, at);
      at = Wire.skipVarint(bytes, at, end);
    }
  }

  /** The number that begins here and ends before the array does. */
  static long one(byte[] bytes, int at) throws MalformedException {
    if (bytes[at] >= 0) {
      return bytes[at];
    }
    if (bytes.length - at >= 10) {
      long word = (long) Wire.LONG.get(bytes, at);
      long stops = ~word & Wire.GOES_ON;
      return stops == 0 ? longer(bytes, at, word) : close(word & (stops ^ (stops - 1)));
    }
    long value = 0;
    for (int i = 0; i < 10; i++) {
      byte b = bytes[at + i];
      value |= (long) (b & 0x7f) << (7 * i);
      if (b >= 0) {
        return value;
      }
    }
    throw tooLong();
  }

  /** Nine or ten bytes, the first eight of which are {@code word}. */
  private static long longer(byte[] bytes, int at, long word) throws MalformedException {
    byte ninth = bytes[at + 8];
    long value = close(word) | (long) (ninth & 0x7f) << 56;
    if (ninth >= 0) {
      return value;
    }
    byte tenth = bytes[at + 9];
    if (tenth < 0) {
      throw tooLong();
    }
    return value | (long) tenth << 63;
  }

  private static MalformedException tooLong() {
    return new MalformedException("a number of over 10 bytes");
  }

  /** Eight digits of 7 bits, one a byte, as 56 bits. */
  private static long close(long word) {
    long eight = word & DIGITS;
    long four = (eight & 0x007f007f007f007fL) | ((eight & 0x7f007f007f007f00L) >>> 1);
    long two = (four & 0x00003fff00003fffL) | ((four & 0x3fff00003fff0000L) >>> 2);
    return (two & 0x000000000fffffffL) | ((two & 0x0fffffff00000000L) >>> 4);
  }

  /** Bytes of a number. */
  static int size(long value) {
    // (bits + 6) / 7 of 1 to 64 bits, without a division.
    return (640 - 9 * Long.numberOfLeadingZeros(value)) >>> 6;
  }

  /** Bytes of the numbers from index {@code from} up to, without, {@code to}. */
  static long size(long[] values, int from, int to) {
    long size = 0;
    for (int i = from; i < to; i++) {
      size += size(values[i]);
    }
    return size;
  }

  /** Writes a number, and says where it ends. */
  static int write(byte[] bytes, int start, long value) {
    int at = start;
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      bytes[at++] = (byte) (rest | 0x80);
      rest >>>= 7;
    }
    bytes[at] = (byte) rest;
    return at + 1;
  }
}
