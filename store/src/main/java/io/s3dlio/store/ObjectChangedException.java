package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** The object is no longer the version that was being read or copied. */
public final class ObjectChangedException extends StoreException {

  private static final long serialVersionUID = 1L;

  public ObjectChangedException(String message) {
    super(message);
  }

  public ObjectChangedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public ObjectChangedException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
