package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** A failure that may pass when tried again: 5xx, a reset, a time-out, a body cut short. */
public class TransientException extends StoreException {

  private static final long serialVersionUID = 1L;

  public TransientException(String message) {
    super(message);
  }

  public TransientException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public TransientException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
