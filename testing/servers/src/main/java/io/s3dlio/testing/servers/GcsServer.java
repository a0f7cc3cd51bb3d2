package io.s3dlio.testing.servers;

import java.io.IOException;

/** A running server with the JSON interface of Google Cloud Storage. */
public interface GcsServer extends TestServer {

  /** Makes a bucket; one that exists already is fine. */
  void createBucket(String bucket) throws IOException;
}
