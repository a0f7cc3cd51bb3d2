package io.s3dlio.store.gcs;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Asks for one status with the options given as {@code name=value}, in a process whose environment
 * the test has made, and prints what came of it in one line.
 */
final class GcsDefaultProbe {

  private GcsDefaultProbe() {}

  public static void main(String[] arguments) throws IOException {
    Map<String, String> options = new HashMap<>();
    for (String argument : arguments) {
      String[] both = argument.split("=", 2);
      options.put(both[0], both[1]);
    }
    StoreConfig config = StoreConfig.defaults();
    StoreContext context =
        new StoreContext(config, MapSettings.of(options), IoRuntime.open(config.memory()));
    try (ObjectStore store = new GcsStoreProvider().open(GcsFixture.root(), context)) {
      System.out.println("PROBE " + store.stat("k").size() + " bytes");
    } catch (IOException | RuntimeException e) {
      System.out.println(
          "PROBE "
              + e.getClass().getSimpleName()
              + " "
              + String.valueOf(e.getMessage()).replace('\n', ' '));
    }
    System.exit(0);
  }
}
