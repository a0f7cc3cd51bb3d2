package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.testing.servers.AzuriteServer;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** The contract on Azurite. */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
@SuppressWarnings("NullAway.Init") // JUnit fills the field before the first test.
abstract class AzuriteContract extends ObjectStoreContract {

  private static final AtomicInteger CONTAINERS = new AtomicInteger();

  private static AzuriteServer server;

  @BeforeAll
  static void start() {
    server = AzuriteServer.start();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  static AzuriteServer server() {
    return server;
  }

  @Override
  protected final ObjectUri newRoot() throws IOException {
    String container = "contract-" + CONTAINERS.incrementAndGet();
    server.createContainer(container);
    return AzureFixture.root(container);
  }

  @Override
  protected final ObjectUri missingRoot() {
    return AzureFixture.root("no-such-container");
  }

  @Override
  protected final boolean keepsBackslashes() {
    return false;
  }

  @Override
  protected final boolean isAbortKnownToAll() {
    return false;
  }
}
