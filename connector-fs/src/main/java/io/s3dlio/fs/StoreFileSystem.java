package io.s3dlio.fs;

import io.s3dlio.store.Capability;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.transfer.PartWriter;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Options;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.impl.OpenFileParameters;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The Hadoop FileSystem over one container of an object store ({@code s3}, {@code az}, {@code gs}),
 * over all containers of an account or service, or over a disk through {@code direct:}; see {@link
 * Address} for the forms of its URI.
 *
 * <p>Runs on every Hadoop from 3.3.4; bind {@link StoreFileSystem34} from 3.4.1 on. Speaks the
 * dialect of HDFS: a rename onto a file is false, {@code create} under a file fails, a missing file
 * is a {@link FileNotFoundException} from {@code open} itself. A file is visible when its stream
 * has been closed, all at once. Thread-safe.
 */
public class StoreFileSystem extends FileSystem implements IOStatisticsSource {

  private static final Logger LOG = LoggerFactory.getLogger(StoreFileSystem.class);

  private final AtomicBoolean syncWarned = new AtomicBoolean();
  private @Nullable URI uri;
  private volatile @Nullable Path workingDirectory;
  private volatile @Nullable Mounts mounts;

  /** One call on the store, for one key. */
  @FunctionalInterface
  private interface Call<T> {
    T run(Services services, String key) throws IOException;
  }

  /** Made by Hadoop, which then calls {@link #initialize}. */
  public StoreFileSystem() {}

  /**
   * Opens the store of a root; sends nothing.
   *
   * @throws IOException for a root, option name or value that cannot be, in one line that says why;
   *     never unchecked, because Hadoop's shell answers that with its whole usage
   */
  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    setConf(configuration);
    Address address = Address.parse(name);
    uri = address.uri();
    Mounts opened = Mounts.open(address, configuration);
    mounts = opened;
    // Where containers are the directories of the root, /user would be one of them.
    String home = opened.holdsContainers() ? "/" : "/user/" + opened.main().mount().owner();
    workingDirectory = new Path(home).makeQualified(address.uri(), null);
  }

  /** What serves a path. */
  final Mount mount(Path path) throws IOException {
    return mounts().of(makeQualified(path)).mount();
  }

  final Mount mount() throws IOException {
    return mounts().main().mount();
  }

  final Mounts mounts() throws IOException {
    Mounts now = mounts;
    if (now == null) {
      throw new IOException("this FileSystem is closed, or was never initialized");
    }
    return now;
  }

  private <T> T run(String operation, Path path, Call<T> call) throws IOException {
    Path full = makeQualified(path);
    Services now = mounts().of(full);
    String key = now.mount().paths().key(full);
    now.mount().statistics().count(operation);
    try {
      return call.run(now, key);
    } catch (IOException e) {
      throw HadoopErrors.translate(full, e);
    }
  }

  @Override
  public String getScheme() {
    return getUri().getScheme();
  }

  @Override
  public URI getUri() {
    return Objects.requireNonNull(uri, "not initialized");
  }

  @Override
  public Path getWorkingDirectory() {
    return Objects.requireNonNull(workingDirectory, "not initialized");
  }

  @Override
  public void setWorkingDirectory(Path directory) {
    workingDirectory = makeQualified(directory);
  }

  @Override
  @Deprecated
  public long getDefaultBlockSize() {
    Mounts now = mounts;
    return now == null ? super.getDefaultBlockSize() : now.main().mount().options().blockSize();
  }

  // ---- reading

  /** Opens a file by one ranged GET, which also tells length and version. */
  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    statistics.incrementReadOps(1);
    Consumer<IOStatistics> finished = streamFinished();
    return run(
        StoreStatisticNames.OP_OPEN,
        path,
        (now, key) -> opener(now).open(makeQualified(path), key, ReadHints.none(), finished));
  }

  @Override
  protected CompletableFuture<FSDataInputStream> openFileWithOptions(
      Path path, OpenFileParameters parameters) throws IOException {
    Path full = makeQualified(path);
    Services now = mounts().of(full);
    String key = now.mount().paths().key(full);
    ReadHints hints = OpenOptions.hints(full.toString(), parameters);
    statistics.incrementReadOps(1);
    now.mount().statistics().count(StoreStatisticNames.OP_OPENFILE);
    Consumer<IOStatistics> finished = streamFinished();
    if (hints.size().isPresent() && !key.isEmpty()) {
      return CompletableFuture.completedFuture(opener(now).open(full, key, hints, finished));
    }
    return CompletableFuture.supplyAsync(
        () -> {
          try {
            return opener(now).open(full, key, hints, finished);
          } catch (IOException e) {
            throw new CompletionException(HadoopErrors.translate(full, e));
          }
        },
        now.mount().runtime().executor());
  }

  private StreamOpener opener(Services now) {
    return new StreamOpener(now.mount(), now.rules(), statistics, false, this::stream);
  }

  /** The stream class that this Hadoop can load. */
  StoreInputStream stream(StoreInputStream.Parts parts) {
    return new StoreInputStream(parts);
  }

  /** Receives the counters of a stream that this thread opens now. */
  Consumer<IOStatistics> streamFinished() throws IOException {
    return mount().statistics()::add;
  }

  // ---- writing

  @Override
  public FSDataOutputStream create(
      Path path,
      @Nullable FsPermission permission,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return create(path, condition(overwrite), true);
  }

  @Override
  public FSDataOutputStream createNonRecursive(
      Path path,
      @Nullable FsPermission permission,
      EnumSet<CreateFlag> flags,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    return create(path, condition(flags.contains(CreateFlag.OVERWRITE)), false);
  }

  @Override
  public StoreOutputStreamBuilder createFile(Path path) {
    return new StoreOutputStreamBuilder(this, path).create().overwrite(true);
  }

  private static PutOptions condition(boolean overwrite) {
    return overwrite ? PutOptions.none() : PutOptions.ifAbsent();
  }

  /**
   * Begins a file.
   *
   * @param recursive whether missing parents are made, as they are by the key alone
   */
  final FSDataOutputStream create(Path path, PutOptions options, boolean recursive)
      throws IOException {
    statistics.incrementWriteOps(1);
    Consumer<IOStatistics> finished = streamFinished();
    String operation =
        recursive ? StoreStatisticNames.OP_CREATE : StoreStatisticNames.OP_CREATE_NON_RECURSIVE;
    return run(
        operation,
        path,
        (now, key) -> {
          Mount mount = now.mount();
          if (!recursive) {
            now.rules().requireDirectory(StorePaths.parent(key));
          }
          now.rules().checkCreate(key);
          var writer =
              new PartWriter(mount.store(), key, options, mount.runtime(), mount.config().write());
          var stream =
              new StoreOutputStream(
                  makeQualified(path),
                  writer,
                  this::syncAsked,
                  () -> mount.known().forget(key),
                  finished);
          return new FSDataOutputStream(stream, statistics);
        });
  }

  private void syncAsked(Path path, String call) {
    Mounts now = mounts;
    if (now != null && now.main().mount().options().sync() == HadoopConfig.Sync.FAIL) {
      throw new UnsupportedOperationException(
          call + " of " + path + ": its bytes become visible and safe only by close");
    }
    if (syncWarned.compareAndSet(false, true)) {
      LOG.warn(
          "{} of {} does nothing: bytes become visible and safe only by close"
              + " (fs.s3dlio.hadoop.sync=fail makes such calls fail)",
          call,
          path);
    }
  }

  @Override
  public FSDataOutputStream append(Path path, int bufferSize, @Nullable Progressable progress)
      throws IOException {
    throw new UnsupportedOperationException("append to " + path + ": files here are written once");
  }

  // ---- names

  @Override
  public boolean rename(Path source, Path target) throws IOException {
    statistics.incrementWriteOps(1);
    return run(
        StoreStatisticNames.OP_RENAME,
        source,
        (now, key) -> now.renames().rename(key, renamed(now, key, source, target)));
  }

  /** Renames or throws, as {@code FileContext} wants it; a file is replaced in one step. */
  @Override
  @Deprecated
  protected void rename(Path source, Path target, Options.Rename... options) throws IOException {
    statistics.incrementWriteOps(1);
    boolean overwrite = Arrays.asList(options).contains(Options.Rename.OVERWRITE);
    run(
        StoreStatisticNames.OP_RENAME,
        source,
        (now, key) -> {
          PutCondition condition = overwrite ? PutCondition.always() : PutCondition.ifAbsent();
          try {
            now.renames().renameOnto(key, renamed(now, key, source, target), condition);
            return true;
          } catch (IOException e) {
            throw HadoopErrors.translate(makeQualified(target), e);
          }
        });
  }

  /** The key that a rename leads to, in the same container. */
  private String renamed(Services now, String key, Path source, Path target) throws IOException {
    Path end = makeQualified(target);
    now.mount().requireNoContainer(key);
    if (!mounts().of(end).equals(now)) {
      throw new PathIOException(
          source.toString(),
          "cannot be renamed to "
              + end
              + ": nothing is renamed between containers; copy it there (hadoop fs -cp, distcp)");
    }
    return now.mount().paths().key(end);
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    statistics.incrementWriteOps(1);
    return run(StoreStatisticNames.OP_DELETE, path, (now, key) -> now.delete(key, recursive));
  }

  /** Removes many keys at once. */
  final BulkRemoval bulkRemoval(Path base) throws IOException {
    Services now = mounts().of(base);
    return new BulkRemoval(now.mount(), now.rules());
  }

  @Override
  public boolean mkdirs(Path path, @Nullable FsPermission permission) throws IOException {
    statistics.incrementWriteOps(1);
    return run(
        StoreStatisticNames.OP_MKDIRS,
        path,
        (now, key) -> {
          if (key.isEmpty() && mounts().holdsContainers()) {
            // Says so when there is no such container.
            now.rules().find(key);
          }
          now.rules().make(key);
          return true;
        });
  }

  // ---- statuses

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    statistics.incrementReadOps(1);
    return run(
        StoreStatisticNames.OP_GET_FILE_STATUS,
        path,
        (now, key) -> {
          Found found = now.rules().find(key);
          if (found instanceof Found.File file) {
            return now.mount().status(file.stat());
          }
          if (found instanceof Found.Directory directory) {
            now.mount().known().seen(key);
            return now.mount().directory(key, directory.modifiedMillis());
          }
          throw HadoopErrors.missing(makeQualified(path));
        });
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    RemoteIterator<FileStatus> entries = listStatusIterator(path);
    List<FileStatus> all = new ArrayList<>();
    while (entries.hasNext()) {
      all.add(entries.next());
    }
    return all.toArray(new FileStatus[0]);
  }

  /** The children page by page; the next page is fetched while one is looked at. */
  @Override
  public RemoteIterator<FileStatus> listStatusIterator(Path path) throws IOException {
    statistics.incrementReadOps(1);
    return run(
        StoreStatisticNames.OP_LIST_STATUS, path, (now, key) -> now.listings().children(key));
  }

  @Override
  protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path, PathFilter filter)
      throws IOException {
    statistics.incrementReadOps(1);
    return run(
        StoreStatisticNames.OP_LIST_LOCATED_STATUS,
        path,
        (now, key) -> new Located(this, now.listings().children(key), filter));
  }

  @Override
  public RemoteIterator<LocatedFileStatus> listFiles(Path path, boolean recursive)
      throws IOException {
    statistics.incrementReadOps(1);
    return run(
        StoreStatisticNames.OP_LIST_FILES,
        path,
        (now, key) -> {
          if (recursive && listsContainers(now)) {
            return super.listFiles(path, true);
          }
          return recursive
              ? new Located(this, now.listings().files(key), any -> true)
              : new Located(this, now.listings().children(key), any -> true).filesOnly();
        });
  }

  @Override
  public ContentSummary getContentSummary(Path path) throws IOException {
    statistics.incrementReadOps(1);
    return run(
        StoreStatisticNames.OP_GET_CONTENT_SUMMARY,
        path,
        (now, key) ->
            listsContainers(now) ? super.getContentSummary(path) : now.listings().summary(key));
  }

  /** Whether this is the root of an account or service: its trees are walked one by one. */
  private boolean listsContainers(Services now) throws IOException {
    return mounts().holdsContainers() && mounts().main().equals(now);
  }

  /** One invented block location for the whole file: every host is equally near. */
  final LocatedFileStatus locate(FileStatus status) throws IOException {
    BlockLocation[] blocks =
        status.isFile() ? getFileBlockLocations(status, 0, status.getLen()) : null;
    return new StoreLocatedFileStatus(status, blocks);
  }

  // ---- about this FileSystem

  /** Null: Hadoop's tokens are for services with a host and a port, and buckets have neither. */
  @Override
  public @Nullable String getCanonicalServiceName() {
    return null;
  }

  /** Where what is deleted goes: into its own container, because nothing is renamed out of one. */
  @Override
  public Path getTrashRoot(Path path) {
    Mounts now = mounts;
    Path full = makeQualified(path);
    return now == null || now.container(full) == null ? super.getTrashRoot(path) : now.trash(full);
  }

  @Override
  public Collection<FileStatus> getTrashRoots(boolean allUsers) {
    Mounts now = mounts;
    if (now == null || !now.holdsContainers()) {
      return super.getTrashRoots(allUsers);
    }
    try {
      return List.of(globStatus(now.trashes(allUsers ? "*" : now.main().mount().owner())));
    } catch (IOException e) {
      LOG.warn("cannot find the trash of {}", uri, e);
      return List.of();
    }
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    Mount mount = mount(path);
    return switch (capability.toLowerCase(Locale.ENGLISH)) {
      case CommonPathCapabilities.ETAGS_AVAILABLE,
          CommonPathCapabilities.ABORTABLE_STREAM,
          StoreOutputStreamBuilder.IN_CLOSE ->
          true;
      case CommonPathCapabilities.ETAGS_PRESERVED_IN_RENAME -> mount.hasRealDirectories();
      case "fs.capability.virtual.block.locations" -> !mount.hasRealDirectories();
      case StoreOutputStreamBuilder.IF_ABSENT -> mount.can(Capability.IF_ABSENT);
      case StoreOutputStreamBuilder.IF_MATCH -> mount.can(Capability.IF_MATCH);
      case StoreOutputStreamBuilder.CONTENT_TYPE -> mount.can(Capability.METADATA);
      default -> super.hasPathCapability(path, capability);
    };
  }

  @Override
  public @Nullable IOStatistics getIOStatistics() {
    Mounts now = mounts;
    return now == null ? null : now.statistics();
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      Mounts now = mounts;
      mounts = null;
      if (now != null) {
        now.close();
      }
    }
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + " of " + uri;
  }
}
