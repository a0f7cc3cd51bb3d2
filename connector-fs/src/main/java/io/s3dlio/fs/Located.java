package io.s3dlio.fs;

import java.io.IOException;
import java.util.NoSuchElementException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.PathFilter;
import org.apache.hadoop.fs.RemoteIterator;
import org.jspecify.annotations.Nullable;

/** Statuses that pass a filter, with their block locations. For one thread. */
final class Located implements RemoteIterator<LocatedFileStatus> {

  private final StoreFileSystem files;
  private final RemoteIterator<FileStatus> statuses;
  private final PathFilter filter;
  private boolean filesOnly;
  private @Nullable FileStatus next;

  Located(StoreFileSystem files, RemoteIterator<FileStatus> statuses, PathFilter filter) {
    this.files = files;
    this.statuses = statuses;
    this.filter = filter;
  }

  /** Leaves directories out as well. */
  Located filesOnly() {
    filesOnly = true;
    return this;
  }

  @Override
  public boolean hasNext() throws IOException {
    while (next == null && statuses.hasNext()) {
      FileStatus candidate = statuses.next();
      if (filter.accept(candidate.getPath()) && !(filesOnly && candidate.isDirectory())) {
        next = candidate;
      }
    }
    return next != null;
  }

  @Override
  public LocatedFileStatus next() throws IOException {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException("no more entries");
    }
    FileStatus found = next;
    next = null;
    return files.locate(found);
  }
}
