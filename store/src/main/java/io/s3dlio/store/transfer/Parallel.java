package io.s3dlio.store.transfer;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Several store calls at once, awaited by the caller. Thread-safe.
 *
 * <p>For callers' threads only: on an I/O thread every method throws {@link IllegalStateException},
 * because no task may wait for a task of its own pool. No method returns while anything it started
 * still runs, but {@link #both} when it is interrupted.
 */
public final class Parallel {

  private final IoThreads threads;

  Parallel(IoThreads threads) {
    this.threads = threads;
  }

  /** One call that answers. */
  @FunctionalInterface
  public interface Call<T> {
    T run() throws IOException;
  }

  /** One call for one item. */
  @FunctionalInterface
  public interface Action<T> {
    void run(T item) throws IOException;
  }

  /**
   * Makes two calls at the same time, the first on this thread, and joins their answers.
   *
   * @throws IOException the first call's failure, or else the second's; when both failed the second
   *     is suppressed in the first
   */
  public <A, B, R> R both(
      Call<? extends A> first, Call<? extends B> second, BiFunction<? super A, ? super B, R> join)
      throws IOException {
    threads.checkMayWait();
    var there = new Remote<B>(second);
    threads.execute(there);
    A here;
    try {
      here = first.run();
    } catch (InterruptedIOException e) {
      // Whoever is interrupted wants to leave; what the other call finds, nobody asks for.
      throw e;
    } catch (IOException | RuntimeException | Error e) {
      Throwable other = there.failure();
      if (other != null && other != e) {
        e.addSuppressed(other);
      }
      throw e;
    }
    return join.apply(here, there.answer());
  }

  /**
   * Runs an action for every item, at most {@code concurrency} at a time, and returns, however it
   * ends, when none runs any more. Takes the next item only when there is room for it, so a source
   * may be endless; it is asked on this thread and may throw {@link UncheckedIOException}.
   *
   * <p>After the first failure no further item is taken, and none begun that was.
   *
   * @throws IOException the first failure
   * @throws InterruptedIOException when this thread is interrupted; its flag stays set
   */
  public <T> void forEach(Iterator<? extends T> items, int concurrency, Action<? super T> action)
      throws IOException {
    threads.checkMayWait();
    var group = new TaskGroup(threads, concurrency);
    try {
      while (!group.hasFailed() && items.hasNext()) {
        T item = items.next();
        group.submit(
            () -> {
              if (!group.hasFailed()) {
                action.run(item);
              }
            });
      }
    } catch (UncheckedIOException e) {
      IOException cause = e.getCause();
      group.fail(cause == null ? e : cause);
    } catch (IOException | RuntimeException | Error e) {
      group.fail(e);
    }
    group.finish();
  }

  /** One call on another thread. */
  private static final class Remote<T> implements Runnable {

    private final Call<? extends T> call;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private @Nullable T answer;
    private @Nullable Throwable failure;
    private boolean done;

    Remote(Call<? extends T> call) {
      this.call = call;
    }

    @Override
    public void run() {
      T result = null;
      Throwable problem = null;
      try {
        result = call.run();
      } catch (IOException | RuntimeException | Error e) {
        problem = e;
      }
      lock.lock();
      try {
        answer = result;
        failure = problem;
        done = true;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
    }

    @Nullable Throwable failure() throws InterruptedIOException {
      lock.lock();
      try {
        Interrupts.await(changed, () -> done, "waiting for a request");
        return failure;
      } finally {
        lock.unlock();
      }
    }

    @SuppressWarnings(
        "NullAway") // Without a failure there is an answer, null if the call's T may be.
    T answer() throws IOException {
      Throwable problem = failure();
      if (problem != null) {
        throw Failures.asIoException(problem);
      }
      return answer;
    }
  }
}
