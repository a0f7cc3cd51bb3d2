package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import java.io.IOException;
import java.util.Map;

/** The contract on Azurite, without layers. */
final class AzureStoreContractTest extends AzuriteContract {

  @Override
  protected ObjectStore openStore(ObjectUri root) throws IOException {
    return new AzureStoreProvider().open(root, AzureFixture.context(server(), Map.of()));
  }
}
