package io.s3dlio.store;

import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A refusal or failure of a store for which the JDK has no word of its own.
 *
 * <p>The message says what was tried, on which URI, what came back and what can be done; {@link
 * #answer()} holds the service's own words.
 */
public class StoreException extends IOException {

  private static final long serialVersionUID = 1L;

  private final transient @Nullable ServiceAnswer answer;

  public StoreException(String message) {
    this(message, null, null);
  }

  public StoreException(String message, @Nullable Throwable cause) {
    this(message, null, cause);
  }

  public StoreException(String message, @Nullable ServiceAnswer answer, @Nullable Throwable cause) {
    super(message, cause);
    this.answer = answer;
  }

  /** What the service answered; empty when it did not answer. */
  public Optional<ServiceAnswer> answer() {
    return Optional.ofNullable(answer);
  }
}
