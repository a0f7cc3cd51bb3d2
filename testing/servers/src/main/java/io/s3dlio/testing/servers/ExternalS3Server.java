package io.s3dlio.testing.servers;

import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Starts an S3 server whose binary is installed on this machine and named by an environment
 * variable; {@code .ci/install-go-servers.sh} installs them and prints the variables.
 */
public enum ExternalS3Server {
  /**
   * MinIO on a single drive. Listings hide {@code p/q} where {@code p} exists, and uploads are
   * found by their exact key only.
   */
  MINIO("S3DLIO_TEST_MINIO") {
    @Override
    List<String> arguments(int port, Path data) {
      return List.of(
          "server",
          "--quiet",
          "--address",
          "127.0.0.1:" + port,
          "--console-address",
          "127.0.0.1:" + ChildProcess.freePort(),
          data.toString());
    }
  },

  /** versitygw on a directory: keys are files, so {@code p} and {@code p/q} exclude each other. */
  VERSITYGW("S3DLIO_TEST_VERSITYGW") {
    @Override
    List<String> arguments(int port, Path data) {
      return List.of(
          "--quiet", "--keep-alive", "--port", "127.0.0.1:" + port, "posix", data.toString());
    }
  };

  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Set<ServerTrait> TRAITS =
      Set.of(
          ServerTrait.AUTHENTICATES,
          ServerTrait.JUDGES_RACES,
          ServerTrait.VERIFIES_TRAILERS,
          ServerTrait.REFUSES_PARTS_AFTER_ABORT,
          ServerTrait.LISTS_PREFIXES_ONCE);

  private final String variable;

  ExternalS3Server(String variable) {
    this.variable = variable;
  }

  abstract List<String> arguments(int port, Path data);

  /** The path that the environment names; whether it holds is found out at the start. */
  public Optional<Path> binary() {
    return Optional.ofNullable(System.getenv(variable))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  /**
   * Starts it on a free loopback port with an empty directory.
   *
   * @throws IllegalStateException when it is not installed, saying how to install it, or does not
   *     start
   */
  public S3Server start() {
    String cure = ". Run: eval \"$(.ci/install-go-servers.sh)\"";
    Path binary =
        binary()
            .orElseThrow(
                () -> new IllegalStateException("The variable " + variable + " is not set" + cure));
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          variable + " names " + binary + ", which is no executable file" + cure);
    }
    String name = name().toLowerCase(Locale.ROOT);
    Path directory = ChildProcess.newDirectory(name);
    int port = ChildProcess.freePort();
    List<String> command = new ArrayList<>();
    command.add(binary.toString());
    command.addAll(arguments(port, directory.resolve("data")));
    ChildProcess process = ChildProcess.start(name, directory, command, environment());
    return ProcessServer.whenReady(
        name, process, URI.create("http://127.0.0.1:" + port), TRAITS, START_LIMIT);
  }

  /** Both read their keys from the environment, each under its own names. */
  private static Map<String, String> environment() {
    return Map.of(
        "MINIO_ROOT_USER", ProcessServer.ACCESS_KEY,
        "MINIO_ROOT_PASSWORD", ProcessServer.SECRET_KEY,
        "MINIO_BROWSER", "off",
        "MINIO_UPDATE", "off",
        "ROOT_ACCESS_KEY", ProcessServer.ACCESS_KEY,
        "ROOT_SECRET_KEY", ProcessServer.SECRET_KEY);
  }
}
