package io.s3dlio.store.layer;

import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/** Collects times of one kind of call; thread-safe, without locks. */
final class LatencyRecorder {

  /** The last bucket begins at 2^31 microseconds, 36 minutes. */
  private static final int BUCKETS = 32;

  private final LongAdder count = new LongAdder();
  private final LongAdder nanos = new LongAdder();
  private final AtomicLongArray buckets = new AtomicLongArray(BUCKETS);

  /** Adds one call; a clock that was set back counts as no time at all. */
  void add(long elapsedNanos) {
    long elapsed = Math.max(0, elapsedNanos);
    count.increment();
    nanos.add(elapsed);
    int log = 63 - Long.numberOfLeadingZeros(Math.max(1, elapsed / 1_000));
    buckets.incrementAndGet(Math.min(log, BUCKETS - 1));
  }

  Latency snapshot() {
    Long[] copy = new Long[BUCKETS];
    Arrays.setAll(copy, buckets::get);
    return new Latency(count.sum(), nanos.sum(), Arrays.asList(copy));
  }
}
