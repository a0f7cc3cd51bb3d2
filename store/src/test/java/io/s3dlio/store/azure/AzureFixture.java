package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.TestServer;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What the tests of this package share. */
final class AzureFixture {

  /** A key as Azure makes them: 64 bytes in base 64; of no account. */
  static final String SOME_KEY = "c29tZS1rZXk=".repeat(7).replace("=", "") + "c29t";

  private AzureFixture() {}

  static ObjectUri root(String container) {
    return ObjectUri.parse("az://" + container + "@" + "devstoreaccount1");
  }

  /** Options for a server with its key, and more; one of an empty text is not given. */
  static StoreContext context(AzuriteServer server, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("az.shared-key-secret", server.key());
    options.putAll(more);
    return context((TestServer) server, options);
  }

  /** Options for a server, without credentials of its own. */
  static StoreContext context(TestServer server, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("az.endpoint", server.endpoint().toString());
    options.putAll(more);
    StoreConfig config = StoreConfig.defaults();
    return new StoreContext(config, MapSettings.of(options), IoRuntime.open(config.memory()));
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
