package io.s3dlio.testing.contract;

import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.ServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The S3 server of this JVM, with buckets that belong to the suites: S3Proxy, or the one that
 * {@code -Ds3dlio.contract.s3-server} names.
 */
final class S3Place implements Place {
  private final S3Server server;

  private S3Place(S3Server server) {
    this.server = server;
  }

  static S3Place ofThisJvm() {
    return Started.PLACE;
  }

  @Override
  public String judge() {
    return server.name();
  }

  @Override
  public void configure(Configuration configuration) {
    configuration.set("fs.s3dlio.s3.endpoint", server.endpoint().toString());
    configuration.set("fs.s3dlio.s3.region", server.region());
    configuration.set("fs.s3dlio.s3.access-key-id", server.accessKey());
    configuration.set("fs.s3dlio.s3.access-key-secret", server.secretKey());
  }

  @Override
  public URI root(String container) {
    try {
      server.createBucket(container);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the bucket " + container, e);
    }
    return URI.create("s3://" + container + "/");
  }

  @Override
  public Path testPath() {
    return new Path("/test");
  }

  /** Loaded, and so started, when a suite first needs it. */
  private static final class Started {
    private static final S3Place PLACE = new S3Place(start());

    private static S3Server start() {
      String kind = RunSettings.orElse("s3dlio.contract.s3-server", "s3proxy");
      S3Server server = ServerKind.valueOf(kind.toUpperCase(Locale.ROOT)).start();
      // The suites have no end of all suites to close it at, and its threads are not daemons.
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-s3-server"));
      return server;
    }
  }
}
