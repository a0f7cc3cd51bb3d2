package io.s3dlio.store.layer;

import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** A clock that moves only when somebody waits, and remembers every wait; thread-safe. */
final class ManualTime extends Clock {

  private final List<Duration> waits = new ArrayList<>();
  private Instant now = Instant.EPOCH;

  /** A runtime that waits by this clock, and whose jitter is always a half. */
  IoRuntime runtime() {
    RandomGenerator half = () -> Long.MIN_VALUE;
    return IoRuntime.open(StoreConfig.defaults().memory(), this, this::pass, half);
  }

  synchronized void pass(Duration duration) {
    waits.add(duration);
    now = now.plus(duration);
  }

  /** Time passes without a wait: a slow service. */
  synchronized void advance(Duration duration) {
    now = now.plus(duration);
  }

  synchronized List<Duration> waits() {
    return List.copyOf(waits);
  }

  @Override
  public synchronized Instant instant() {
    return now;
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
