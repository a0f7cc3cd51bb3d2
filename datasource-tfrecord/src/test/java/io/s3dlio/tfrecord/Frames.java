package io.s3dlio.tfrecord;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/** Frames made without the classes under test, and what a reader finds in bytes. */
final class Frames {

  static final String FILE = "train.tfrecord";

  private Frames() {}

  /** The format's mask, written as its description says it. */
  static int masked(Checksum sum, byte[] bytes) {
    sum.reset();
    sum.update(bytes, 0, bytes.length);
    long crc = sum.getValue();
    long rotated = ((crc >>> 15) | (crc << 17)) & 0xffffffffL;
    return (int) (rotated + 0xa282ead8L);
  }

  static byte[] frame(byte[] payload) {
    return frame(payload, new CRC32C());
  }

  static byte[] frame(byte[] payload, Checksum sum) {
    byte[] length = longBytes(payload.length);
    return ByteBuffer.allocate(payload.length + 16)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(length)
        .putInt(masked(sum, length))
        .put(payload)
        .putInt(masked(sum, payload))
        .array();
  }

  /** A header whose CRC is right, whatever its length says. */
  static byte[] header(long length) {
    byte[] bytes = longBytes(length);
    return ByteBuffer.allocate(12)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(bytes)
        .putInt(masked(new CRC32C(), bytes))
        .array();
  }

  static byte[] longBytes(long value) {
    return ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array();
  }

  static byte[] join(byte[]... parts) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return all.toByteArray();
  }

  static byte[] file(List<byte[]> payloads) {
    return join(payloads.stream().map(Frames::frame).toArray(byte[][]::new));
  }

  /** Payloads of 0 to {@code most} random bytes. */
  static List<byte[]> payloads(SplittableRandom random, int count, int most) {
    List<byte[]> payloads = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      byte[] payload = new byte[random.nextInt(most + 1)];
      random.nextBytes(payload);
      payloads.add(payload);
    }
    return payloads;
  }

  static ReadableByteChannel channel(byte[] bytes) {
    return channel(ByteBuffer.wrap(bytes));
  }

  static ReadableByteChannel channel(ByteBuffer rest) {
    return trickle(rest, Integer.MAX_VALUE);
  }

  static ReadableByteChannel trickle(byte[] bytes, int step) {
    return trickle(ByteBuffer.wrap(bytes), step);
  }

  /** As many bytes at once as {@code step} says: what networks do. */
  private static ReadableByteChannel trickle(ByteBuffer rest, int step) {
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer dst) {
        int count = Math.min(Math.min(step, rest.remaining()), dst.remaining());
        dst.put(rest.slice().limit(count));
        rest.position(rest.position() + count);
        return count == 0 && dst.hasRemaining() ? -1 : count;
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  /** The same bytes so many times. */
  static ReadableByteChannel repeating(byte[] bytes, int times) {
    ByteBuffer once = ByteBuffer.wrap(bytes);
    int[] left = {times - 1};
    ReadableByteChannel channel = channel(once);
    return new ReadableByteChannel() {
      @Override
      public int read(ByteBuffer dst) throws IOException {
        if (!once.hasRemaining() && left[0] > 0) {
          left[0]--;
          once.rewind();
        }
        return channel.read(dst);
      }

      @Override
      public boolean isOpen() {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  static RecordReader reader(byte[] bytes, VerifyCrc verify) {
    return RecordReaders.open(
        channel(bytes),
        RecordSource.whole(FILE, bytes.length),
        RecordReadOptions.DEFAULT.with(verify));
  }

  /** All payloads; whatever the reader throws is thrown. */
  static List<byte[]> readAll(RecordReader reader) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    readInto(reader, payloads, 1000);
    return payloads;
  }

  /** Payloads as they come, so that those before an error are seen, too. */
  static void readInto(RecordReader reader, List<byte[]> payloads, int most) throws IOException {
    RecordBlock block = new RecordBlock();
    while (reader.read(block, most)) {
      for (int i = 0; i < block.count(); i++) {
        int start = block.start(i);
        payloads.add(Arrays.copyOfRange(block.bytes(), start, start + block.length(i)));
      }
    }
  }

  static boolean same(List<byte[]> one, List<byte[]> other) {
    return Arrays.deepEquals(one.toArray(), other.toArray());
  }
}
