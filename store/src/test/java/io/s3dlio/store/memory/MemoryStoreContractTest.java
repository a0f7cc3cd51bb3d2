package io.s3dlio.store.memory;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;

/** The contract on the heap. */
final class MemoryStoreContractTest extends ObjectStoreContract {

  private final IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory());
  private final StoreContext context =
      new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);

  private final MemoryStoreProvider provider = new MemoryStoreProvider();
  private int roots;

  @Override
  protected ObjectUri newRoot() throws IOException {
    roots++;
    ObjectUri root = new ObjectUri("memory", "bucket" + roots, "");
    provider.createContainer(root, context);
    return root;
  }

  @Override
  protected ObjectUri missingRoot() {
    return new ObjectUri("memory", "missing", "");
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) {
    return provider.open(root, context);
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }
}
