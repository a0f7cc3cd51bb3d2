package io.s3dlio.tfrecord.index;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** Writes the forms that others read: an offset and a size for each record. */
abstract class PlainIndexWriter implements IndexWriter {

  final ByteBuffer buffer = ByteBuffer.allocate(64 << 10).order(ByteOrder.LITTLE_ENDIAN);
  private final OutputStream out;
  private long offset;

  private PlainIndexWriter(OutputStream out) {
    this.out = out;
  }

  /** Puts one record into the buffer, in at most 42 bytes. */
  abstract void put(long offset, long size);

  @Override
  public final void add(long size) throws IOException {
    if (buffer.remaining() < 42) {
      send();
    }
    put(offset, size);
    offset += size;
  }

  @Override
  public final void finish() throws IOException {
    send();
  }

  private void send() throws IOException {
    out.write(buffer.array(), 0, buffer.position());
    buffer.clear();
  }

  /** {@code offset SP size LF}, in decimal. */
  static final class Text extends PlainIndexWriter {
    private final byte[] digits = new byte[20];

    Text(OutputStream out) {
      super(out);
    }

    @Override
    void put(long offset, long size) {
      number(offset);
      buffer.put((byte) ' ');
      number(size);
      buffer.put((byte) '\n');
    }

    private void number(long value) {
      int at = digits.length;
      long rest = value;
      do {
        long tenth = rest / 10;
        digits[--at] = (byte) ('0' + rest - tenth * 10);
        rest = tenth;
      } while (rest > 0);
      buffer.put(digits, at, digits.length - at);
    }
  }

  /** Two little-endian numbers. */
  static final class Binary16 extends PlainIndexWriter {

    Binary16(OutputStream out) {
      super(out);
    }

    @Override
    void put(long offset, long size) {
      buffer.putLong(offset).putLong(size);
    }
  }
}
