package io.s3dlio.store.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;

/** What the tests of this package share: stores on a server, bytes in and out. */
final class GcsFixture {

  static final String BUCKET = "bucket";

  private GcsFixture() {}

  /** A store without layers on the server's bucket. */
  static ObjectStore open(URI endpoint) throws IOException {
    return open(endpoint, Map.of());
  }

  /** A store without layers, with more options. */
  static ObjectStore open(URI endpoint, Map<String, String> more) throws IOException {
    return new GcsStoreProvider().open(root(), context(endpoint, more));
  }

  static ObjectUri root() {
    return ObjectUri.parse("gs://" + BUCKET);
  }

  static StoreContext context(URI endpoint, Map<String, String> more) {
    Map<String, String> options = new HashMap<>();
    options.put("gs.endpoint", endpoint.toString());
    options.putAll(more);
    StoreConfig config = StoreConfig.defaults();
    return new StoreContext(config, MapSettings.of(options), IoRuntime.open(config.memory()));
  }

  static byte[] random(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  static byte[] readAll(ObjectReader reader, ByteRange range) throws IOException {
    try (ReadableByteChannel channel = reader.get(range)) {
      ByteArrayOutputStream all = new ByteArrayOutputStream();
      ByteBuffer piece = ByteBuffer.allocateDirect(10_000);
      while (channel.read(piece) >= 0) {
        piece.flip();
        byte[] copy = new byte[piece.remaining()];
        piece.get(copy);
        all.write(copy, 0, copy.length);
        piece.clear();
      }
      return all.toByteArray();
    }
  }

  static String text(byte[] bytes) {
    return new String(bytes, UTF_8);
  }

  static byte[] slice(byte[] bytes, int from, int to) {
    return Arrays.copyOfRange(bytes, from, to);
  }
}
