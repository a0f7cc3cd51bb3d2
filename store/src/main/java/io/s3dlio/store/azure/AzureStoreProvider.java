package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.SdkLibrary;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreProvider;
import io.s3dlio.store.config.ConfigKey;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * Azure Blob Storage, as {@code az://container@account/} or {@code azure://...}.
 *
 * <p>Names no type of the SDK, so that it can be listed where the SDK is missing.
 */
public final class AzureStoreProvider implements StoreProvider {

  private static final SdkLibrary SDK =
      new SdkLibrary(
          "Azure's SDK",
          "com.azure:azure-storage-blob, com.azure:azure-storage-blob-batch,"
              + " com.azure:azure-identity and org.apache.httpcomponents.client5:httpclient5");

  @Override
  public Set<String> schemes() {
    return Set.of("az", "azure");
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return AzureConfig.KEYS;
  }

  @Override
  public ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    return SDK.call(root, () -> AzureStore.open(root, context));
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    return SDK.call(root, () -> AzureContainers.list(root, context));
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> AzureContainers.create(root, context));
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> AzureContainers.delete(root, context));
  }
}
