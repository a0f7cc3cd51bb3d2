package io.s3dlio.testing.contract;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.GcsServer;
import io.s3dlio.testing.servers.GcsServerKind;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.Locale;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/** The server with Google's interface of this JVM, with buckets that belong to the suites. */
final class GsPlace implements Place {
  private final GcsServer server;
  private final Scheme scheme;

  private GsPlace(GcsServer server, Scheme scheme) {
    this.server = server;
    this.scheme = scheme;
  }

  static GsPlace ofThisJvm(Scheme scheme) {
    return new GsPlace(Started.SERVER, scheme);
  }

  @Override
  public String judge() {
    return server.name();
  }

  @Override
  public void configure(Configuration configuration) {
    configuration.set("fs.s3dlio.gs.endpoint", server.endpoint().toString());
    configuration.set("fs.s3dlio.gs.project", GcsFake.PROJECT);
  }

  @Override
  public URI root(String container) {
    try {
      server.createBucket(container);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the bucket " + container, e);
    }
    return URI.create(scheme.text() + "://" + container + "/");
  }

  @Override
  public Path testPath() {
    return new Path("/test");
  }

  /** Loaded, and so started, when a suite first needs it. */
  private static final class Started {
    private static final GcsServer SERVER = start();

    private static GcsServer start() {
      String kind = RunSettings.orElse("s3dlio.contract.gs-server", "fake");
      GcsServer server = GcsServerKind.valueOf(kind.toUpperCase(Locale.ROOT)).start();
      // The suites have no end of all suites to close it at, and it may be a process.
      Runtime.getRuntime().addShutdownHook(new Thread(server::close, "stop-gs-server"));
      return server;
    }
  }
}
