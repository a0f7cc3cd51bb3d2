package io.s3dlio.store.transfer;

/** Page-aligned direct buffers of a bounded total, lent and returned; thread-safe. */
public final class BufferPool {

  BufferPool() {}

  /** Bytes lent out now. */
  public long bytesInUse() {
    throw new UnsupportedOperationException();
  }
}
