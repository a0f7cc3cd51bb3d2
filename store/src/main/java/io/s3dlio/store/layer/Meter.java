package io.s3dlio.store.layer;

import io.s3dlio.store.Operation;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;

/** Counts one call at a time into the metrics of a store; thread-safe. */
record Meter(StoreMetrics metrics, Clock clock) {

  /** One call of the contract. */
  @FunctionalInterface
  interface Call<T> {
    T run() throws IOException;
  }

  <T> T count(Operation operation, Call<T> call) throws IOException {
    metrics.begun(operation);
    long start = now();
    try {
      T result = call.run();
      metrics.ended(operation, now() - start);
      return result;
    } catch (IOException | RuntimeException e) {
      metrics.failed(operation, now() - start);
      throw e;
    }
  }

  /** Nanoseconds since an arbitrary moment. */
  long now() {
    Instant now = clock.instant();
    return now.getEpochSecond() * 1_000_000_000L + now.getNano();
  }
}
