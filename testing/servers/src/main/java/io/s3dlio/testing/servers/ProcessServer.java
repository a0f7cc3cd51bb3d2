package io.s3dlio.testing.servers;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** An S3 server that runs in a process of its own. */
final class ProcessServer implements S3Server {
  static final String ACCESS_KEY = "s3dlio-test-access";
  static final String SECRET_KEY = "s3dlio-test-secret-key";

  private final String name;
  private final ChildProcess process;
  private final URI endpoint;
  private final Set<ServerTrait> traits;

  private ProcessServer(String name, ChildProcess process, URI endpoint, Set<ServerTrait> traits) {
    this.name = name;
    this.process = process;
    this.endpoint = endpoint;
    this.traits = Set.copyOf(traits);
  }

  /** Waits until the process answers a signed list of buckets at its endpoint. */
  static ProcessServer whenReady(
      String name, ChildProcess process, URI endpoint, Set<ServerTrait> traits, Duration limit) {
    ProcessServer server = new ProcessServer(name, process, endpoint, traits);
    SignedHttp http = SignedHttp.of(server);
    process.await(
        "200 for GET " + endpoint + "/",
        limit,
        log -> {
          int status = http.send("GET", "/", Map.of(), new byte[0]).statusCode();
          if (status != 200) {
            throw new IOException("answered with " + status);
          }
          return Optional.of(status);
        });
    return server;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public URI endpoint() {
    return endpoint;
  }

  @Override
  public String accessKey() {
    return ACCESS_KEY;
  }

  @Override
  public String secretKey() {
    return SECRET_KEY;
  }

  @Override
  public String region() {
    return "us-east-1";
  }

  @Override
  public Set<ServerTrait> traits() {
    return traits;
  }

  @Override
  public void close() {
    process.close();
  }

  @Override
  public String toString() {
    return name + " at " + endpoint + ", process " + process.pid();
  }
}
