package io.s3dlio.store;

import java.util.Map;
import java.util.Optional;

/**
 * How an object is copied.
 *
 * @param condition on the target; other than {@code always} only with {@link
 *     Capability#CONDITIONAL_COPY}
 * @param sourceEtag the version that must be copied
 * @param metadata replaces the source's metadata; empty keeps it
 */
public record CopyOptions(
    PutCondition condition, Optional<String> sourceEtag, Optional<Map<String, String>> metadata) {

  private static final CopyOptions NONE =
      new CopyOptions(PutCondition.always(), Optional.empty(), Optional.empty());

  public CopyOptions {
    metadata = metadata.map(Map::copyOf);
  }

  /** Unconditional, of whatever version, metadata kept. */
  public static CopyOptions none() {
    return NONE;
  }

  public CopyOptions withCondition(PutCondition condition) {
    return new CopyOptions(condition, sourceEtag, metadata);
  }

  public CopyOptions withSourceEtag(String sourceEtag) {
    return new CopyOptions(condition, Optional.of(sourceEtag), metadata);
  }

  public CopyOptions withMetadata(Map<String, String> metadata) {
    return new CopyOptions(condition, sourceEtag, Optional.of(metadata));
  }
}
