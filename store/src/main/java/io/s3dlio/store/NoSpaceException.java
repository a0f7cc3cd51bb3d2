package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** The disk is full or a quota is used up. */
public final class NoSpaceException extends StoreException {

  private static final long serialVersionUID = 1L;

  public NoSpaceException(String message) {
    super(message);
  }

  public NoSpaceException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public NoSpaceException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
