package io.s3dlio.store.transfer;

import java.time.Duration;

/** How a runtime waits: really, or in tests by moving a manual clock. */
@FunctionalInterface
public interface Sleeper {

  /** Returns when the time has passed. */
  void sleep(Duration duration) throws InterruptedException;
}
