package io.s3dlio.store.transfer;

import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;

/**
 * The process's share of I/O: threads, buffers, clock, timer and random source; nothing else owns
 * any.
 *
 * <p>Thread-safe. Hadoop connectors share {@link #shared}; plain Java opens and closes its own.
 */
public final class IoRuntime implements Closeable {

  private IoRuntime(StoreConfig.Memory config) {}

  /** The one of this process, made by the first caller's options; never closed. */
  public static IoRuntime shared(StoreConfig.Memory config) {
    throw new UnsupportedOperationException();
  }

  /** A runtime of its own; the caller closes it. */
  public static IoRuntime open(StoreConfig.Memory config) {
    return new IoRuntime(config);
  }

  /** Runs tasks on daemon threads named {@code s3dlio-io-N}; a task never waits for another one. */
  public Executor executor() {
    throw new UnsupportedOperationException();
  }

  /** Pooled page-aligned buffers within the memory budget. */
  public BufferPool buffers() {
    throw new UnsupportedOperationException();
  }

  /** Tells time; tests give a manual one. */
  public Clock clock() {
    throw new UnsupportedOperationException();
  }

  /** Waits on the calling thread. */
  public void sleep(Duration duration) throws InterruptedIOException {
    throw new UnsupportedOperationException();
  }

  /** A number in [0, 1), for jitter. */
  public double random() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
