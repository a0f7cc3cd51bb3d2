package io.s3dlio.bundle;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreProvider;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;

/**
 * Makes, lists and removes a container, which other parts of the SDKs do than those for objects.
 */
public final class ContainersProbe implements Callable<String> {
  private final ObjectUri root;
  private final MapSettings settings;

  public ContainersProbe(String root, Map<String, String> settings) {
    this.root = ObjectUri.parse(root);
    this.settings = MapSettings.of(settings);
  }

  /** Whether the container was listed while it was there, and afterwards. */
  @Override
  public String call() throws IOException {
    StoreConfig config = StoreConfig.parse(settings);
    StoreProvider provider = Stores.provider(root.scheme());
    String name = root.authority().split("@", 2)[0];
    try (IoRuntime runtime = IoRuntime.open(config.memory())) {
      StoreContext context = new StoreContext(config, settings, runtime);
      provider.createContainer(root, context);
      List<String> with = provider.listContainers(root, context);
      provider.deleteContainer(root, context);
      List<String> without = provider.listContainers(root, context);
      return with.contains(name) + ", then " + without.contains(name);
    }
  }
}
