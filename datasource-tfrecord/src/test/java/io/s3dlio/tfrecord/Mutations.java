package io.s3dlio.tfrecord;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;

/** Bytes that are nearly valid. */
final class Mutations {

  private static final long[] EDGES = {
    0,
    1,
    -1,
    2,
    16,
    127,
    128,
    255,
    256,
    1 << 16,
    1L << 31,
    1L << 32,
    1L << 40,
    1L << 62,
    Integer.MAX_VALUE,
    Integer.MAX_VALUE - 8,
    Integer.MAX_VALUE - 16,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    Long.MAX_VALUE - 15,
    -16
  };

  private Mutations() {}

  /** One to four changes of a valid input. */
  static byte[] of(byte[] valid, SplittableRandom random) {
    byte[] bytes = valid.clone();
    int changes = 1 + random.nextInt(4);
    for (int i = 0; i < changes; i++) {
      bytes = bytes.length == 0 ? noise(random) : change(bytes, random);
    }
    return bytes;
  }

  private static byte[] change(byte[] bytes, SplittableRandom random) {
    int at = random.nextInt(bytes.length);
    int other = random.nextInt(bytes.length);
    switch (random.nextInt(9)) {
      case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
      case 1 -> bytes[at] = (byte) random.nextInt();
      case 2 -> putEdge(bytes, at, random);
      case 3 -> putHeader(bytes, at, random);
      case 4 -> Arrays.fill(bytes, Math.min(at, other), Math.max(at, other), (byte) at);
      case 5 -> {
        return Arrays.copyOf(bytes, at);
      }
      case 6 -> {
        return without(bytes, at, random.nextInt(40));
      }
      case 7 -> {
        return inserted(bytes, at, bytes, other, random.nextInt(60));
      }
      default -> {
        byte[] noise = noise(random);
        return inserted(bytes, at, noise, 0, noise.length);
      }
    }
    return bytes;
  }

  private static byte[] noise(SplittableRandom random) {
    byte[] noise = new byte[random.nextInt(50)];
    random.nextBytes(noise);
    return noise;
  }

  private static void putEdge(byte[] bytes, int at, SplittableRandom random) {
    byte[] edge = Frames.longBytes(EDGES[random.nextInt(EDGES.length)]);
    System.arraycopy(edge, 0, bytes, at, Math.min(edge.length, bytes.length - at));
  }

  /** A header whose CRC is right: what comes behind it is looked at. */
  private static void putHeader(byte[] bytes, int at, SplittableRandom random) {
    long length =
        random.nextInt(3) == 0 ? EDGES[random.nextInt(EDGES.length)] : random.nextInt(bytes.length);
    byte[] header = Frames.header(length);
    System.arraycopy(header, 0, bytes, at, Math.min(header.length, bytes.length - at));
    long crcAt = at + 12 + length;
    if (length >= 0 && crcAt >= at + 12 && crcAt <= bytes.length - 4) {
      byte[] payload = Arrays.copyOfRange(bytes, at + 12, (int) crcAt);
      int crc = Frames.masked(new CRC32C(), payload);
      System.arraycopy(Frames.longBytes(crc), 0, bytes, (int) crcAt, 4);
    }
  }

  private static byte[] without(byte[] bytes, int at, int count) {
    int end = Math.min(bytes.length, at + count);
    return Frames.join(Arrays.copyOf(bytes, at), Arrays.copyOfRange(bytes, end, bytes.length));
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] other, int from, int count) {
    int end = Math.min(other.length, from + count);
    return Frames.join(
        Arrays.copyOf(bytes, at),
        Arrays.copyOfRange(other, from, end),
        Arrays.copyOfRange(bytes, at, bytes.length));
  }
}
