package io.s3dlio.testing.servers;

import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A server that passes every request on to another one, byte for byte, and keeps a record.
 *
 * <p>Clients use it as they would the server behind it, with the same keys: the Host header that
 * they sign travels unchanged. Bodies stream through. With a {@link FaultPlan} it spoils what the
 * plan names. Thread-safe; closing ends its connections and its threads, and leaves the server
 * behind it running.
 */
public final class Relay implements S3Server {
  private final S3Server behind;
  private final RequestLog log = new RequestLog();
  private final ConnectionServer connections;
  private volatile FaultPlan plan = FaultPlan.none();

  private Relay(S3Server behind, Optional<TestCertificate> certificate) {
    this.behind = behind;
    URI target = behind.endpoint();
    this.connections =
        ConnectionServer.start(
            "relay",
            certificate.map(TestCertificate::context),
            connection -> new RelayedConnection(connection, target, log, () -> plan).run());
  }

  /** Starts a relay on a free loopback port. */
  public static Relay inFrontOf(S3Server server) {
    return new Relay(server, Optional.empty());
  }

  /** Starts a relay that speaks TLS with its clients, and plain HTTP with the server. */
  public static Relay withTls(S3Server server, TestCertificate certificate) {
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

  /** The names of S3's operations for {@link #requests()}. */
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
    return connections.endpoint();
  }

  @Override
  public String accessKey() {
    return behind.accessKey();
  }

  @Override
  public String secretKey() {
    return behind.secretKey();
  }

  @Override
  public String region() {
    return behind.region();
  }

  @Override
  public Set<ServerTrait> traits() {
    return behind.traits();
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
