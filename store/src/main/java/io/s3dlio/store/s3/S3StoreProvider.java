package io.s3dlio.store.s3;

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
 * Amazon S3 and services that speak its protocol, as {@code s3://bucket/}.
 *
 * <p>Names no type of the SDK, so that it can be listed where the SDK is missing.
 */
public final class S3StoreProvider implements StoreProvider {

  @Override
  public Set<String> schemes() {
    return Set.of("s3");
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return S3Config.KEYS;
  }

  @Override
  public ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    try {
      return S3Store.open(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    try {
      return S3Containers.list(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      S3Containers.create(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    try {
      S3Containers.delete(root, context);
    } catch (NoClassDefFoundError e) {
      throw sdkMissing(root, e);
    }
  }

  private static StoreException sdkMissing(ObjectUri root, NoClassDefFoundError e) {
    return new StoreException(
        root
            + ": the AWS SDK is not on the class path ("
            + e.getMessage()
            + "); add software.amazon.awssdk:s3 and software.amazon.awssdk:apache5-client, or use"
            + " the bundle",
        e);
  }
}
