package io.s3dlio.store;

import java.util.Optional;

/**
 * Asks for one page of keys.
 *
 * @param prefix what every key begins with; may end in the middle of a name, empty means all
 * @param recursive false rolls keys up at the next {@code /} after the prefix
 * @param startAfter only keys greater than this; only with {@link Capability#LIST_START_AFTER}
 * @param next {@link ListPage#next()} of the page before
 * @param maxKeys most entries (keys and prefixes) of the page; the store may give fewer
 */
public record ListQuery(
    String prefix,
    boolean recursive,
    Optional<String> startAfter,
    Optional<String> next,
    int maxKeys) {

  /** The page size of S3, which others accept. */
  public static final int DEFAULT_MAX_KEYS = 1000;

  public ListQuery {
    if (maxKeys < 1) {
      throw new IllegalArgumentException("maxKeys " + maxKeys);
    }
  }

  /** All keys below the prefix. */
  public static ListQuery recursive(String prefix) {
    return new ListQuery(prefix, true, Optional.empty(), Optional.empty(), DEFAULT_MAX_KEYS);
  }

  /** Keys and prefixes directly below the prefix. */
  public static ListQuery children(String prefix) {
    return new ListQuery(prefix, false, Optional.empty(), Optional.empty(), DEFAULT_MAX_KEYS);
  }

  public ListQuery withNext(String next) {
    return new ListQuery(prefix, recursive, startAfter, Optional.of(next), maxKeys);
  }

  public ListQuery withStartAfter(String startAfter) {
    return new ListQuery(prefix, recursive, Optional.of(startAfter), next, maxKeys);
  }

  public ListQuery withMaxKeys(int maxKeys) {
    return new ListQuery(prefix, recursive, startAfter, next, maxKeys);
  }
}
