package io.s3dlio.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.OpenedStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/** Uses a store from inside an isolated class loader; takes and gives nothing but text. */
public final class StoreProbe implements Callable<String> {
  private final String root;
  private final Map<String, String> settings;

  public StoreProbe(String root, Map<String, String> settings) {
    this.root = root;
    this.settings = settings;
  }

  /** Puts, lists, reads and deletes one object; what was read. */
  @Override
  public String call() throws IOException {
    MapSettings options = MapSettings.of(settings);
    try (IoRuntime runtime = IoRuntime.open(StoreConfig.parse(options).memory());
        OpenedStore opened = Stores.open(ObjectUri.parse(root + "/"), options, runtime)) {
      ObjectStore store = opened.store();
      String key = "probe/from the jar";
      store.put(key, ByteBuffer.wrap("bytes of the jar".getBytes(UTF_8)), PutOptions.ifAbsent());
      if (store.list(ListQuery.recursive("probe/")).objects().size() != 1) {
        throw new IOException("the object is not listed");
      }
      ByteBuffer target = ByteBuffer.allocate(16);
      try (ObjectReader reader = store.open(key, ReadHints.none())) {
        Stores.readFully(reader, 0, target);
      }
      if (!store.delete(List.of(key)).isEmpty()) {
        throw new IOException("the object was not deleted");
      }
      return new String(target.array(), UTF_8);
    }
  }
}
