package io.s3dlio.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A channel whose first bytes were read already. */
final class PrefixedChannel implements ReadableByteChannel {

  private final ByteBuffer prefix;
  private final ReadableByteChannel rest;

  PrefixedChannel(ByteBuffer prefix, ReadableByteChannel rest) {
    this.prefix = prefix;
    this.rest = rest;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (!prefix.hasRemaining()) {
      return rest.read(dst);
    }
    int count = Math.min(prefix.remaining(), dst.remaining());
    dst.put(prefix.slice().limit(count));
    prefix.position(prefix.position() + count);
    return count;
  }

  @Override
  public boolean isOpen() {
    return rest.isOpen();
  }

  @Override
  public void close() throws IOException {
    rest.close();
  }
}
