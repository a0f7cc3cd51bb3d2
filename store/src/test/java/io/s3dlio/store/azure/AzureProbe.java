package io.s3dlio.store.azure;

import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/** A program of its own: writes and copies with the options given as {@code name=value}. */
final class AzureProbe {

  private AzureProbe() {}

  public static void main(String... arguments) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] pair = argument.split("=", 2);
      options.put(pair[0], pair[1]);
    }
    StoreConfig config = StoreConfig.defaults();
    try (IoRuntime runtime = IoRuntime.open(config.memory());
        ObjectStore store =
            new AzureStoreProvider()
                .open(
                    AzureFixture.root("container"),
                    new StoreContext(config, MapSettings.of(options), runtime))) {
      store.put("a", AzureFixture.bytes("x"), PutOptions.none());
      store.copy("a", "b", CopyOptions.none().withSource(ObjectStat.of("a", 1, "e")));
    }
  }
}
