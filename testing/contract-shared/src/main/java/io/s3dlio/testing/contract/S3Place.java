package io.s3dlio.testing.contract;

import io.s3dlio.testing.servers.S3ProxyServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;

/** The S3 server of this JVM, started at the first use, with buckets that belong to the suites. */
final class S3Place {
  private static final S3ProxyServer SERVER = start();

  private S3Place() {}

  /** The root of a bucket, which is made unless it is there. */
  static URI root(String bucket) {
    try {
      SERVER.createBucket(bucket);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the bucket " + bucket, e);
    }
    return URI.create("s3://" + bucket + "/");
  }

  /** Points the connector to the server. */
  static void configure(Configuration configuration) {
    configuration.set("fs.s3dlio.s3.endpoint", SERVER.endpoint().toString());
    configuration.set("fs.s3dlio.s3.region", SERVER.region());
    configuration.set("fs.s3dlio.s3.access-key-id", SERVER.accessKey());
    configuration.set("fs.s3dlio.s3.access-key-secret", SERVER.secretKey());
  }

  private static S3ProxyServer start() {
    S3ProxyServer server = S3ProxyServer.start();
    // The suites have no end of all suites to close it at, and its threads are not daemons.
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-s3-server"));
    return server;
  }
}
