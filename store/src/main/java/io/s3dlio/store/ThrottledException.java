package io.s3dlio.store;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The service asks to slow down: 429, 503. */
public final class ThrottledException extends TransientException {

  private static final long serialVersionUID = 1L;

  private final @Nullable Duration retryAfter;

  public ThrottledException(
      String message,
      @Nullable Duration retryAfter,
      @Nullable ServiceAnswer answer,
      @Nullable Throwable cause) {
    super(message, answer, cause);
    this.retryAfter = retryAfter;
  }

  /** How long the service asked to wait; empty when it did not say. */
  public Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
