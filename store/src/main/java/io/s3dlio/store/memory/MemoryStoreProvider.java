package io.s3dlio.store.memory;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreProvider;
import io.s3dlio.store.config.ConfigKey;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * Storage on the heap under {@code memory://bucket/key}, which lives as long as the provider.
 *
 * <p>The one provider with a state: its buckets.
 */
public final class MemoryStoreProvider implements StoreProvider {

  private final ConcurrentMap<String, MemoryBucket> buckets = new ConcurrentHashMap<>();

  @Override
  public Set<String> schemes() {
    return Set.of("memory");
  }

  @Override
  public List<ConfigKey<?>> keys() {
    return List.of();
  }

  @Override
  public ObjectStore open(ObjectUri root, StoreContext context) {
    String name = bucketOf(root);
    return new MemoryStore(
        new ObjectUri(root.scheme(), name, ""), MemoryStore.LIMITS, () -> buckets.get(name));
  }

  @Override
  public List<String> listContainers(ObjectUri root, StoreContext context) {
    return buckets.keySet().stream().sorted().toList();
  }

  @Override
  public void createContainer(ObjectUri root, StoreContext context) throws IOException {
    if (buckets.putIfAbsent(bucketOf(root), new MemoryBucket()) != null) {
      throw new FileAlreadyExistsException(root.toString(), null, "there is such a bucket");
    }
  }

  @Override
  public void deleteContainer(ObjectUri root, StoreContext context) throws IOException {
    MemoryBucket bucket = buckets.get(bucketOf(root));
    if (bucket == null) {
      throw MemoryStore.noSuchBucket(root);
    }
    if (!bucket.isEmpty()) {
      throw new DirectoryNotEmptyException(root.toString());
    }
    buckets.remove(bucketOf(root), bucket);
  }

  private static String bucketOf(ObjectUri root) {
    if (root.authority().isEmpty()) {
      throw new IllegalArgumentException(
          "no bucket in " + root + ", expected memory://bucket or memory://bucket/key");
    }
    return root.authority();
  }
}
