package io.s3dlio.testing.servers;

/** A behaviour of S3 that some test servers have and others lack. */
public enum ServerTrait {
  /** An unsigned or wrongly signed request is refused. */
  AUTHENTICATES,

  /**
   * A body whose trailing checksum is wrong is refused and nothing is stored. S3Mock looks only
   * when {@code x-amz-sdk-checksum-algorithm} names the algorithm, as SDKs do.
   */
  VERIFIES_TRAILERS,

  /** The objects {@code p} and {@code p/q} can exist together, and listings show both. */
  KEY_BESIDE_PREFIX,

  /** Of many writers with {@code If-None-Match: *} exactly one wins, puts and completes alike. */
  JUDGES_RACES,

  /** A part sent after its upload was aborted is refused with {@code NoSuchUpload}. */
  REFUSES_PARTS_AFTER_ABORT,

  /** A listing with a delimiter names each common prefix once, however small its pages are. */
  LISTS_PREFIXES_ONCE
}
