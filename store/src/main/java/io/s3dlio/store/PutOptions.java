package io.s3dlio.store;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * How an object is written.
 *
 * @param headers content headers by lower-case name, each one of {@link #HEADERS}
 * @param metadata the user's own names (lower-case) and values
 * @param writeId set by the retry layer before the first attempt
 * @param crc32c of the whole body (of a put), to be verified by the service where it can
 * @param copiedParts whether the parts of the upload will come from {@link Upload#copyPart}: not
 *     every service can add up the checksums of sent and copied parts
 */
public record PutOptions(
    PutCondition condition,
    Map<String, String> headers,
    Map<String, String> metadata,
    Optional<WriteId> writeId,
    OptionalInt crc32c,
    boolean copiedParts) {

  /** The content headers that objects keep. */
  public static final Set<String> HEADERS =
      Set.of(
          "content-type",
          "content-encoding",
          "content-disposition",
          "content-language",
          "cache-control",
          "expires");

  private static final PutOptions NONE =
      new PutOptions(
          PutCondition.always(), Map.of(), Map.of(), Optional.empty(), OptionalInt.empty(), false);

  public PutOptions {
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
    for (String name : headers.keySet()) {
      if (!HEADERS.contains(name)) {
        throw new IllegalArgumentException("not a content header: " + name + ", known: " + HEADERS);
      }
    }
    for (String name : metadata.keySet()) {
      if (!name.equals(name.toLowerCase(Locale.ROOT)) || name.equals(WriteId.METADATA_NAME)) {
        throw new IllegalArgumentException("metadata name not allowed: " + name);
      }
    }
  }

  /** Unconditional, without headers or metadata. */
  public static PutOptions none() {
    return NONE;
  }

  /** Only when the key is absent. */
  public static PutOptions ifAbsent() {
    return NONE.withCondition(PutCondition.ifAbsent());
  }

  public PutOptions withCondition(PutCondition condition) {
    return new PutOptions(condition, headers, metadata, writeId, crc32c, copiedParts);
  }

  public PutOptions withHeaders(Map<String, String> headers) {
    return new PutOptions(condition, headers, metadata, writeId, crc32c, copiedParts);
  }

  public PutOptions withMetadata(Map<String, String> metadata) {
    return new PutOptions(condition, headers, metadata, writeId, crc32c, copiedParts);
  }

  public PutOptions withWriteId(WriteId writeId) {
    return new PutOptions(condition, headers, metadata, Optional.of(writeId), crc32c, copiedParts);
  }

  public PutOptions withCrc32c(int crc32c) {
    return new PutOptions(
        condition, headers, metadata, writeId, OptionalInt.of(crc32c), copiedParts);
  }

  /** For an upload whose parts will be copied by the service. */
  public PutOptions withCopiedParts() {
    return new PutOptions(condition, headers, metadata, writeId, crc32c, true);
  }
}
