package io.s3dlio.store.transfer;

import java.io.InterruptedIOException;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;

/** The one way in which this package treats interrupts: an I/O error, and the flag stays set. */
final class Interrupts {

  private Interrupts() {}

  /** An interrupt seen by the flag, which stays set. */
  static InterruptedIOException failure(String doing) {
    return new InterruptedIOException("interrupted while " + doing);
  }

  /** An interrupt that cleared the flag, which is set again. */
  static InterruptedIOException failure(String doing, Exception cause) {
    Thread.currentThread().interrupt();
    var failure = failure(doing);
    failure.initCause(cause);
    return failure;
  }

  /** Waits, lock held, until the condition holds. */
  static void await(Condition changed, BooleanSupplier done, String doing)
      throws InterruptedIOException {
    while (!done.getAsBoolean()) {
      try {
        changed.await();
      } catch (InterruptedException e) {
        throw failure(doing, e);
      }
    }
  }

  /**
   * Waits, lock held, until the condition holds, whatever happens: for ends that memory safety
   * depends on. An interrupt is not lost, the flag is set on return.
   */
  static void awaitAlways(Condition changed, BooleanSupplier done) {
    while (!done.getAsBoolean()) {
      changed.awaitUninterruptibly();
    }
  }

  /** Runs something that must happen, such as an abort, as if the thread were not interrupted. */
  static <E extends Exception> void shielded(Step<E> step) throws E {
    boolean interrupted = Thread.interrupted();
    try {
      step.run();
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Something that may fail. */
  @FunctionalInterface
  interface Step<E extends Exception> {
    void run() throws E;
  }
}
