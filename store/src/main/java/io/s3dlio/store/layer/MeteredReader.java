package io.s3dlio.store.layer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** Counts the requests of one reader; those that the contract answers from memory do not count. */
final class MeteredReader implements ObjectReader {

  private final ObjectReader inner;
  private final Meter meter;
  private volatile boolean known;

  /**
   * @param known whether {@link #stat()} sends nothing, because the opener knew size and etag
   */
  MeteredReader(ObjectReader inner, Meter meter, boolean known) {
    this.inner = inner;
    this.meter = meter;
    this.known = known;
  }

  @Override
  public ObjectStat stat() throws IOException {
    if (known) {
      return inner.stat();
    }
    ObjectStat stat = meter.count(Operation.STAT, inner::stat);
    known = true;
    return stat;
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    if (range.length() == 0) {
      return inner.get(range);
    }
    meter.metrics().begun(Operation.GET);
    long start = meter.now();
    try {
      ReadableByteChannel body = inner.get(range);
      meter.metrics().firstByte(meter.now() - start);
      known = true;
      return new MeteredChannel(body, meter, start);
    } catch (IOException | RuntimeException e) {
      meter.metrics().failed(Operation.GET, meter.now() - start);
      throw e;
    }
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  /** A body; the call ends with its last byte, its failure, or its close, whichever is first. */
  private static final class MeteredChannel implements ReadableByteChannel {

    private final ReadableByteChannel inner;
    private final Meter meter;
    private final long start;
    private boolean ended;

    MeteredChannel(ReadableByteChannel inner, Meter meter, long start) {
      this.inner = inner;
      this.meter = meter;
      this.start = start;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      try {
        int count = inner.read(target);
        if (count < 0) {
          end();
        } else {
          meter.metrics().read(count);
        }
        return count;
      } catch (IOException | RuntimeException e) {
        if (!ended) {
          ended = true;
          meter.metrics().failed(Operation.GET, meter.now() - start);
        }
        throw e;
      }
    }

    @Override
    public boolean isOpen() {
      return inner.isOpen();
    }

    @Override
    public void close() throws IOException {
      end();
      inner.close();
    }

    private void end() {
      if (!ended) {
        ended = true;
        meter.metrics().ended(Operation.GET, meter.now() - start);
      }
    }
  }
}
