package io.s3dlio.store.gcs;

import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.testing.servers.GcsServer;
import io.s3dlio.testing.servers.GcsServerKind;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;

/** The contract on one server; what it does unlike Google stands in {@link KnownFlaws}. */
@ExtendWith(KnownFlaws.class)
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
abstract class GcsServerContract extends ObjectStoreContract {

  private static final AtomicInteger BUCKETS = new AtomicInteger();

  private static GcsServer server;

  private final GcsServerKind kind;

  GcsServerContract(GcsServerKind kind) {
    this.kind = kind;
  }

  @BeforeParameterizedClassInvocation
  static void start(GcsServerKind kind) {
    server = kind.start();
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  static GcsServer server() {
    return server;
  }

  final GcsServerKind kind() {
    return kind;
  }

  @Override
  protected final ObjectUri newRoot() throws IOException {
    String bucket = "contract-" + BUCKETS.incrementAndGet();
    server.createBucket(bucket);
    return new ObjectUri("gs", bucket, "");
  }

  @Override
  protected final ObjectUri missingRoot() {
    return new ObjectUri("gs", "no-such-bucket", "");
  }
}
