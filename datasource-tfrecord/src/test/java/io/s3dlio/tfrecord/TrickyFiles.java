package io.s3dlio.tfrecord;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/** Payloads that imitate records in every way that was thought of. */
enum TrickyFiles {
  RANDOM,
  TEXT,
  ZEROS,
  EMPTY,
  NESTED_SMALL,
  NESTED_LARGE,
  NESTED_TWICE,
  BROKEN_CHAINS,
  JOINING_CHAINS,
  HEADERS_EVERYWHERE,
  FAR_HEADERS,
  HUGE;

  /** Payloads of about so many bytes. */
  List<byte[]> payloads(SplittableRandom random, int bytes) {
    List<byte[]> payloads = new ArrayList<>();
    int made = 0;
    while (made < bytes) {
      byte[] payload = payload(random, bytes - made);
      payloads.add(payload);
      made += payload.length + 16;
    }
    return payloads;
  }

  private byte[] payload(SplittableRandom random, int left) {
    return switch (this) {
      case RANDOM -> noise(random, random.nextInt(3000));
      case TEXT -> text(random, random.nextInt(3000));
      case ZEROS -> new byte[random.nextInt(5000)];
      case EMPTY -> random.nextInt(50) == 0 ? noise(random, 100) : new byte[0];
      case NESTED_SMALL -> nested(random, 1 + random.nextInt(50), 200);
      case NESTED_LARGE -> nested(random, 5000, 300);
      case NESTED_TWICE -> twice(random);
      case BROKEN_CHAINS -> brokenChain(random);
      case JOINING_CHAINS -> joiningChain(random);
      case HEADERS_EVERYWHERE -> headers(random, 3000, 1 << 16);
      case FAR_HEADERS -> headers(random, random.nextInt(500), left);
      case HUGE -> noise(random, Math.max(0, left - random.nextInt(1000)));
    };
  }

  private static byte[] noise(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /** Small numbers, as features hold them. */
  private static byte[] text(SplittableRandom random, int length) {
    byte[] bytes = new byte[length];
    for (int i = 0; i < length; i++) {
      bytes[i] = (byte) (random.nextInt(4) == 0 ? random.nextInt(128) : 0);
    }
    return bytes;
  }

  private static byte[] nested(SplittableRandom random, int count, int most) {
    return Frames.join(
        noise(random, random.nextInt(30)),
        Frames.file(Frames.payloads(random, count, most)),
        noise(random, random.nextInt(30)));
  }

  private static byte[] twice(SplittableRandom random) {
    List<byte[]> inner = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      inner.add(nested(random, 200, 300));
    }
    return Frames.file(inner);
  }

  /** Many records in a row, the last of which is cut off. */
  private static byte[] brokenChain(SplittableRandom random) {
    byte[] file = Frames.file(Frames.payloads(random, 1 + random.nextInt(3000), 20));
    return Arrays.copyOf(file, Math.max(0, file.length - 1 - random.nextInt(30)));
  }

  /** A header whose record ends exactly where the payload's own does. */
  private static byte[] joiningChain(SplittableRandom random) {
    byte[] payload = noise(random, 100 + random.nextInt(2000));
    int at = random.nextInt(payload.length - 20);
    // The record's CRC ends four bytes behind the payload.
    byte[] header = Frames.header(payload.length + 4 - at - 16);
    System.arraycopy(header, 0, payload, at, header.length);
    return payload;
  }

  /** Headers without gaps, in a random alignment, that lead anywhere. */
  private static byte[] headers(SplittableRandom random, int count, int most) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(noise(random, random.nextInt(12)));
    for (int i = 0; i < count; i++) {
      out.writeBytes(Frames.header(random.nextInt(Math.max(1, most))));
    }
    return out.toByteArray();
  }

  /** A file whose payload CRCs are right, too, and where its records begin. */
  static final class Built {

    private final byte[] bytes;
    private final long[] offsets;

    private Built(byte[] bytes, long[] offsets) {
      this.bytes = bytes;
      this.offsets = offsets;
    }

    byte[] bytes() {
      return bytes;
    }

    long[] offsets() {
      return offsets;
    }
  }

  static Built build(List<byte[]> payloads) {
    int size = payloads.stream().mapToInt(p -> p.length + 16).sum();
    ByteBuffer bytes = ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    long[] offsets = new long[payloads.size()];
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = bytes.position();
      bytes.put(Frames.frame(payloads.get(i)));
    }
    return new Built(bytes.array(), offsets);
  }
}
