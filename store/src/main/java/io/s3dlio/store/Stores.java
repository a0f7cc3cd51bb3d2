package io.s3dlio.store;

import io.s3dlio.store.azure.AzureStoreProvider;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.OptionNames;
import io.s3dlio.store.config.Settings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.gcs.GcsStoreProvider;
import io.s3dlio.store.layer.MeteredStore;
import io.s3dlio.store.layer.RetryingStore;
import io.s3dlio.store.layer.StoreMetrics;
import io.s3dlio.store.local.LocalStoreProvider;
import io.s3dlio.store.memory.MemoryStoreProvider;
import io.s3dlio.store.s3.S3StoreProvider;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Where a program begins: opens stores by URI; and conveniences over the contract that no backend
 * and no layer needs to know.
 */
public final class Stores {

  /** Cheap to hold: a provider loads its service's SDK when it opens a store, not before. */
  private static final List<StoreProvider> PROVIDERS =
      List.of(
          new LocalStoreProvider(),
          new MemoryStoreProvider(),
          new S3StoreProvider(),
          new AzureStoreProvider(),
          new GcsStoreProvider());

  private Stores() {}

  /**
   * Opens a root in plain Java: {@link #open(ObjectUri, Settings, IoRuntime, Collection,
   * IoEvents)}.
   */
  public static OpenedStore open(ObjectUri root, Settings settings, IoRuntime runtime)
      throws IOException {
    return open(root, settings, runtime, Set.of(), IoEvents.NONE);
  }

  /**
   * Opens a root with its layers, from the outside in: metered, retrying, backend. Sends nothing.
   *
   * @param runtime lent; closed by its owner after the store
   * @param otherNames options in {@code settings} that belong to the caller
   * @param events hears of every retry
   * @throws IllegalArgumentException for a scheme, root, option name or value that cannot be
   * @throws IOException when a secret or certificate cannot be read
   */
  public static OpenedStore open(
      ObjectUri root,
      Settings settings,
      IoRuntime runtime,
      Collection<String> otherNames,
      IoEvents events)
      throws IOException {
    return open(root, settings, runtime, otherNames, events, StoreProvider::open);
  }

  /**
   * Opens what lists the containers of an account or service, as the prefixes at its root, with the
   * same layers. It holds no object, and refuses to write. Sends nothing.
   *
   * @param account scheme and account or service, without a container
   * @throws IllegalArgumentException for a scheme, option name or value that cannot be
   */
  public static OpenedStore openContainers(
      ObjectUri account,
      Settings settings,
      IoRuntime runtime,
      Collection<String> otherNames,
      IoEvents events)
      throws IOException {
    return open(
        account,
        settings,
        runtime,
        otherNames,
        events,
        (provider, root, context) -> new ContainersStore(root, provider, context));
  }

  private static OpenedStore open(
      ObjectUri root,
      Settings settings,
      IoRuntime runtime,
      Collection<String> otherNames,
      IoEvents events,
      Backend kind)
      throws IOException {
    StoreProvider provider = provider(root.scheme());
    Set<String> known = new HashSet<>(otherNames);
    keys().forEach(key -> known.add(key.name()));
    OptionNames.check(settings, known);
    StoreConfig config = StoreConfig.parse(settings);
    StoreMetrics metrics = new StoreMetrics();
    IoEvents all =
        (operation, key, attempt, failure, delay) -> {
          metrics.retrying(operation, key, attempt, failure, delay);
          events.retrying(operation, key, attempt, failure, delay);
        };
    ObjectStore backend = kind.open(provider, root, new StoreContext(config, settings, runtime));
    ObjectStore retrying = new RetryingStore(backend, config.retry(), runtime, all);
    return new OpenedStore(
        new MeteredStore(retrying, metrics, runtime.clock()), metrics, config, runtime);
  }

  /** Opens the innermost store. */
  private interface Backend {
    ObjectStore open(StoreProvider provider, ObjectUri root, StoreContext context)
        throws IOException;
  }

  /**
   * The kind of storage that serves a scheme.
   *
   * @throws IllegalArgumentException naming the schemes there are
   */
  public static StoreProvider provider(String scheme) {
    Set<String> schemes = new TreeSet<>();
    for (StoreProvider provider : PROVIDERS) {
      if (provider.schemes().contains(scheme)) {
        return provider;
      }
      schemes.addAll(provider.schemes());
    }
    throw new IllegalArgumentException(
        "no storage is known for the scheme \"" + scheme + "\"; supported are " + schemes);
  }

  /** Every option of this library's stores: the shared ones and those of each kind of storage. */
  public static List<ConfigKey<?>> keys() {
    return Stream.concat(
            StoreConfig.KEYS.stream(), PROVIDERS.stream().flatMap(p -> p.keys().stream()))
        .toList();
  }

  /** Whether an object of exactly this key exists; one request. */
  public static boolean exists(ObjectStore store, String key) throws IOException {
    try {
      store.stat(key);
      return true;
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      return false;
    }
  }

  /**
   * Fills the buffer from {@code offset}.
   *
   * @throws EOFException when the object ends before the buffer is full
   */
  public static void readFully(ObjectReader reader, long offset, ByteBuffer target)
      throws IOException {
    try (ReadableByteChannel channel = reader.get(ByteRange.of(offset, target.remaining()))) {
      while (target.hasRemaining()) {
        if (channel.read(target) < 0) {
          throw new EOFException(
              "the object ends " + target.remaining() + " bytes before the range's end");
        }
      }
    }
  }
}
