package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** The service no longer knows the upload or one of its parts. */
public final class UploadGoneException extends StoreException {

  private static final long serialVersionUID = 1L;

  public UploadGoneException(String message) {
    super(message);
  }

  public UploadGoneException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public UploadGoneException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
