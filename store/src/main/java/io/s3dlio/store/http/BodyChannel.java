package io.s3dlio.store.http;

import io.s3dlio.store.TransientException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The body of one answer as a channel that ends after exactly the bytes asked for.
 *
 * <p>For one reading thread; {@link #close} may come from another. Read to its end it gives its
 * connection back for reuse; closed before that it aborts.
 */
public final class BodyChannel implements ReadableByteChannel {

  /** Bytes that go through the heap at once on their way to a direct buffer. */
  private static final int HOP = 64 * 1024;

  /** Gives up a transfer, so that a read that is waiting fails. */
  @FunctionalInterface
  public interface Abort {
    void run() throws IOException;
  }

  /** The contract's word for a failure, given what was tried. */
  @FunctionalInterface
  public interface Failures {
    IOException failed(Object what, Exception failure);
  }

  private final InputStream in;
  private final Abort abort;
  private final boolean reusable;
  private final Object what;
  private final Failures failures;
  private final Consumer<BodyChannel> onClose;
  private long remaining;
  private byte @Nullable [] hop;
  private volatile boolean closed;

  /**
   * A channel over a body.
   *
   * @param length bytes that the channel gives
   * @param reusable whether the body has no byte after those
   * @param what was asked for, for messages
   * @param onClose told once
   */
  public BodyChannel(
      InputStream in,
      Abort abort,
      long length,
      boolean reusable,
      Object what,
      Failures failures,
      Consumer<BodyChannel> onClose) {
    this.in = in;
    this.abort = abort;
    this.remaining = length;
    this.reusable = reusable;
    this.what = what;
    this.failures = failures;
    this.onClose = onClose;
  }

  @Override
  public int read(ByteBuffer target) throws IOException {
    if (closed) {
      throw new ClosedChannelException();
    }
    if (remaining == 0) {
      return -1;
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(what + ": interrupted with " + remaining + " bytes to come");
    }
    int wanted = (int) Math.min(target.remaining(), remaining);
    int count;
    try {
      count = target.hasArray() ? readArray(target, wanted) : readThroughHeap(target, wanted);
    } catch (IOException | RuntimeException e) {
      if (closed) {
        throw new AsynchronousCloseException();
      }
      throw failures.failed(what + " with " + remaining + " bytes to come", e);
    }
    if (count < 0) {
      throw new TransientException(
          what + ": the body ended " + remaining + " bytes before its announced end");
    }
    remaining -= count;
    return count;
  }

  private int readArray(ByteBuffer target, int wanted) throws IOException {
    int count = in.read(target.array(), target.arrayOffset() + target.position(), wanted);
    if (count > 0) {
      target.position(target.position() + count);
    }
    return count;
  }

  private int readThroughHeap(ByteBuffer target, int wanted) throws IOException {
    byte[] bytes = hop;
    if (bytes == null) {
      bytes = new byte[(int) Math.min(HOP, remaining)];
      hop = bytes;
    }
    int count = in.read(bytes, 0, Math.min(wanted, bytes.length));
    if (count > 0) {
      target.put(bytes, 0, count);
    }
    return count;
  }

  @Override
  public boolean isOpen() {
    return !closed;
  }

  @Override
  public void close() {
    synchronized (this) {
      if (closed) {
        return;
      }
      closed = true;
    }
    onClose.accept(this);
    try {
      if (remaining > 0 || !reusable) {
        abort.run();
      }
      in.close();
    } catch (IOException | RuntimeException e) {
      // All bytes asked for are with the caller, or nobody wants the rest.
      return;
    }
  }
}
