package io.s3dlio.store.layer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/** A reader whose requests are sent again, and whose bodies go on at the byte they broke off. */
final class RetryingReader implements ObjectReader {

  /** A body that got this far since its last failure counts as a fresh call, in bytes. */
  private static final long PROGRESS = 64 * 1024;

  private final ObjectReader inner;
  private final String key;
  private final Retrier retrier;
  private volatile boolean closed;

  RetryingReader(ObjectReader inner, String key, Retrier retrier) {
    this.inner = inner;
    this.key = key;
    this.retrier = retrier;
  }

  @Override
  public ObjectStat stat() throws IOException {
    return retrier.run(Operation.STAT, key, inner::stat);
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    ReadableByteChannel body = retrier.run(Operation.GET, key, () -> inner.get(range));
    return new ResumingChannel(body, range);
  }

  @Override
  public void close() throws IOException {
    closed = true;
    inner.close();
  }

  /** One body, of as many requests as it takes; the inner reader sees to one version. */
  private final class ResumingChannel implements ReadableByteChannel {

    private final ByteRange range;
    private @Nullable ReadableByteChannel body;
    private @Nullable Attempts attempts;
    private @Nullable IOException lasting;
    private long delivered;
    private long sinceFailure;
    private boolean open = true;

    ResumingChannel(ReadableByteChannel body, ByteRange range) {
      this.body = body;
      this.range = range;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (!open) {
        throw new ClosedChannelException();
      }
      if (lasting != null) {
        throw lasting;
      }
      int position = target.position();
      while (true) {
        try {
          if (body == null) {
            body = reopen();
          }
          int count = body.read(target);
          if (count > 0) {
            progressed(count);
          }
          return count;
        } catch (IOException failure) {
          // What a failed read may have left in the target is not trusted: it comes again.
          target.position(position);
          dropBody(failure);
          waitFor(failure);
        }
      }
    }

    private void progressed(int count) {
      delivered += count;
      sinceFailure += count;
      if (sinceFailure >= PROGRESS) {
        attempts = null;
      }
    }

    private void waitFor(IOException failure) throws IOException {
      if (attempts == null) {
        attempts = retrier.begin(Operation.GET, key);
      }
      sinceFailure = 0;
      try {
        if (closed) {
          throw failure;
        }
        attempts.failed(failure);
      } catch (IOException last) {
        lasting = last;
        throw last;
      }
    }

    private ReadableByteChannel reopen() throws IOException {
      if (!range.fromEnd()) {
        return inner.get(ByteRange.of(range.offset() + delivered, range.length() - delivered));
      }
      // The answer that began this body told the size, so this sends nothing.
      long size = inner.stat().size();
      long start = Math.max(0, size - range.length()) + delivered;
      return inner.get(ByteRange.of(start, size - start));
    }

    private void dropBody(IOException failure) {
      ReadableByteChannel broken = body;
      body = null;
      if (broken != null) {
        try {
          broken.close();
        } catch (IOException e) {
          if (e != failure) {
            failure.addSuppressed(e);
          }
        }
      }
    }

    @Override
    public boolean isOpen() {
      return open;
    }

    @Override
    public void close() throws IOException {
      open = false;
      ReadableByteChannel last = body;
      body = null;
      if (last != null) {
        last.close();
      }
    }
  }
}
