package io.s3dlio.testing.servers;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server that passes every request on to another one, byte for byte, and keeps a record.
 *
 * <p>It may stand before any server; what only S3 has it answers only in front of an S3 server.
 *
 * <p>Clients use it as they would the server behind it, with the same keys: the Host header that
 * they sign travels unchanged. Bodies stream through. With a {@link FaultPlan} it spoils what the
 * plan names. Thread-safe; closing ends its connections and its threads, and leaves the server
 * behind it running.
 */
public final class Relay implements S3Server {
  private final TestServer behind;
  private final RequestLog log = new RequestLog();
  private final ConnectionServer connections;
  private volatile FaultPlan plan = FaultPlan.none();

  private Relay(TestServer behind, Optional<TestCertificate> certificate) {
    this.behind = behind;
    URI target = behind.endpoint();
    this.connections =
        ConnectionServer.start(
            "relay",
            certificate.map(TestCertificate::context),
            connection -> new RelayedConnection(connection, target, log, () -> plan).run());
  }

  /** Starts a relay on a free loopback port. */
  public static Relay inFrontOf(TestServer server) {
    return new Relay(server, Optional.empty());
  }

  /** Starts a relay that speaks TLS with its clients, and plain HTTP with the server. */
  public static Relay withTls(TestServer server, TestCertificate certificate) {
    return new Relay(server, Optional.of(certificate));
  }

  /** Replaces the plan; requests that began before keep the fault that was chosen for them. */
  public Relay faults(FaultPlan next) {
    plan = next;
    return this;
  }

  /** What came since the start or the last {@link #reset()}, in the order of arrival. */
  public List<RecordedRequest> requests() {
    return log.requests();
  }

  /** The names of the service's operations for {@link #requests()}. */
  public List<String> operations() {
    return requests().stream().map(RecordedRequest::operation).toList();
  }

  /** Forgets the requests so far. */
  public void reset() {
    log.reset();
  }

  @Override
  public String name() {
    return behind.name();
  }

  @Override
  public URI endpoint() {
    return URI.create(connections.endpoint() + behind.endpoint().getRawPath());
  }

  @Override
  public String accessKey() {
    return s3().accessKey();
  }

  @Override
  public String secretKey() {
    return s3().secretKey();
  }

  @Override
  public String region() {
    return s3().region();
  }

  @Override
  public Set<ServerTrait> traits() {
    return s3().traits();
  }

  private S3Server s3() {
    if (behind instanceof S3Server server) {
      return server;
    }
    throw new UnsupportedOperationException(behind + " is no S3 server: ask it for its own keys");
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return "relay at " + endpoint() + " in front of " + behind;
  }
}
