package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** Bytes that are not what their format demands. */
public class CorruptFormatException extends StoreException {

  private static final long serialVersionUID = 1L;

  public CorruptFormatException(String message) {
    super(message);
  }

  public CorruptFormatException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public CorruptFormatException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
