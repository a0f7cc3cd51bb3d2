package io.s3dlio.testing.contract;

import io.s3dlio.testing.servers.AzuriteServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The Azure server of this JVM, with containers that belong to the suites.
 *
 * @param scheme one of the two names under which its objects are reached
 */
record AzPlace(Scheme scheme) implements Place {

  @Override
  public String judge() {
    return Started.SERVER.name();
  }

  @Override
  public void configure(Configuration configuration) {
    configuration.set("fs.s3dlio.az.endpoint", Started.SERVER.endpoint().toString());
    configuration.set("fs.s3dlio.az.shared-key-secret", Started.SERVER.key());
  }

  @Override
  public URI root(String container) {
    try {
      Started.SERVER.createContainer(container);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the container " + container, e);
    }
    return URI.create(scheme.text() + "://" + container + "@" + Started.SERVER.account() + "/");
  }

  @Override
  public Path testPath() {
    return new Path("/test");
  }

  /** Loaded, and so started, when a suite first needs it; it ends with this JVM. */
  private static final class Started {
    private static final AzuriteServer SERVER = AzuriteServer.start();
  }
}
