package io.s3dlio.testing.servers;

import java.io.IOException;
import java.util.Set;

/** A running S3 server, path style only; its endpoint is scheme, host and port. */
public interface S3Server extends TestServer {

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
}
