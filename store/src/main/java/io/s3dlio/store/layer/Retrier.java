package io.s3dlio.store.layer;

import io.s3dlio.store.IoEvents;
import io.s3dlio.store.Operation;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The retry loop of one store, and the budget that all its calls share; thread-safe.
 *
 * <p>The budget keeps a store in trouble from being asked ever more: it begins full, each retry
 * spends one, each call that succeeds earns back a tenth, and without it a failure is final.
 */
final class Retrier {

  /** The budget is counted in tenths of a retry. */
  private static final long TENTHS = 10;

  private final StoreConfig.Retry config;
  private final IoRuntime runtime;
  private final IoEvents events;
  private final AtomicLong budget;

  Retrier(StoreConfig.Retry config, IoRuntime runtime, IoEvents events) {
    this.config = config;
    this.runtime = runtime;
    this.events = events;
    this.budget = new AtomicLong(config.budget() * TENTHS);
  }

  /** Sends one request, as often as it takes; harmless to repeat. */
  @FunctionalInterface
  interface Request<T> {
    T send() throws IOException;
  }

  /** Sends until it succeeds, fails for good, or the limits are reached. */
  <T> T run(Operation operation, String key, Request<T> request) throws IOException {
    Attempts attempts = begin(operation, key);
    while (true) {
      try {
        T result = request.send();
        attempts.succeeded();
        return result;
      } catch (IOException failure) {
        attempts.failed(failure);
      }
    }
  }

  /** The first attempt of one call begins now. */
  Attempts begin(Operation operation, String key) {
    return new Attempts(this, operation, key);
  }

  StoreConfig.Retry config() {
    return config;
  }

  IoRuntime runtime() {
    return runtime;
  }

  IoEvents events() {
    return events;
  }

  /** Takes one retry from the budget; false when it is spent. */
  boolean spend() {
    return budget.getAndUpdate(left -> left >= TENTHS ? left - TENTHS : left) >= TENTHS;
  }

  void earn() {
    budget.updateAndGet(left -> Math.min(left + 1, config.budget() * TENTHS));
  }
}
