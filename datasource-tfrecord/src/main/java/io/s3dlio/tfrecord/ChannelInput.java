package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the stream that decompressing libraries read, through a buffer, for some ask for
 * single bytes. Remembers whether reading failed, since that is no fault of the compressed bytes.
 */
final class ChannelInput extends InputStream {

  private final ReadableByteChannel channel;
  private final ByteBuffer buffer = ByteBuffer.allocate(1 << 16).limit(0);
  private @Nullable IOException failure;

  ChannelInput(ReadableByteChannel channel) {
    this.channel = channel;
  }

  /** Throws what the channel threw, if it did. */
  void rethrow() throws IOException {
    if (failure != null) {
      throw failure;
    }
  }

  @Override
  public int read() throws IOException {
    return isAtEnd() ? -1 : buffer.get() & 0xff;
  }

  @Override
  public int read(byte[] bytes, int start, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    if (isAtEnd()) {
      return -1;
    }
    int count = Math.min(length, buffer.remaining());
    buffer.get(bytes, start, count);
    return count;
  }

  /** At least one until the end is known: some decoders take 0 for it. */
  @Override
  public int available() throws IOException {
    return isAtEnd() ? 0 : buffer.remaining();
  }

  private boolean isAtEnd() throws IOException {
    if (buffer.hasRemaining()) {
      return false;
    }
    buffer.clear();
    try {
      int count = 0;
      while (count == 0) {
        count = channel.read(buffer);
      }
      buffer.flip();
      return count < 0;
    } catch (IOException e) {
      buffer.limit(0);
      failure = e;
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
