package io.s3dlio.store;

import java.io.IOException;
import java.time.Duration;

/**
 * Hears of what layers do behind one call; thread-safe, quick, and never throws.
 *
 * <p>Connectors count with it, and the op-log notes attempts with it.
 */
@FunctionalInterface
public interface IoEvents {

  /** Hears nothing. */
  IoEvents NONE = (operation, key, attempt, failure, delay) -> {};

  /**
   * An attempt failed and another one follows after a wait.
   *
   * @param attempt the one that failed, from 1
   */
  void retrying(Operation operation, String key, int attempt, IOException failure, Duration delay);
}
