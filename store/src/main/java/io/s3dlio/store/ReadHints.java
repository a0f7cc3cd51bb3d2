package io.s3dlio.store;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a caller already knows of an object it opens, and how it means to read it.
 *
 * @param size in bytes; trusted, so a wrong one fails the read
 * @param etag the version that must be read; known, the first range is already pinned
 */
public record ReadHints(OptionalLong size, Optional<String> etag, Pattern pattern) {

  /** How the caller means to read. */
  public enum Pattern {
    UNKNOWN,
    SEQUENTIAL,
    RANDOM,
    WHOLE
  }

  private static final ReadHints NONE =
      new ReadHints(OptionalLong.empty(), Optional.empty(), Pattern.UNKNOWN);

  public ReadHints {
    if (size.isPresent() && size.getAsLong() < 0) {
      throw new IllegalArgumentException("negative size " + size.getAsLong());
    }
  }

  /** Nothing is known. */
  public static ReadHints none() {
    return NONE;
  }

  /** The size and etag of a status the caller holds. */
  public static ReadHints of(ObjectStat stat) {
    return new ReadHints(OptionalLong.of(stat.size()), Optional.of(stat.etag()), Pattern.UNKNOWN);
  }

  public ReadHints withSize(long size) {
    return new ReadHints(OptionalLong.of(size), etag, pattern);
  }

  public ReadHints withEtag(String etag) {
    return new ReadHints(size, Optional.of(etag), pattern);
  }

  public ReadHints withPattern(Pattern pattern) {
    return new ReadHints(size, etag, pattern);
  }
}
