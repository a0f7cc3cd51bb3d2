package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Turns a stream of bytes into one object: one put when small, parallel parts when large; parts
 * grow so that the store's limits always suffice.
 *
 * <p>For one thread. Closing without {@link #complete()} aborts: nothing becomes visible. After a
 * failed write every further call throws that failure again.
 */
public final class PartWriter implements Closeable {

  public PartWriter(
      ObjectStore store,
      String key,
      PutOptions options,
      IoRuntime runtime,
      StoreConfig.Write config) {}

  /** Takes the remaining bytes; waits while too many parts are in flight or memory is used up. */
  public void write(ByteBuffer bytes) throws IOException {
    throw new UnsupportedOperationException();
  }

  /** Bytes taken so far. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  /** Makes the object visible; a second call throws {@link IllegalStateException}. */
  public ObjectStat complete() throws IOException {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() throws IOException {}
}
