package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * Where the build put the server jars.
 *
 * <p>They are copied, never depended on: each holds unshaded libraries that would meet ours on one
 * class path. The paths stand in a resource that the build of this module fills in, so every module
 * that has this one on its class path finds them.
 */
final class ServerJars {
  private static final String RESOURCE = "servers.properties";

  private ServerJars() {}

  static Path s3proxy() {
    return named("s3proxy");
  }

  static Path s3mock() {
    return named("s3mock");
  }

  /** Fails with a sentence that names the file and the cure when {@code jar} is not there. */
  static Path required(Path jar) {
    if (!Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "The server jar "
              + jar
              + " is missing. Run 'mvn -pl testing/servers process-resources' to fetch it from Maven"
              + " Central.");
    }
    return jar;
  }

  private static Path named(String server) {
    Properties paths = new Properties();
    try (InputStream resource = ServerJars.class.getResourceAsStream(RESOURCE)) {
      if (resource != null) {
        paths.load(resource);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read the resource " + RESOURCE, e);
    }
    @Nullable String path = paths.getProperty(server);
    if (path == null || path.startsWith("$")) {
      throw new IllegalStateException(
          "The resource "
              + RESOURCE
              + " does not say where the jar of "
              + server
              + " is. Build testing/servers with Maven ('mvn -pl testing/servers process-resources');"
              + " an IDE alone does not fill it in.");
    }
    return required(Path.of(path));
  }
}
