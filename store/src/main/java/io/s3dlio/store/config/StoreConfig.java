package io.s3dlio.store.config;

import java.time.Duration;
import java.util.List;

/** What all stores share: how to read, write, retry, and how much memory and how many threads. */
public record StoreConfig(Range range, Write write, Retry retry, Memory memory) {

  private static final ConfigKey<Long> RANGE_CHUNK_SIZE =
      ConfigKey.size(
          "range.chunk-size",
          "8MiB",
          "64KiB",
          "1GiB",
          "What one request reads at most when a large range is read in parallel.");
  private static final ConfigKey<Long> RANGE_FIRST_SIZE =
      ConfigKey.size(
          "range.first-size",
          "1MiB",
          "4KiB",
          "1GiB",
          "What the request that opens a file asks for; a smaller file is read by it alone.");
  private static final ConfigKey<Long> RANGE_MERGE_GAP =
      ConfigKey.size(
          "range.merge-gap",
          "256KiB",
          "0",
          "1GiB",
          "Ranges of one vectored read that lie no further apart are read by one request.");
  private static final ConfigKey<Integer> RANGE_CONCURRENCY =
      ConfigKey.integer(
          "range.concurrency", 32, 1, 1024, "Most requests in flight for one open file.");
  private static final ConfigKey<Long> RANGE_READ_AHEAD =
      ConfigKey.size(
          "range.read-ahead",
          "64MiB",
          "0",
          "4GiB",
          "How far a sequential read runs ahead of its caller at most; 0 turns it off.");

  private static final ConfigKey<Long> WRITE_PART_SIZE =
      ConfigKey.size(
          "write.part-size",
          "8MiB",
          "5MiB",
          "1GiB",
          "What one request of a large write sends at first; doubles after each 625 parts, so that"
              + " 10,000 suffice.");
  private static final ConfigKey<Integer> WRITE_CONCURRENCY =
      ConfigKey.integer(
          "write.concurrency", 8, 1, 256, "Most parts in flight for one file being written.");

  private static final ConfigKey<Integer> RETRY_ATTEMPTS =
      ConfigKey.integer("retry.attempts", 7, 1, 100, "Most attempts of one request.");
  private static final ConfigKey<Duration> RETRY_BASE_DELAY =
      ConfigKey.duration(
          "retry.base-delay",
          "100ms",
          "1ms",
          "1m",
          "The wait before the second attempt, doubled for each further one and then jittered.");
  private static final ConfigKey<Duration> RETRY_MAX_DELAY =
      ConfigKey.duration(
          "retry.max-delay", "20s", "1ms", "1h", "The longest wait between two attempts.");
  private static final ConfigKey<Duration> RETRY_TIME_LIMIT =
      ConfigKey.duration(
          "retry.time-limit",
          "3m",
          "1s",
          "1d",
          "No further attempt of a request begins when it has taken this long in all.");
  private static final ConfigKey<Integer> RETRY_BUDGET =
      ConfigKey.integer(
          "retry.budget",
          500,
          0,
          1_000_000,
          "Retries a store may spend at once; each success earns back a tenth of one.");

  private static final ConfigKey<Long> MEMORY_BUDGET =
      ConfigKey.size(
          "memory.budget",
          "128MiB",
          "16MiB",
          "1TiB",
          "Most memory in buffers of this library, for the whole process; the first store opened"
              + " decides. A part being written that finds no room goes to a temporary file.");
  private static final ConfigKey<Integer> IO_THREADS =
      ConfigKey.integer(
          "io.threads",
          64,
          1,
          4096,
          "Threads that do I/O, for the whole process; the first store opened decides.");

  /** Every option declared here. */
  public static final List<ConfigKey<?>> KEYS =
      List.of(
          RANGE_CHUNK_SIZE,
          RANGE_FIRST_SIZE,
          RANGE_MERGE_GAP,
          RANGE_CONCURRENCY,
          RANGE_READ_AHEAD,
          WRITE_PART_SIZE,
          WRITE_CONCURRENCY,
          RETRY_ATTEMPTS,
          RETRY_BASE_DELAY,
          RETRY_MAX_DELAY,
          RETRY_TIME_LIMIT,
          RETRY_BUDGET,
          MEMORY_BUDGET,
          IO_THREADS);

  /** Sizes in bytes; see the options of the same names. */
  public record Range(
      int chunkSize, int firstSize, long mergeGap, int concurrency, long readAhead) {}

  /** Sizes in bytes; see the options of the same names. */
  public record Write(int partSize, int concurrency) {}

  /** When a request is sent again; see the options of the same names. */
  public record Retry(
      int attempts, Duration baseDelay, Duration maxDelay, Duration timeLimit, int budget) {}

  /** Bounds of the whole process: buffers in bytes, threads. */
  public record Memory(long budget, int threads) {}

  /** All defaults. */
  public static StoreConfig defaults() {
    return parse(MapSettings.empty());
  }

  /**
   * Reads the options of this record.
   *
   * @throws IllegalArgumentException for a value out of its bounds
   */
  public static StoreConfig parse(Settings settings) {
    return new StoreConfig(
        new Range(
            Math.toIntExact(RANGE_CHUNK_SIZE.in(settings)),
            Math.toIntExact(RANGE_FIRST_SIZE.in(settings)),
            RANGE_MERGE_GAP.in(settings),
            RANGE_CONCURRENCY.in(settings),
            RANGE_READ_AHEAD.in(settings)),
        new Write(Math.toIntExact(WRITE_PART_SIZE.in(settings)), WRITE_CONCURRENCY.in(settings)),
        new Retry(
            RETRY_ATTEMPTS.in(settings),
            RETRY_BASE_DELAY.in(settings),
            RETRY_MAX_DELAY.in(settings),
            RETRY_TIME_LIMIT.in(settings),
            RETRY_BUDGET.in(settings)),
        new Memory(MEMORY_BUDGET.in(settings), IO_THREADS.in(settings)));
  }

  public StoreConfig withRange(Range range) {
    return new StoreConfig(range, write, retry, memory);
  }

  public StoreConfig withWrite(Write write) {
    return new StoreConfig(range, write, retry, memory);
  }

  public StoreConfig withRetry(Retry retry) {
    return new StoreConfig(range, write, retry, memory);
  }
}
