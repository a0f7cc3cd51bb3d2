package io.s3dlio.store.azure;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;

/** A buffer's remaining bytes as the body of a request, as often as it is asked for. */
final class AzureRequestBody extends AbstractHttpEntity {

  /** Bytes that go through the heap at once on their way from a buffer outside of it. */
  private static final int HOP = 64 * 1024;

  private final ByteBuffer bytes;

  AzureRequestBody(ByteBuffer bytes) {
    super((String) null, null);
    this.bytes = bytes;
  }

  @Override
  public boolean isRepeatable() {
    return true;
  }

  @Override
  public long getContentLength() {
    return bytes.remaining();
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    ByteBuffer rest = bytes.duplicate();
    byte[] hop = new byte[Math.min(HOP, rest.remaining())];
    while (rest.hasRemaining()) {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted while the body was sent");
      }
      int length = Math.min(hop.length, rest.remaining());
      rest.get(hop, 0, length);
      out.write(hop, 0, length);
    }
  }

  @Override
  public InputStream getContent() {
    throw new UnsupportedOperationException("the body is written, not read");
  }

  @Override
  public boolean isStreaming() {
    return false;
  }

  @Override
  public void close() {
    // The buffer is the caller's.
  }
}
