package io.s3dlio.store.config;

import java.io.IOException;
import java.util.Optional;
import java.util.Set;

/**
 * Options as the user gave them, by name: the edge below which no name of an option exists.
 *
 * <p>Names are {@code area.option}; the prefix and the part that names a bucket belong to the
 * implementation, which answers with the value that counts for the root being opened.
 */
public interface Settings {

  /** The value given for an option, empty when it was not given. */
  Optional<String> find(String name);

  /**
   * The value given for a secret option, from wherever secrets are kept.
   *
   * @throws IOException when a place that keeps secrets cannot be read
   */
  Optional<Secret> findSecret(String name) throws IOException;

  /** Every name given under the project's prefix that counts for this root. */
  Set<String> names();

  /** The name as the user writes it, for messages: {@code fs.s3dlio.range.chunk-size}. */
  String spell(String name);
}
