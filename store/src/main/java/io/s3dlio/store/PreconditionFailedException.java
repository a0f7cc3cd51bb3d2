package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** An {@code ifMatch} did not hold: the object is another version, or gone. */
public final class PreconditionFailedException extends StoreException {

  private static final long serialVersionUID = 1L;

  public PreconditionFailedException(String message) {
    super(message);
  }

  public PreconditionFailedException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public PreconditionFailedException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
