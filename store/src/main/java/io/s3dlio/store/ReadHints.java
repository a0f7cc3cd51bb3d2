package io.s3dlio.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller already knows of an object it opens, and how it means to read it.
 *
 * @param size in bytes; trusted, so a wrong one fails the read
 * @param etag the version that must be read; known, the first range is already pinned
 * @param end where reading will stop, in bytes from the object's begin: nothing behind it is read
 *     ahead, though it may be read
 */
public record ReadHints(
    OptionalLong size, Optional<String> etag, Pattern pattern, OptionalLong end) {

  /** How the caller means to read. */
  public enum Pattern {
    UNKNOWN,
    SEQUENTIAL,
    RANDOM,
    WHOLE
  }

  private static final ReadHints NONE =
      new ReadHints(OptionalLong.empty(), Optional.empty(), Pattern.UNKNOWN, OptionalLong.empty());

  public ReadHints {
    if (size.isPresent() && size.getAsLong() < 0) {
      throw new IllegalArgumentException("negative size " + size.getAsLong());
    }
    if (end.isPresent() && end.getAsLong() < 0) {
      throw new IllegalArgumentException("negative end " + end.getAsLong());
    }
  }

  /** Nothing is known. */
  public static ReadHints none() {
    return NONE;
  }

  /** The size and etag of a status the caller holds. */
  public static ReadHints of(ObjectStat stat) {
    return NONE.withSize(stat.size()).withEtag(stat.etag());
  }

  public ReadHints withSize(long size) {
    return new ReadHints(OptionalLong.of(size), etag, pattern, end);
  }

  public ReadHints withEtag(String etag) {
    return new ReadHints(size, Optional.of(etag), pattern, end);
  }

  public ReadHints withPattern(Pattern pattern) {
    return new ReadHints(size, etag, pattern, end);
  }

  public ReadHints withEnd(long end) {
    return new ReadHints(size, etag, pattern, OptionalLong.of(end));
  }
}
