package io.s3dlio.testing.servers;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A server of one scheme, with all that a client must be told to use it.
 *
 * <p>For programs that do the same on every scheme. Thread-safe; closing stops the server.
 *
 * @param scheme {@code s3}, {@code az} or {@code gs}
 * @param server what was started
 * @param suffix what stands after a container in the authority of a URI
 * @param options by the names that stand after {@code fs.s3dlio.}, without endpoint and secrets
 * @param secrets options likewise
 * @param environment the variables that say the same as {@code secrets}
 */
public record SchemeServer(
    String scheme,
    TestServer server,
    String suffix,
    Map<String, String> options,
    Map<String, String> secrets,
    Map<String, String> environment,
    Containers containers)
    implements AutoCloseable {

  /** The schemes that there is a server for. */
  public static final List<String> SCHEMES = List.of("s3", "az", "gs");

  /** Makes a container; one that exists already is fine. */
  @FunctionalInterface
  public interface Containers {
    void create(String container) throws IOException;
  }

  /**
   * Starts a server that keeps objects in memory, on a free port.
   *
   * @throws IllegalArgumentException for another scheme
   * @throws IllegalStateException when something that the server needs is missing, saying what
   */
  public static SchemeServer start(String scheme) {
    return start(scheme, 0, Optional.empty());
  }

  /**
   * Starts a server.
   *
   * @param port of 127.0.0.1; 0 takes a free one
   * @param directory where objects are kept; in memory when empty
   * @throws IllegalArgumentException for another scheme, or a directory where there can be none
   * @throws IllegalStateException when something that the server needs is missing, saying what
   */
  public static SchemeServer start(String scheme, int port, Optional<Path> directory) {
    return switch (scheme) {
      case "s3" -> s3(port, directory);
      case "az" -> azure(port, directory);
      case "gs" -> google(port, directory);
      default ->
          throw new IllegalArgumentException(
              "There is no server for the scheme " + scheme + ", only for " + SCHEMES);
    };
  }

  private static SchemeServer s3(int port, Optional<Path> directory) {
    Path jar = ServerJars.s3proxy();
    S3Server server =
        directory
            .map(folder -> S3ProxyServer.onDirectory(jar, port, folder))
            .orElseGet(() -> S3ProxyServer.inMemory(jar, port));
    return new SchemeServer(
        "s3",
        server,
        "",
        Map.of("s3.region", server.region(), "s3.path-style", "true"),
        Map.of("s3.access-key-id", server.accessKey(), "s3.access-key-secret", server.secretKey()),
        Map.of(
            "AWS_ACCESS_KEY_ID", server.accessKey(), "AWS_SECRET_ACCESS_KEY", server.secretKey()),
        server::createBucket);
  }

  private static SchemeServer azure(int port, Optional<Path> directory) {
    AzuriteServer server =
        directory
            .map(folder -> AzuriteServer.onDirectory(port, folder))
            .orElseGet(() -> AzuriteServer.inMemory(port));
    return new SchemeServer(
        "az",
        server,
        "@" + server.account(),
        Map.of(),
        Map.of("az.shared-key-secret", server.key()),
        Map.of("AZURE_STORAGE_ACCOUNT", server.account(), "AZURE_STORAGE_KEY", server.key()),
        server::createContainer);
  }

  private static SchemeServer google(int port, Optional<Path> directory) {
    if (directory.isPresent()) {
      throw new IllegalArgumentException("The server for gs keeps objects in memory alone");
    }
    GcsFake server = GcsFake.start(GcsFake.Options.standard().port(port));
    return new SchemeServer(
        "gs",
        server,
        "",
        Map.of("gs.credentials", "anonymous", "gs.project", GcsFake.PROJECT),
        Map.of(),
        Map.of(),
        server::createBucket);
  }

  /** The root of a container, made if it is not there, without a slash at its end. */
  public String root(String container) throws IOException {
    containers.create(container);
    return scheme + "://" + container + suffix;
  }

  /**
   * What Hadoop is told, without secrets.
   *
   * @param endpoint that of the server, or of a relay in front of it
   */
  public Map<String, String> hadoopOptions(URI endpoint) {
    Map<String, String> named = new LinkedHashMap<>();
    named.put("fs.s3dlio." + scheme + ".endpoint", endpoint.toString());
    options.forEach((name, value) -> named.put("fs.s3dlio." + name, value));
    return named;
  }

  /** What Hadoop is told, with secrets, to reach the server itself. */
  public Map<String, String> hadoopOptions() {
    Map<String, String> named = hadoopOptions(server.endpoint());
    secrets.forEach((name, value) -> named.put("fs.s3dlio." + name, value));
    return named;
  }

  @Override
  public void close() {
    server.close();
  }

  @Override
  public String toString() {
    return scheme + " at " + server.endpoint();
  }
}
