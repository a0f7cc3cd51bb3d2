package io.s3dlio.fs;

import io.s3dlio.store.Capability;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.OpenedStore;
import io.s3dlio.store.Stores;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.Settings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.store.transfer.Parallel;
import java.io.Closeable;
import java.io.IOException;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * One store as one FileSystem sees it: the store with its layers, the engine, options, counters,
 * and how keys become paths and statuses. Thread-safe; closing closes the store.
 */
final class Mount implements Closeable {

  private final OpenedStore opened;
  private final HadoopConfig options;
  private final StorePaths paths;
  private final HadoopStatistics statistics;
  private final KnownDirectories known;
  private final String owner;
  private final boolean fixedRoot;

  private Mount(
      OpenedStore opened, HadoopConfig options, StorePaths paths, String owner, boolean fixedRoot) {
    this.opened = opened;
    this.options = options;
    this.paths = paths;
    this.owner = owner;
    this.fixedRoot = fixedRoot;
    this.statistics = new HadoopStatistics(opened.metrics());
    this.known = new KnownDirectories(opened.runtime().clock(), options.parentMemory());
  }

  /**
   * Opens the store that an address names, or that lists the containers of one; sends nothing.
   *
   * @throws IOException for a root, option name or value that cannot be
   */
  static Mount open(Address address, Configuration configuration) throws IOException {
    Opener opener = address.holdsContainers() ? Stores::openContainers : Stores::open;
    return open(opener, address, address.root(), new StorePaths(address.uri(), ""), configuration);
  }

  /**
   * Opens the store of one container of those that an address holds; sends nothing.
   *
   * @throws IOException for a container, option name or value that cannot be
   */
  static Mount open(Address address, String container, Configuration configuration)
      throws IOException {
    StorePaths paths = new StorePaths(address.uri(), container);
    return open(Stores::open, address, address.root(container), paths, configuration);
  }

  private static Mount open(
      Opener opener, Address address, ObjectUri root, StorePaths paths, Configuration configuration)
      throws IOException {
    Set<String> own = new HashSet<>();
    for (ConfigKey<?> key : HadoopConfig.KEYS) {
      own.add(key.name());
    }
    Set<String> known = new HashSet<>(own);
    Stores.keys().forEach(key -> known.add(key.name()));
    HadoopSettings settings =
        new HadoopSettings(configuration, address.optionNames(root), known, address.options());
    try {
      String owner = UserGroupInformation.getCurrentUser().getShortUserName();
      HadoopConfig options = HadoopConfig.parse(settings);
      IoRuntime runtime = IoRuntime.shared(StoreConfig.parse(settings).memory());
      OpenedStore opened = opener.open(root, settings, runtime, own, IoEvents.NONE);
      return new Mount(opened, options, paths, owner, address.holdsContainers());
    } catch (IllegalArgumentException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  /** One of the ways in which {@link Stores} opens. */
  @FunctionalInterface
  private interface Opener {
    OpenedStore open(
        ObjectUri root,
        Settings settings,
        IoRuntime runtime,
        Collection<String> otherNames,
        IoEvents events)
        throws IOException;
  }

  ObjectStore store() {
    return opened.store();
  }

  StoreConfig config() {
    return opened.config();
  }

  IoRuntime runtime() {
    return opened.runtime();
  }

  /**
   * Makes several store calls at once and returns their answers in order; the first failure counts.
   */
  <T> List<T> atOnce(List<Parallel.Call<T>> calls) throws IOException {
    if (calls.size() == 1) {
      return List.of(calls.get(0).run());
    }
    AtomicReferenceArray<T> answers = new AtomicReferenceArray<>(calls.size());
    runtime()
        .parallel()
        .forEach(
            IntStream.range(0, calls.size()).iterator(),
            Math.max(1, calls.size()),
            index -> answers.set(index, calls.get(index).run()));
    return IntStream.range(0, calls.size()).mapToObj(answers::get).toList();
  }

  HadoopConfig options() {
    return options;
  }

  /** The short name of the user who opened this FileSystem. */
  String owner() {
    return owner;
  }

  StorePaths paths() {
    return paths;
  }

  HadoopStatistics statistics() {
    return statistics;
  }

  KnownDirectories known() {
    return known;
  }

  boolean can(Capability capability) {
    return store().capabilities().contains(capability);
  }

  /** Whether directories exist by themselves, as on a disk, instead of by markers and prefixes. */
  boolean hasRealDirectories() {
    return can(Capability.ATOMIC_MOVE);
  }

  /**
   * Checks that a key is not the root of a container that is a directory of its FileSystem.
   *
   * @throws PathIOException saying that containers stay
   */
  void requireNoContainer(String key) throws PathIOException {
    if (key.isEmpty() && fixedRoot) {
      throw new PathIOException(
          paths.path(key).toString(),
          "containers are neither made, removed nor renamed here, and nothing was changed; use the"
              + " service's own tool, or the paths of what is in the container");
    }
  }

  /** The status of an object. */
  StoreFileStatus status(ObjectStat stat) {
    return StoreFileStatus.file(
        paths.path(stat.key()),
        stat.size(),
        options.blockSize(),
        stat.modified().map(Instant::toEpochMilli).orElse(0L),
        owner,
        stat.etag());
  }

  /** The status of a directory; time in milliseconds since 1970, 0 when unknown. */
  StoreFileStatus directory(String key, long modifiedMillis) {
    return StoreFileStatus.directory(paths.path(key), modifiedMillis, owner);
  }

  @Override
  public void close() throws IOException {
    store().close();
  }
}
