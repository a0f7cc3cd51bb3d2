package io.s3dlio.testing.servers;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * fake-gcs-server in a process of its own, its objects in memory; {@code .ci/install-go-servers.sh}
 * installs it and prints the variable that names its binary.
 */
final class ExternalGcsServer implements GcsServer {
  private static final String VARIABLE = "S3DLIO_TEST_FAKE_GCS_SERVER";
  private static final String NAME = "fake-gcs-server";
  private static final Duration START_LIMIT = Duration.ofMinutes(1);
  private static final Duration REQUEST_LIMIT = Duration.ofSeconds(20);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().connectTimeout(REQUEST_LIMIT).build();

  private final ChildProcess process;
  private final URI endpoint;

  private ExternalGcsServer(ChildProcess process, URI endpoint) {
    this.process = process;
    this.endpoint = endpoint;
  }

  /** The path that the environment names; whether it holds is found out at the start. */
  static Optional<Path> binary() {
    return Optional.ofNullable(System.getenv(VARIABLE))
        .filter(path -> !path.isBlank())
        .map(Path::of);
  }

  /**
   * Starts it on a free loopback port.
   *
   * @throws IllegalStateException when it is not installed, saying how to install it, or does not
   *     start
   */
  static ExternalGcsServer start() {
    String cure = ". Run: eval \"$(.ci/install-go-servers.sh)\"";
    Path binary =
        binary()
            .orElseThrow(
                () -> new IllegalStateException("The variable " + VARIABLE + " is not set" + cure));
    if (!Files.isExecutable(binary)) {
      throw new IllegalStateException(
          VARIABLE + " names " + binary + ", which is no executable file" + cure);
    }
    String address = "127.0.0.1:" + ChildProcess.freePort();
    List<String> command =
        List.of(
            binary.toString(),
            "-scheme",
            "http",
            "-host",
            "127.0.0.1",
            "-port",
            address.substring(address.indexOf(':') + 1),
            "-public-host",
            address,
            "-backend",
            "memory",
            // It would log every request.
            "-log-level",
            "error");
    ChildProcess process =
        ChildProcess.start(NAME, ChildProcess.newDirectory(NAME), command, Map.of());
    ExternalGcsServer server = new ExternalGcsServer(process, URI.create("http://" + address));
    process.await(
        "an answer at " + address,
        START_LIMIT,
        log -> Optional.of(server.status("GET", "")).filter(status -> status == 200));
    return server;
  }

  @Override
  public void createBucket(String bucket) throws IOException {
    int status = status("POST", "{\"name\":\"" + bucket + "\"}");
    if (status != 200 && status != 409) {
      throw new IOException("Making the bucket " + bucket + " answered " + status);
    }
  }

  private int status(String method, String body) throws IOException {
    HttpRequest request =
        HttpRequest.newBuilder(endpoint.resolve("/storage/v1/b?project=" + GcsFake.PROJECT))
            .timeout(REQUEST_LIMIT)
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body))
            .build();
    try {
      HttpResponse<Void> answer = CLIENT.send(request, BodyHandlers.discarding());
      return answer.statusCode();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted", e);
    }
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return NAME + " at " + endpoint + ", process " + process.pid();
  }
}
