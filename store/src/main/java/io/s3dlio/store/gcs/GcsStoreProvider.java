package io.s3dlio.store.gcs;

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
 * Google Cloud Storage, as {@code gs://bucket/} or {@code gcs://bucket/}.
 *
 * <p>Names no type of the SDK, so that it can be listed where the SDK is missing.
 */
public final class GcsStoreProvider implements StoreProvider {

  private static final SdkLibrary SDK =
      new SdkLibrary(
          "Google's storage library",
          "com.google.cloud:google-cloud-storage and"
              + " org.apache.httpcomponents.client5:httpclient5");

  @Override
  public Set<String> schemes() {
    return Set.of("gs", "gcs");
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return GcsConfig.KEYS;
  }

  @Override
  public ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    return SDK.call(root, () -> GcsStore.open(root, context));
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    return SDK.call(root, () -> GcsContainers.list(root, context));
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> GcsContainers.create(root, context));
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> GcsContainers.delete(root, context));
  }
}
