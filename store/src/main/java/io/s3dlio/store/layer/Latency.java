package io.s3dlio.store.layer;

import java.time.Duration;
import java.util.List;

/**
 * How long calls took, at one moment.
 *
 * @param count calls that have ended
 * @param nanos what they took together
 * @param buckets how many took at least {@code 2^i} and less than {@code 2^(i+1)} microseconds, at
 *     index {@code i}; the first bucket begins at 0, the last one has no end
 */
public record Latency(long count, long nanos, List<Long> buckets) {

  public Latency {
    buckets = List.copyOf(buckets);
  }

  /** What one call took on average; zero when none has ended. */
  public Duration mean() {
    return count == 0 ? Duration.ZERO : Duration.ofNanos(nanos / count);
  }

  /**
   * A time within which the given share of calls ended, exact to a factor of two; zero when none
   * has ended.
   *
   * @param share in (0, 1], 0.5 for the median
   */
  public Duration quantile(double share) {
    if (!(share > 0 && share <= 1)) {
      throw new IllegalArgumentException("a share of " + share + " is not within (0, 1]");
    }
    long wanted = (long) Math.ceil(share * buckets.stream().mapToLong(Long::longValue).sum());
    long seen = 0;
    for (int i = 0; i < buckets.size(); i++) {
      seen += buckets.get(i);
      if (seen >= wanted && seen > 0) {
        return Duration.ofNanos(1_000L << (i + 1));
      }
    }
    return Duration.ZERO;
  }
}
