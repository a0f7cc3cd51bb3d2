package io.s3dlio.store.transfer;

import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The process's share of I/O: threads, buffers, clock, timer and random source; nothing else owns
 * any.
 *
 * <p>Thread-safe. Hadoop connectors share {@link #shared}; plain Java opens and closes its own.
 */
public final class IoRuntime implements Closeable {

  /** Most bodies that all streams together keep open between two reads. */
  private static final int OPEN_BODIES = 64;

  private static @Nullable IoRuntime shared;

  private final IoThreads threads;
  private final BufferPool buffers;
  private final Parallel parallel;
  private final OpenBodies openBodies = new OpenBodies(OPEN_BODIES);
  private final Clock clock;
  private final Sleeper sleeper;
  private final RandomGenerator random;
  private final boolean closeable;

  private IoRuntime(
      StoreConfig.Memory config,
      Clock clock,
      Sleeper sleeper,
      RandomGenerator random,
      boolean closeable) {
    this.threads = new IoThreads(config.threads());
    this.buffers = new BufferPool(config.budget());
    this.parallel = new Parallel(threads);
    this.clock = clock;
    this.sleeper = sleeper;
    this.random = random;
    this.closeable = closeable;
  }

  /** The one of this process, made by the first caller's options; closing it does nothing. */
  public static synchronized IoRuntime shared(StoreConfig.Memory config) {
    if (shared == null) {
      shared = real(config, false);
    }
    return shared;
  }

  /** A runtime of its own; the caller closes it. */
  public static IoRuntime open(StoreConfig.Memory config) {
    return real(config, true);
  }

  /** A runtime with a clock, a way to wait and a random source of the caller, for tests. */
  public static IoRuntime open(
      StoreConfig.Memory config, Clock clock, Sleeper sleeper, RandomGenerator random) {
    return new IoRuntime(config, clock, sleeper, random, true);
  }

  private static IoRuntime real(StoreConfig.Memory config, boolean closeable) {
    // ThreadLocalRandom must be asked for on the thread that uses it.
    RandomGenerator random = () -> ThreadLocalRandom.current().nextLong();
    Sleeper sleeper =
        duration -> Thread.sleep(duration.toMillis(), duration.toNanosPart() % 1_000_000);
    return new IoRuntime(config, Clock.systemUTC(), sleeper, random, closeable);
  }

  /**
   * Runs tasks on daemon threads named {@code s3dlio-io-N}, started when needed and ended when
   * idle; never rejects while open. A task must not wait for another task: with one thread that
   * would be for ever.
   *
   * <p>Whoever submits limits how many of its tasks are queued.
   */
  public Executor executor() {
    return threads;
  }

  /** Several store calls at once, awaited by the caller. */
  public Parallel parallel() {
    return parallel;
  }

  /** Refuses threads of this runtime: waiting there for a task could be for ever. */
  void checkMayWait() {
    threads.checkMayWait();
  }

  /** Whether the calling thread is one of this runtime's. */
  public boolean isIoThread() {
    return threads.isCurrent();
  }

  /**
   * A store has only so many connections: from now on streams keep at most half as many bodies open
   * between two reads, so that there are always some for requests.
   */
  public void boundConnections(int most) {
    openBodies.limit(most / 2);
  }

  /** Bodies that streams keep between two reads. */
  OpenBodies openBodies() {
    return openBodies;
  }

  /** Pooled page-aligned buffers within the memory budget. */
  public BufferPool buffers() {
    return buffers;
  }

  /** Tells time; tests give a manual one. */
  public Clock clock() {
    return clock;
  }

  /**
   * Waits on the calling thread.
   *
   * @throws InterruptedIOException when the thread is interrupted; its flag stays set
   */
  public void sleep(Duration duration) throws InterruptedIOException {
    if (Thread.currentThread().isInterrupted()) {
      throw Interrupts.failure("waiting " + duration.toMillis() + " ms");
    }
    try {
      sleeper.sleep(duration);
    } catch (InterruptedException e) {
      throw Interrupts.failure("waiting " + duration.toMillis() + " ms", e);
    }
  }

  /** A number in [0, 1), for jitter. */
  public double random() {
    synchronized (random) {
      return random.nextDouble();
    }
  }

  /**
   * Ends the threads when their tasks are done and waits for that; does nothing on {@link #shared}.
   *
   * @throws IllegalStateException when a buffer is still lent: a leak of whoever holds it
   */
  @Override
  public void close() {
    if (!closeable) {
      return;
    }
    threads.close();
    long lent = buffers.bytesInUse();
    if (lent > 0) {
      throw new IllegalStateException(lent + " bytes of pooled buffers were not given back");
    }
  }
}
