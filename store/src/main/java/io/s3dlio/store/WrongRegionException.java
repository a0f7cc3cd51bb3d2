package io.s3dlio.store;

import org.jspecify.annotations.Nullable;

/** The bucket is served elsewhere; the message names the right region or endpoint. */
public final class WrongRegionException extends StoreException {

  private static final long serialVersionUID = 1L;

  public WrongRegionException(String message) {
    super(message);
  }

  public WrongRegionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }

  public WrongRegionException(
      String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, answer, cause);
  }
}
