package io.s3dlio.tfrecord;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/** A stream that comes block by block. For one thread. */
abstract class BlockInput extends InputStream {

  /** What is read from, closed with this. */
  final InputStream in;

  /** Holds what was decoded, from {@link #position} to {@link #limit} what was not handed out. */
  byte[] data;

  int position;
  int limit;

  /** A stream that decodes into a buffer, which may be replaced by a larger one. */
  BlockInput(InputStream in, byte[] data) {
    this.in = in;
    this.data = data;
  }

  /**
   * Decodes the next part when all before it was handed out; some parts hold nothing.
   *
   * @return false where the stream may end and does
   */
  abstract boolean decodeNext() throws IOException;

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : data[position++] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, limit - position);
    System.arraycopy(data, position, bytes, start, count);
    position += count;
    return count;
  }

  private boolean isAtEnd() throws IOException {
    while (position == limit) {
      if (!decodeNext()) {
        return true;
      }
    }
    return false;
  }

  /** Passes over compressed bytes that hold nothing, in a buffer of the caller's. */
  final void skip(long bytes, byte[] buffer) throws IOException {
    long left = bytes;
    while (left > 0) {
      int count = in.read(buffer, 0, (int) Math.min(left, buffer.length));
      if (count < 0) {
        throw new EOFException("it ends inside a part that is to be skipped");
      }
      left -= count;
    }
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
