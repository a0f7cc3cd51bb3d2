package io.s3dlio.store;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * How an object is copied.
 *
 * @param condition on the target; other than {@code always} only with {@link
 *     Capability#CONDITIONAL_COPY}
 * @param sourceEtag the version that must be copied
 * @param sourceSize size of that version in bytes, trusted; with it the store need not ask
 * @param metadata replaces the source's metadata; empty keeps it
 * @param writeId marks the target as this copy's; empty keeps the source's mark
 */
public record CopyOptions(
    PutCondition condition,
    Optional<String> sourceEtag,
    OptionalLong sourceSize,
    Optional<Map<String, String>> metadata,
    Optional<WriteId> writeId) {

  private static final CopyOptions NONE =
      new CopyOptions(
          PutCondition.always(),
          Optional.empty(),
          OptionalLong.empty(),
          Optional.empty(),
          Optional.empty());

  public CopyOptions {
    metadata = metadata.map(Map::copyOf);
  }

  /** Unconditional, of whatever version, metadata kept. */
  public static CopyOptions none() {
    return NONE;
  }

  public CopyOptions withCondition(PutCondition condition) {
    return new CopyOptions(condition, sourceEtag, sourceSize, metadata, writeId);
  }

  public CopyOptions withSourceEtag(String sourceEtag) {
    return new CopyOptions(condition, Optional.of(sourceEtag), sourceSize, metadata, writeId);
  }

  /**
   * The version of a status the caller holds; saves a request on stores whose copy answers less.
   */
  public CopyOptions withSource(ObjectStat source) {
    return new CopyOptions(
        condition, Optional.of(source.etag()), OptionalLong.of(source.size()), metadata, writeId);
  }

  public CopyOptions withMetadata(Map<String, String> metadata) {
    return new CopyOptions(condition, sourceEtag, sourceSize, Optional.of(metadata), writeId);
  }

  /**
   * Needs {@link Capability#METADATA} and {@link Capability#CONDITIONAL_COPY}; may cost a status of
   * the source.
   */
  public CopyOptions withWriteId(WriteId writeId) {
    return new CopyOptions(condition, sourceEtag, sourceSize, metadata, Optional.of(writeId));
  }
}
