package io.s3dlio.fs;

import io.s3dlio.store.ReadHints;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.CommonPathCapabilities;
import org.apache.hadoop.fs.CreateFlag;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.permission.FsPermission;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.util.Progressable;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hadoop's local file system with three things replaced: files are read by our engine, {@code
 * create} without overwrite is exclusive, and statuses carry a version word. Everything else,
 * rename that overwrites and files that grow before one's eyes, stays as jobs know it.
 */
class StoreRawLocalFileSystem extends RawLocalFileSystem {

  private static final Logger LOG = LoggerFactory.getLogger(StoreRawLocalFileSystem.class);

  private @Nullable Mount mount;

  StoreRawLocalFileSystem() {}

  @Override
  public void initialize(URI name, Configuration configuration) throws IOException {
    super.initialize(name, configuration);
    mount = Mount.open(Address.parse(URI.create("file:///")), configuration);
  }

  private Mount mount() {
    return Objects.requireNonNull(mount, "not initialized");
  }

  @Override
  public FSDataInputStream open(Path path, int bufferSize) throws IOException {
    if (!Files.isRegularFile(pathToFile(path).toPath())) {
      return super.open(path, bufferSize);
    }
    String key;
    try {
      key = key(path);
    } catch (InvalidPathException e) {
      // A disk allows names that no object store does.
      return super.open(path, bufferSize);
    }
    statistics.incrementReadOps(1);
    var opener =
        new StreamOpener(mount(), new DirectoryRules(mount()), statistics, true, this::stream);
    Path full = makeQualified(path);
    try {
      return opener.open(full, key, ReadHints.none(), streamFinished());
    } catch (IOException e) {
      throw HadoopErrors.translate(full, e);
    }
  }

  /** The stream class that this Hadoop can load. */
  StoreInputStream stream(StoreInputStream.Parts parts) {
    return new StoreInputStream(parts);
  }

  /** Receives the counters of a stream that this thread opens now. */
  Consumer<IOStatistics> streamFinished() {
    return mount().statistics()::add;
  }

  private String key(Path path) {
    return mount().paths().key(new Path(pathToFile(path).getPath()));
  }

  // ---- create without overwrite: the empty file is made first, and only one can make it

  @Override
  public FSDataOutputStream create(
      Path path,
      boolean overwrite,
      int bufferSize,
      short replication,
      long blockSize,
      @Nullable Progressable progress)
      throws IOException {
    claim(path, overwrite);
    return super.create(path, true, bufferSize, replication, blockSize, progress);
  }

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
    claim(path, overwrite);
    return super.create(path, permission, true, bufferSize, replication, blockSize, progress);
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
    EnumSet<CreateFlag> then = EnumSet.copyOf(flags);
    if (!flags.contains(CreateFlag.OVERWRITE)) {
      claimFile(path);
      then.add(CreateFlag.OVERWRITE);
    }
    return super.createNonRecursive(
        path, permission, then, bufferSize, replication, blockSize, progress);
  }

  private void claim(Path path, boolean overwrite) throws IOException {
    if (overwrite) {
      return;
    }
    Path parent = path.getParent();
    if (parent != null && !mkdirs(parent)) {
      throw new IOException("cannot make the directory " + parent);
    }
    claimFile(path);
  }

  private void claimFile(Path path) throws IOException {
    try {
      Files.createFile(pathToFile(path).toPath());
    } catch (IOException e) {
      throw HadoopErrors.translate(path, e);
    }
  }

  @Override
  public boolean delete(Path path, boolean recursive) throws IOException {
    if (pathToFile(path).toPath().normalize().getNameCount() == 0) {
      throw new PathIOException(path.toString(), "the root of a disk is not deleted");
    }
    return super.delete(path, recursive);
  }

  // ---- statuses

  @Override
  public FileStatus getFileStatus(Path path) throws IOException {
    return withEtag(super.getFileStatus(path));
  }

  @Override
  public FileStatus[] listStatus(Path path) throws IOException {
    FileStatus[] statuses = super.listStatus(path);
    for (int i = 0; i < statuses.length; i++) {
      statuses[i] = withEtag(statuses[i]);
    }
    return statuses;
  }

  @Override
  protected RemoteIterator<LocatedFileStatus> listLocatedStatus(Path path, PathFilter filter)
      throws IOException {
    RemoteIterator<LocatedFileStatus> located = super.listLocatedStatus(path, filter);
    return new RemoteIterator<>() {
      @Override
      public boolean hasNext() throws IOException {
        return located.hasNext();
      }

      @Override
      public LocatedFileStatus next() throws IOException {
        LocatedFileStatus status = located.next();
        BlockLocation[] blocks = status.getBlockLocations();
        return new StoreLocatedFileStatus(withEtag(status), blocks);
      }
    };
  }

  private FileStatus withEtag(FileStatus status) {
    if (status instanceof LocalFileStatus) {
      return status;
    }
    String etag = "";
    if (status.isFile()) {
      try {
        etag = mount().store().stat(key(status.getPath())).etag();
      } catch (IOException | InvalidPathException e) {
        LOG.debug("{} has no version", status.getPath(), e);
      }
    }
    return new LocalFileStatus(status, etag);
  }

  @Override
  public boolean hasPathCapability(Path path, String capability) throws IOException {
    return capability.toLowerCase(Locale.ENGLISH).equals(CommonPathCapabilities.ETAGS_AVAILABLE)
        || super.hasPathCapability(path, capability);
  }

  @Override
  public void close() throws IOException {
    try {
      super.close();
    } finally {
      if (mount != null) {
        mount.close();
      }
    }
  }
}
