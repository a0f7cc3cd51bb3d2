package io.s3dlio.store.s3;

import io.s3dlio.store.Capability;
import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.ServerKind;
import io.s3dlio.testing.servers.ServerTrait;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** The contract on one S3 server; what that server does unlike S3 stands in {@link KnownFlaws}. */
@ExtendWith(KnownFlaws.class)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
abstract class S3ServerContract extends ObjectStoreContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private static S3Server server;

  private final ServerKind kind;

  S3ServerContract(ServerKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind) {
    server = kind.start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  static S3Server server() {
    return server;
  }

  final ServerKind kind() {
    return kind;
  }

  @Override
  protected final ObjectUri newRoot() throws IOException {
    String bucket = "contract-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    return new ObjectUri("s3", bucket, "");
  }

  @Override
  protected final ObjectUri missingRoot() {
    return new ObjectUri("s3", "no-such-bucket", "");
  }

  @Override
  protected final boolean isJudgeOfRaces() {
    return server.traits().contains(ServerTrait.JUDGES_RACES);
  }

  @Override
  protected final boolean has(Capability capability) {
    return switch (capability) {
      case KEY_BESIDE_PREFIX -> server.traits().contains(ServerTrait.KEY_BESIDE_PREFIX);
      default -> super.has(capability);
    };
  }
}
