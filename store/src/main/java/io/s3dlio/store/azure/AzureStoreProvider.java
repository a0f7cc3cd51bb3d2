package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
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
    try {
      return AzureStore.open(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    try {
      return AzureContainers.list(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      AzureContainers.create(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      AzureContainers.delete(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  private static StoreException sdkMissing(ObjectUri root, NoClassDefFoundError e) {
    return new StoreException(
        root
            + ": Azure's SDK is not on the class path ("
            + e.getMessage()
            + "); add com.azure:azure-storage-blob, com.azure:azure-storage-blob-batch,"
            + " com.azure:azure-identity and org.apache.httpcomponents.client5:httpclient5, or use"
            + " the bundle",
        e);
  }
}
