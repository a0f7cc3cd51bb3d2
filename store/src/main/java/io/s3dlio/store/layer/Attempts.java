package io.s3dlio.store.layer;

import io.s3dlio.store.Operation;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The attempts of one call: whether, when and how often it may be sent again. For one thread. */
final class Attempts {

  /** A host that is not there is soon known not to be. */
  private static final int UNREACHABLE_ATTEMPTS = 2;

  private static final Duration UNREACHABLE_LIMIT = Duration.ofSeconds(5);
  private static final Duration UNREACHABLE_DELAY = Duration.ofSeconds(1);

  /** Earlier failures that the final exception carries at most. */
  private static final int KEPT_FAILURES = 3;

  private final Retrier retrier;
  private final Operation operation;
  private final String key;
  private final Instant start;
  private final List<IOException> earlier = new ArrayList<>();
  private int failures;
  private int unreachable;

  Attempts(Retrier retrier, Operation operation, String key) {
    this.retrier = retrier;
    this.operation = operation;
    this.key = key;
    this.start = retrier.runtime().clock().instant();
  }

  /** Whether an earlier attempt may have taken effect although its answer was lost. */
  boolean mayHaveArrived() {
    return failures > unreachable;
  }

  /** The call has succeeded. */
  void succeeded() {
    retrier.earn();
  }

  /**
   * An attempt has failed: returns after the wait when another one may follow.
   *
   * @throws IOException the failure, when none may; it says how often and how long was tried
   */
  void failed(IOException failure) throws IOException {
    if (!mayPass(failure)) {
      throw carryingEarlier(failure);
    }
    failures++;
    if (isUnreachable(failure)) {
      unreachable++;
    }
    Duration delay = delay(failure);
    String obstacle = obstacle(failure, delay);
    if (obstacle != null) {
      throw carryingEarlier(explained(failure, obstacle));
    }
    if (earlier.size() < KEPT_FAILURES) {
      earlier.add(failure);
    }
    retrier.events().retrying(operation, key, failures, failure, delay);
    retrier.runtime().sleep(delay);
  }

  /** Whether the same request may succeed later. */
  static boolean mayPass(IOException failure) {
    return failure instanceof TransientException || isUnreachable(failure);
  }

  /** Whether the request surely never reached the service. */
  static boolean isUnreachable(IOException failure) {
    return failure instanceof ConnectException || failure instanceof UnknownHostException;
  }

  /** Base, doubled for each failure, capped, then anything between nothing and that. */
  private Duration delay(IOException failure) {
    StoreConfig.Retry config = retrier.config();
    double doubled = (double) config.baseDelay().toMillis() * Math.pow(2.0, failures - 1.0);
    Duration cap = isUnreachable(failure) ? UNREACHABLE_DELAY : config.maxDelay();
    double capped = Math.min(doubled, (double) cap.toMillis());
    Duration jittered = Duration.ofMillis((long) (capped * retrier.runtime().random()));
    if (failure instanceof ThrottledException throttled && throttled.retryAfter().isPresent()) {
      Duration asked = throttled.retryAfter().get();
      return asked.compareTo(jittered) > 0 ? asked : jittered;
    }
    return jittered;
  }

  /** Why no further attempt may follow; null when one may. Spends from the budget as the last. */
  private @Nullable String obstacle(IOException failure, Duration delay) {
    StoreConfig.Retry config = retrier.config();
    if (failures >= config.attempts()) {
      return "";
    }
    if (isUnreachable(failure)
        && (unreachable >= UNREACHABLE_ATTEMPTS
            || elapsed().plus(delay).compareTo(UNREACHABLE_LIMIT) >= 0)) {
      return "; check host name, port and network";
    }
    if (elapsed().plus(delay).compareTo(config.timeLimit()) >= 0) {
      return ", as the next one, after "
          + seconds(delay)
          + ", would be past the time limit of "
          + seconds(config.timeLimit());
    }
    if (!retrier.spend()) {
      return ", as too many requests of this store fail (its retry budget is spent)";
    }
    return null;
  }

  private IOException explained(IOException failure, String obstacle) {
    String message =
        (failure.getMessage() == null ? failure.toString() : failure.getMessage())
            + " (gave up after "
            + (failures == 1 ? "1 attempt" : failures + " attempts")
            + " in "
            + seconds(elapsed())
            + obstacle
            + ")";
    if (failure instanceof ThrottledException throttled) {
      return new ThrottledException(
          message, throttled.retryAfter().orElse(null), throttled.answer().orElse(null), throttled);
    }
    if (failure instanceof TransientException passing) {
      return new TransientException(message, passing.answer().orElse(null), passing);
    }
    IOException unreachableHost =
        failure instanceof UnknownHostException
            ? new UnknownHostException(message)
            : new ConnectException(message);
    unreachableHost.initCause(failure);
    return unreachableHost;
  }

  private IOException carryingEarlier(IOException failure) {
    for (IOException one : earlier) {
      if (one != failure && one != failure.getCause()) {
        failure.addSuppressed(one);
      }
    }
    return failure;
  }

  private Duration elapsed() {
    return Duration.between(start, retrier.runtime().clock().instant());
  }

  private static String seconds(Duration duration) {
    return duration.toMillis() / 1000.0 + " s";
  }
}
