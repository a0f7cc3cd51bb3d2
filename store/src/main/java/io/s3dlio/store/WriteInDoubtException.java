package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** A write whose answer was lost and of which the store does not tell whether it took effect. */
public final class WriteInDoubtException extends StoreException {

  private static final long serialVersionUID = 1L;

  public WriteInDoubtException(String message) {
    super(message);
  }

  public WriteInDoubtException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public WriteInDoubtException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
