package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** Bytes of a format or feature that this library does not read. */
public final class UnsupportedFormatException extends StoreException {

  private static final long serialVersionUID = 1L;

  public UnsupportedFormatException(String message) {
    super(message);
  }

  public UnsupportedFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public UnsupportedFormatException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
