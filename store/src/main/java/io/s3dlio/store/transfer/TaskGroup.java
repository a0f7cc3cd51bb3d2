package io.s3dlio.store.transfer;

import java.io.IOException;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Tasks that one caller submits and awaits: at most so many at a time, the first failure counts.
 * Thread-safe.
 */
final class TaskGroup {

  private final Executor executor;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private int unfinished;
  private @Nullable Throwable failure;

  TaskGroup(Executor executor, int limit) {
    if (limit < 1) {
      throw new IllegalArgumentException("concurrency " + limit);
    }
    this.executor = executor;
    this.limit = limit;
  }

  /** What a task does. */
  @FunctionalInterface
  interface Task {
    void run() throws IOException;
  }

  /**
   * Waits until fewer tasks than the limit are unfinished, then submits one more; after a failure
   * returns at once and submits nothing.
   *
   * @return whether the task was submitted
   */
  boolean submit(Task task) throws IOException {
    lock.lock();
    try {
      Interrupts.await(
          changed, () -> unfinished < limit || failure != null, "waiting for requests in flight");
      if (failure != null) {
        return false;
      }
      unfinished++;
    } finally {
      lock.unlock();
    }
    try {
      executor.execute(() -> run(task));
    } catch (RuntimeException | Error e) {
      // No thread will run it, so nobody may wait for it.
      fail(e);
      end();
      throw e;
    }
    return true;
  }

  /** Makes the group fail, unless it has already. */
  void fail(Throwable problem) {
    lock.lock();
    try {
      if (failure == null) {
        failure = problem;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean hasFailed() {
    lock.lock();
    try {
      return failure != null;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until nothing runs, then throws the first failure if there was one. An interrupt makes
   * the group fail, but does not cut the waiting short: what still runs uses the caller's memory.
   */
  void finish() throws IOException {
    lock.lock();
    try {
      try {
        Interrupts.await(changed, () -> unfinished == 0, "waiting for requests in flight");
      } catch (IOException e) {
        fail(e);
        Interrupts.awaitAlways(changed, () -> unfinished == 0);
      }
      if (failure != null) {
        throw Failures.asIoException(failure);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nothing runs, whatever happens. */
  void awaitIdle() {
    lock.lock();
    try {
      Interrupts.awaitAlways(changed, () -> unfinished == 0);
    } finally {
      lock.unlock();
    }
  }

  private void run(Task task) {
    try {
      task.run();
    } catch (IOException | RuntimeException | Error e) {
      fail(e);
    } finally {
      end();
    }
  }

  private void end() {
    lock.lock();
    try {
      unfinished--;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
