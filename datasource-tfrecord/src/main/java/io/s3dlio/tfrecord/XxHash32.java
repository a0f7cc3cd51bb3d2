package io.s3dlio.tfrecord;

/**
 * XXH32 with seed 0, the checksum of LZ4's frames; by the description of the algorithm. For one
 * thread.
 */
final class XxHash32 {

  private static final int P1 = 0x9e3779b1;
  private static final int P2 = 0x85ebca77;
  private static final int P3 = 0xc2b2ae3d;
  private static final int P4 = 0x27d4eb2f;
  private static final int P5 = 0x165667b1;

  /** P1 + P2. */
  private static final int FIRST_LANE = 0x24234428;

  private static final int STRIPE = 16;

  private final byte[] pending = new byte[STRIPE];
  private int pendingCount;
  private long total;
  private int a;
  private int b;
  private int c;
  private int d;

  XxHash32() {
    reset();
  }

  static int of(byte[] bytes, int start, int length) {
    XxHash32 hash = new XxHash32();
    hash.update(bytes, start, length);
    return hash.value();
  }

  void reset() {
    pendingCount = 0;
    total = 0;
    a = FIRST_LANE;
    b = P2;
    c = 0;
    d = -P1;
  }

  void update(byte[] bytes, int start, int length) {
    int at = start;
    int end = start + length;
    total += length;
    if (pendingCount > 0) {
      int count = Math.min(STRIPE - pendingCount, length);
      System.arraycopy(bytes, at, pending, pendingCount, count);
      pendingCount += count;
      at += count;
      if (pendingCount < STRIPE) {
        return;
      }
      stripe(pending, 0);
      pendingCount = 0;
    }
    for (; end - at >= STRIPE; at += STRIPE) {
      stripe(bytes, at);
    }
    pendingCount = end - at;
    System.arraycopy(bytes, at, pending, 0, pendingCount);
  }

  private void stripe(byte[] bytes, int at) {
    a = round(a, RecordHeader.crc(bytes, at));
    b = round(b, RecordHeader.crc(bytes, at + 4));
    c = round(c, RecordHeader.crc(bytes, at + 8));
    d = round(d, RecordHeader.crc(bytes, at + 12));
  }

  private static int round(int lane, int input) {
    return Integer.rotateLeft(lane + input * P2, 13) * P1;
  }

  int value() {
    int hash = P5;
    if (total >= STRIPE) {
      hash =
          Integer.rotateLeft(a, 1)
              + Integer.rotateLeft(b, 7)
              + Integer.rotateLeft(c, 12)
              + Integer.rotateLeft(d, 18);
    }
    hash += (int) total;
    int at = 0;
    for (; pendingCount - at >= 4; at += 4) {
      hash = Integer.rotateLeft(hash + RecordHeader.crc(pending, at) * P3, 17) * P4;
    }
    for (; at < pendingCount; at++) {
      hash = Integer.rotateLeft(hash + (pending[at] & 0xff) * P5, 11) * P1;
    }
    hash = (hash ^ (hash >>> 15)) * P2;
    hash = (hash ^ (hash >>> 13)) * P3;
    return hash ^ (hash >>> 16);
  }
}
