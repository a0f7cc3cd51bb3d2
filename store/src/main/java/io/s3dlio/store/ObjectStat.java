package io.s3dlio.store;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What an answer said about one object: always key, size and etag; the rest only where that answer
 * carried it ({@link ObjectStore#stat} carries all the store knows).
 *
 * @param size in bytes
 * @param etag an opaque version word, to be compared and handed back, never parsed
 * @param headers content headers by lower-case name, see {@link PutOptions#headers()}
 * @param metadata the user's own names and values, without those of this library
 * @param writeId who wrote it, when this library did
 */
public record ObjectStat(
    String key,
    long size,
    String etag,
    Optional<Instant> modified,
    Map<String, String> headers,
    Map<String, String> metadata,
    Optional<WriteId> writeId) {

  public ObjectStat {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size + " of " + key);
    }
    headers = Map.copyOf(headers);
    metadata = Map.copyOf(metadata);
  }

  /** A status of which only key, size and etag are known. */
  public static ObjectStat of(String key, long size, String etag) {
    return new ObjectStat(key, size, etag, Optional.empty(), Map.of(), Map.of(), Optional.empty());
  }

  /** A status as a listing gives it. */
  public static ObjectStat of(String key, long size, String etag, Instant modified) {
    return new ObjectStat(
        key, size, etag, Optional.of(modified), Map.of(), Map.of(), Optional.empty());
  }
}
