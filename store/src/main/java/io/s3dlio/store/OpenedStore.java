package io.s3dlio.store;

import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.layer.StoreMetrics;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.Closeable;
import java.io.IOException;

/**
 * A store with its layers, and what goes with it from open to close.
 *
 * @param store counts, retries, and sends; closed by {@link #close()}
 * @param metrics what {@code store} has counted so far
 * @param config the shared options it was opened with
 * @param runtime lent by the opener, who closes it after the store
 */
public record OpenedStore(
    ObjectStore store, StoreMetrics metrics, StoreConfig config, IoRuntime runtime)
    implements Closeable {

  /** Closes the store; the runtime stays open. */
  @Override
  public void close() throws IOException {
    store.close();
  }
}
