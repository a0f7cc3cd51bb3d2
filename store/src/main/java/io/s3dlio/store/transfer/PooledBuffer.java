package io.s3dlio.store.transfer;

import java.nio.ByteBuffer;

/**
 * A page-aligned direct buffer on loan from a {@link BufferPool}.
 *
 * <p>Whoever acquired it closes it, once nothing uses its bytes any more; closing twice is fine.
 */
public final class PooledBuffer implements AutoCloseable {

  private final BufferPool pool;
  private final Slabs home;
  private final Slabs.Extent extent;
  private final ByteBuffer bytes;
  // Both guarded by the pool's lock.
  private boolean inFlight;
  private boolean closed;

  PooledBuffer(BufferPool pool, Slabs home, Slabs.Extent extent, int size) {
    this.pool = pool;
    this.home = home;
    this.extent = extent;
    this.bytes = extent.bytes().slice(0, size);
  }

  /**
   * The memory, as long as was asked for; contents are what the last user left. Always the same
   * instance, so its position and limit are the holder's own.
   */
  public ByteBuffer bytes() {
    return bytes;
  }

  /** From now on it comes back without anything its holder must do: a request sends it. */
  void sending() {
    pool.sending(this);
  }

  @Override
  public void close() {
    pool.takeBack(this);
  }

  /** Bytes of the pool that this loan takes. */
  int extentSize() {
    return extent.size();
  }

  void giveBack() {
    home.giveBack(extent);
  }

  boolean isInFlight() {
    return inFlight;
  }

  void setInFlight() {
    inFlight = true;
  }

  /** Notes the return; false when it had come back before. */
  boolean noteReturn() {
    boolean first = !closed;
    closed = true;
    return first;
  }
}
