package io.s3dlio.store.transfer;

import java.util.concurrent.Executor;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** A runtime's threads: daemons, started on demand, ended after half a minute of idleness. */
final class IoThreads implements Executor {

  private static final long IDLE_SECONDS = 30;

  private final ThreadPoolExecutor pool;
  private final AtomicInteger started = new AtomicInteger();

  IoThreads(int most) {
    pool =
        new ThreadPoolExecutor(
            most,
            most,
            IDLE_SECONDS,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new IoThread(this, task, started.getAndIncrement()),
            (task, rejecting) -> {
              throw new IllegalStateException("the runtime is closed");
            });
    pool.allowCoreThreadTimeOut(true);
  }

  @Override
  public void execute(Runnable task) {
    pool.execute(task);
  }

  /** Whether the calling thread is one of these. */
  boolean isCurrent() {
    return Thread.currentThread() instanceof IoThread thread && thread.owner == this;
  }

  /**
   * Guards what waits for tasks.
   *
   * @throws IllegalStateException on one of these threads, where waiting for a task could be for
   *     ever
   */
  void checkMayWait() {
    if (isCurrent()) {
      throw new IllegalStateException("an I/O thread must not wait for another task");
    }
  }

  /** Finishes what is queued, ends the threads and waits for that. */
  void close() {
    checkMayWait();
    pool.shutdown();
    boolean interrupted = false;
    boolean ended = false;
    while (!ended) {
      try {
        ended = pool.awaitTermination(1, TimeUnit.DAYS);
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class IoThread extends Thread {

    private final IoThreads owner;

    IoThread(IoThreads owner, Runnable task, int number) {
      // Inherits nothing: a thread of the process must not pin what its first caller happened to
      // hold.
      super(null, task, "s3dlio-io-" + number, 0, false);
      this.owner = owner;
      setDaemon(true);
      setContextClassLoader(IoThreads.class.getClassLoader());
    }
  }
}
