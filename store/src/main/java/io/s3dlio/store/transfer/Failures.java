package io.s3dlio.store.transfer;

import io.s3dlio.store.ServiceAnswer;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.ThrottledException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Failures that come from another thread, or are told more than once. */
final class Failures {

  private Failures() {}

  /** The failure to throw on the waiting thread; unchecked ones are thrown at once. */
  static IOException asIoException(Throwable failure) {
    if (failure instanceof IOException e) {
      return e;
    }
    if (failure instanceof RuntimeException e) {
      throw e;
    }
    if (failure instanceof Error e) {
      throw e;
    }
    return new IOException(failure);
  }

  /**
   * The same failure for another throw: same type and message, the first one as cause. A new
   * object, because try-with-resources suppresses what close() throws in what the body threw, and
   * an exception cannot suppress itself.
   */
  static IOException again(IOException failure) {
    try {
      return copy(failure);
    } catch (ReflectiveOperationException e) {
      return new IOException(failure.toString(), failure);
    }
  }

  private static IOException copy(IOException failure) throws ReflectiveOperationException {
    String message = failure.getMessage();
    Class<? extends IOException> type = failure.getClass();
    if (failure instanceof ThrottledException e) {
      return new ThrottledException(
          String.valueOf(message), e.retryAfter().orElse(null), e.answer().orElse(null), e);
    }
    if (failure instanceof StoreException e) {
      @Nullable ServiceAnswer answer = e.answer().orElse(null);
      return type.getConstructor(String.class, ServiceAnswer.class, Throwable.class)
          .newInstance(message, answer, e);
    }
    // The JDK's own have a constructor from a message, or from a file name that is shown as one.
    IOException copy = type.getConstructor(String.class).newInstance(message);
    copy.initCause(failure);
    return copy;
  }
}
