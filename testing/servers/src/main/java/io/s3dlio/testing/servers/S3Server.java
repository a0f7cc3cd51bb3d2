package io.s3dlio.testing.servers;

import java.io.IOException;
import java.net.URI;
import java.util.Set;

/**
 * A running S3 server on loopback, path style only, that belongs to the test that started it.
 *
 * <p>Thread-safe. Closing stops the server and removes its data; closing twice is fine.
 */
public interface S3Server extends AutoCloseable {

  /** A short name for reports, for example {@code s3proxy}. */
  String name();

  /** Scheme, host and port: {@code http://127.0.0.1:41121}. */
  URI endpoint();

  /** The access key the server knows. */
  String accessKey();

  /** The secret key of {@link #accessKey()}; a constant of the tests that guards nothing. */
  String secretKey();

  /** The region to sign for. */
  String region();

  /** What this server does as S3 does; a test that needs more must run elsewhere. */
  Set<ServerTrait> traits();

  /** Makes a bucket; one that exists already is fine. */
  default void createBucket(String bucket) throws IOException {
    SignedHttp.of(this).createBucket(bucket);
  }

  @Override
  void close();
}
