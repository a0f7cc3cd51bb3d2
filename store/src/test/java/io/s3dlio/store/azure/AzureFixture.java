package io.s3dlio.store.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What the tests of this package share. */
final class AzureFixture {

  /** A key as Azure makes them: 64 bytes in base 64; of no account. */
  static final String SOME_KEY = Base64.getEncoder().encodeToString(random(64, 3));

  static final String CONTAINER = "container";

  private AzureFixture() {}

  static ObjectUri root(String container) {
    return ObjectUri.parse("az://" + container + "@" + AzuriteServer.ACCOUNT);
  }

  /** Options for a server with its key, and more; one of an empty text is not given. */
  static StoreContext context(AzuriteServer server, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("az.shared-key-secret", server.key());
    options.putAll(more);
    return contextOf(server, options);
  }

  /** A store without layers, with the options of {@link #context(AzuriteServer, Map)}. */
  static ObjectStore open(AzuriteServer server, TestServer way, Map<String, String> more)
      throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("az.shared-key-secret", server.key());
    options.putAll(more);
    return new AzureStoreProvider().open(root(CONTAINER), contextOf(way, options));
  }

  /** A store of a fake, which takes any signature. */
  static ObjectStore open(HttpFake fake, Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("az.shared-key-secret", SOME_KEY);
    options.putAll(more);
    return new AzureStoreProvider().open(root(CONTAINER), contextOf(fake, options));
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  static byte[] readAll(ObjectReader reader, ByteRange range) throws IOException {
    try (ReadableByteChannel channel = reader.get(range)) {
      return Channels.newInputStream(channel).readAllBytes();
    }
  }

  /** Options for a server, without credentials of its own. */
  static StoreContext contextOf(TestServer server, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("az.endpoint", endpoint(server));
    options.putAll(more);
    StoreConfig config = StoreConfig.defaults();
    return new StoreContext(config, MapSettings.of(options), IoRuntime.open(config.memory()));
  }

  /** With the account in its path, as a host that is no account's own needs it. */
  private static String endpoint(TestServer server) {
    String endpoint = server.endpoint().toString();
    String account = "/" + AzuriteServer.ACCOUNT;
    return endpoint.endsWith(account) ? endpoint : endpoint + account;
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }
}
