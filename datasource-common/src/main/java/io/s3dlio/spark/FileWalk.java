package io.s3dlio.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/**
 * All files below a directory but those in hidden directories: by one flat listing where a store
 * has no directories of its own, else directory by directory, some at the same time.
 */
final class FileWalk {

  /** Where a flat listing is cheaper than one for each directory. */
  private static final Set<String> FLAT = Set.of("s3", "s3a", "s3n", "gs", "gcs", "az", "azure");

  private static final int THREADS = 8;

  private final FileSystem fileSystem;
  private final Path root;
  private final boolean ignoresMissing;
  private final List<FileStatus> files = new ArrayList<>();
  private boolean hasSinkLog;

  /**
   * A walk, not yet begun.
   *
   * @param ignoresMissing whether directories may go away meanwhile
   */
  FileWalk(FileSystem fileSystem, Path root, boolean ignoresMissing) {
    this.fileSystem = fileSystem;
    this.root = root;
    this.ignoresMissing = ignoresMissing;
  }

  /** Files, those with hidden names too, in no order. */
  List<FileStatus> files() {
    return files;
  }

  /** Whether a streaming query of Spark's wrote into the directory. */
  boolean hasSinkLog() {
    return hasSinkLog;
  }

  void run() throws IOException {
    String scheme = root.toUri().getScheme();
    if (scheme != null && FLAT.contains(scheme.toLowerCase(Locale.ROOT))) {
      flat();
    } else {
      byDirectories();
    }
  }

  /** By one listing of everything. */
  void flat() throws IOException {
    int prefix = PartitionPath.plain(root.toString()).length() + 1;
    var found = fileSystem.listFiles(root, true);
    while (found.hasNext()) {
      LocatedFileStatus file = found.next();
      String[] names = file.getPath().toString().substring(prefix).split("/");
      hasSinkLog |= names.length > 1 && names[0].equals(SinkLog.DIRECTORY);
      boolean isVisible = true;
      for (int i = 0; i < names.length - 1; i++) {
        isVisible &= PathFilters.isVisible(names[i]);
      }
      if (isVisible) {
        files.add(file);
      }
    }
  }

  /** By a listing of each directory. */
  void byDirectories() throws IOException {
    List<Path> level = children(list(root, false));
    if (level.isEmpty()) {
      return;
    }
    ExecutorService pool =
        Executors.newFixedThreadPool(Math.min(THREADS, level.size()), FileWalk::thread);
    try {
      while (!level.isEmpty()) {
        List<Callable<List<FileStatus>>> listings = new ArrayList<>();
        level.forEach(directory -> listings.add(() -> list(directory, ignoresMissing)));
        List<Path> next = new ArrayList<>();
        for (Future<List<FileStatus>> listing : pool.invokeAll(listings)) {
          next.addAll(children(listing.get()));
        }
        level = next;
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while listing").initCause(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private static Thread thread(Runnable task) {
    Thread thread = new Thread(task, "s3dlio-listing");
    thread.setDaemon(true);
    return thread;
  }

  /** Keeps the files and gives back the directories to go into. */
  private List<Path> children(List<FileStatus> statuses) {
    List<Path> directories = new ArrayList<>();
    for (FileStatus status : statuses) {
      if (!status.isDirectory()) {
        files.add(status);
      } else if (PathFilters.isVisible(status.getPath().getName())) {
        directories.add(status.getPath());
      } else if (status.getPath().getName().equals(SinkLog.DIRECTORY)) {
        String parent = PartitionPath.parent(status.getPath().toString());
        hasSinkLog |= PartitionPath.plain(root.toString()).equals(parent);
      }
    }
    return directories;
  }

  /**
   * Hadoop's local FileSystem asks a process for the permissions of each file that it tells the
   * place of, and fails when a file goes away meanwhile; the place is this host anyway.
   */
  private boolean isLocal() {
    return "file".equals(fileSystem.getUri().getScheme());
  }

  private List<FileStatus> list(Path directory, boolean mayBeMissing) throws IOException {
    List<FileStatus> statuses = new ArrayList<>();
    try {
      if (isLocal()) {
        return List.of(fileSystem.listStatus(directory));
      }
      var children = fileSystem.listLocatedStatus(directory);
      while (children.hasNext()) {
        statuses.add(children.next());
      }
    } catch (FileNotFoundException e) {
      if (!mayBeMissing) {
        throw e;
      }
    }
    return statuses;
  }
}
