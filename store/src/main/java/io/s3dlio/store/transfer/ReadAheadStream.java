package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A sequential view of one object with a cursor: the first request both opens and reads; while the
 * reading stays sequential a window of chunks is read ahead.
 *
 * <p>For one thread. Does not close the reader it is given.
 */
public final class ReadAheadStream implements Closeable {

  public ReadAheadStream(ObjectReader reader, IoRuntime runtime, StoreConfig.Range config) {}

  /**
   * Sends the first request at position 0 and keeps its body for the reads that follow.
   *
   * @return what its answer said: size and etag
   * @throws java.io.FileNotFoundException when the object is missing
   */
  public ObjectStat open() throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Reads at {@code position}; reading where the last call ended is sequential, anything else a
   * seek that keeps what is near and drops the rest.
   *
   * @return bytes read, at least 1 unless {@code target} is full; -1 at the end
   */
  public int read(long position, ByteBuffer target) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Gives back buffers and connections; the next read starts anew. */
  public void release() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
