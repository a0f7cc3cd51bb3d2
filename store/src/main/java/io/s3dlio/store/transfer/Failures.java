package io.s3dlio.store.transfer;

import java.io.IOException;
import java.lang.reflect.Constructor;

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
   * The same failure for another throw: same type where that type has a public constructor from a
   * message, same message, the first one as cause. A new object, because try-with-resources
   * suppresses what close() throws in what the body threw, and an exception cannot suppress itself.
   */
  static IOException again(IOException failure) {
    IOException copy;
    try {
      Constructor<? extends IOException> constructor =
          failure.getClass().getConstructor(String.class);
      copy = constructor.newInstance(failure.getMessage());
    } catch (ReflectiveOperationException e) {
      copy = new IOException(failure.toString());
    }
    copy.initCause(failure);
    return copy;
  }
}
