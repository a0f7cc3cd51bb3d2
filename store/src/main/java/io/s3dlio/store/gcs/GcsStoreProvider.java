package io.s3dlio.store.gcs;

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
 * Google Cloud Storage, as {@code gs://bucket/} or {@code gcs://bucket/}.
 *
 * <p>Names no type of the SDK, so that it can be listed where the SDK is missing.
 */
public final class GcsStoreProvider implements StoreProvider {

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
    try {
      return GcsStore.open(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    try {
      return GcsContainers.list(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      GcsContainers.create(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      GcsContainers.delete(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  private static StoreException sdkMissing(ObjectUri root, NoClassDefFoundError e) {
    return new StoreException(
        root
            + ": Google's storage library is not on the class path ("
            + e.getMessage()
            + "); add com.google.cloud:google-cloud-storage and"
            + " org.apache.httpcomponents.client5:httpclient5, or use the bundle",
        e);
  }
}
