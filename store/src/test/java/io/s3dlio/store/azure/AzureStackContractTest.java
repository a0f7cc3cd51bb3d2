package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.Stores;
import java.io.IOException;
import java.util.Map;

/** The contract on Azurite through all layers, which must not be seen. */
final class AzureStackContractTest extends AzuriteContract {

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    StoreContext context = AzureFixture.context(server(), Map.of());
    return Stores.open(root, context.settings(), context.runtime()).store();
  }
}
