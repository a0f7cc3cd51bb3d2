package io.s3dlio.store.layer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Operation;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/** A reader whose requests fail, and whose bodies break off. */
final class FaultyReader implements ObjectReader {

  /** A body breaks within its first bytes, as many as this at most, or at its end. */
  private static final int LATEST_BREAK = 200_000;

  private final ObjectReader real;
  private final FaultInjector injector;
  private volatile boolean known;
  private boolean closed;

  /**
   * @param known whether the opener knew size and etag
   */
  FaultyReader(ObjectReader real, FaultInjector injector, boolean known) {
    this.real = real;
    this.injector = injector;
    this.known = known;
    injector.opened();
  }

  @Override
  public ObjectStat stat() throws IOException {
    return known ? real.stat() : injector.send(Operation.STAT, real::stat);
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    Fault fault = injector.next(Operation.GET);
    if (fault == Fault.LOST_ANSWER) {
      real.get(range).close();
      throw injector.failure("the answer of GET was lost");
    }
    if (fault != Fault.NONE && fault != Fault.BROKEN) {
      return injector.send(fault, Operation.GET, () -> real.get(range));
    }
    ReadableByteChannel body = real.get(range);
    known = true;
    int length = (int) Math.min(range.length(), LATEST_BREAK);
    return new Body(body, fault == Fault.BROKEN ? injector.plan().breakAt(length) : -1);
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      injector.closed();
    }
    real.close();
  }

  private final class Body implements ReadableByteChannel {

    private final ReadableByteChannel real;
    private int untilBreak;

    /**
     * @param untilBreak bytes before it breaks off; negative never
     */
    Body(ReadableByteChannel real, int untilBreak) {
      this.real = real;
      this.untilBreak = untilBreak;
      injector.opened();
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (untilBreak < 0 || !target.hasRemaining()) {
        return real.read(target);
      }
      if (untilBreak == 0) {
        // What a failed read leaves behind is not to be trusted.
        target.put((byte) 0xEE);
        throw injector.failure("the body broke off");
      }
      int limit = target.limit();
      target.limit(target.position() + Math.min(untilBreak, target.remaining()));
      int count = real.read(target);
      target.limit(limit);
      if (count < 0) {
        throw injector.failure("the connection broke where the body ends");
      }
      untilBreak -= count;
      return count;
    }

    @Override
    public boolean isOpen() {
      return real.isOpen();
    }

    @Override
    public void close() throws IOException {
      if (real.isOpen()) {
        injector.closed();
      }
      real.close();
    }
  }
}
