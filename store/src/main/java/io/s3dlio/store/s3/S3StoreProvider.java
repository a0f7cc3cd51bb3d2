package io.s3dlio.store.s3;

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
 * Amazon S3 and services that speak its protocol, as {@code s3://bucket/}.
 *
 * <p>Names no type of the SDK, so that it can be listed where the SDK is missing.
 */
public final class S3StoreProvider implements StoreProvider {

  private static final SdkLibrary SDK =
      new SdkLibrary(
          "the AWS SDK", "software.amazon.awssdk:s3 and software.amazon.awssdk:apache5-client");

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
    return SDK.call(root, () -> S3Store.open(root, context));
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) throws IOException {
    return SDK.call(root, () -> S3Containers.list(root, context));
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> S3Containers.create(root, context));
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    SDK.run(root, () -> S3Containers.delete(root, context));
  }
}
