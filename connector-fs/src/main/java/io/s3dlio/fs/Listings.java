package io.s3dlio.fs;

import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStat;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.RemoteIterator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Listings as Hadoop wants them, page by page; memory does not grow with the directory. */
final class Listings {

  private static final Logger LOG = LoggerFactory.getLogger(Listings.class);

  private final Mount mount;
  private final DirectoryRules rules;

  Listings(Mount mount, DirectoryRules rules) {
    this.mount = mount;
    this.rules = rules;
  }

  /**
   * The children of a directory, sorted by name within each page; a file gives itself.
   *
   * @throws FileNotFoundException when there is nothing at this key; known before this returns
   */
  RemoteIterator<FileStatus> children(String key) throws IOException {
    String prefix = StorePaths.prefix(key);
    PageWalk pages = walk(ListQuery.children(prefix));
    return new Statuses(pages, first(pages, key), page -> childrenOf(page, prefix));
  }

  /**
   * The files below a directory at any depth; a file gives itself.
   *
   * @throws FileNotFoundException when there is nothing at this key; known before this returns
   */
  RemoteIterator<FileStatus> files(String key) throws IOException {
    PageWalk pages = walk(ListQuery.recursive(StorePaths.prefix(key)));
    return new Statuses(pages, first(pages, key), this::filesOf);
  }

  /**
   * Files, directories and bytes at and below a key, from one flat listing.
   *
   * @throws FileNotFoundException when there is nothing at this key
   */
  ContentSummary summary(String key) throws IOException {
    PageWalk pages = walk(ListQuery.recursive(StorePaths.prefix(key)));
    ListPage page = first(pages, key);
    if (page.objects().size() == 1 && page.objects().get(0).key().equals(key)) {
      long size = page.objects().get(0).size();
      return summary(size, 1, 0);
    }
    Set<String> directories = new HashSet<>();
    directories.add(key);
    long length = 0;
    long files = 0;
    while (true) {
      for (ObjectStat stat : page.objects()) {
        boolean directory = isMarker(stat);
        files += directory ? 0 : 1;
        length += stat.size();
        String above = directory ? markedDirectory(stat) : StorePaths.parent(stat.key());
        // Whoever is known brought its ancestors along.
        while (directories.add(above)) {
          above = StorePaths.parent(above);
        }
      }
      if (!pages.hasNext()) {
        return summary(length, files, directories.size());
      }
      page = pages.next();
    }
  }

  /** The pages of a listing of this store. */
  PageWalk walk(ListQuery query) {
    return new PageWalk(mount.store(), mount.runtime(), query);
  }

  /** Whether an object stands for a directory. */
  static boolean isMarker(ObjectStat stat) {
    return stat.key().endsWith("/")
        || (stat.size() == 0 && stat.key().endsWith(DirectoryRules.FOLDER_SUFFIX))
        || DirectoryRules.isFolder(stat);
  }

  /** The first page, which is not empty unless the directory is; a file's page is itself. */
  private ListPage first(PageWalk pages, String key) throws IOException {
    ListPage page = pages.next();
    while (page.objects().isEmpty() && page.prefixes().isEmpty() && pages.hasNext()) {
      page = pages.next();
    }
    if (!page.objects().isEmpty() || !page.prefixes().isEmpty() || key.isEmpty()) {
      return page;
    }
    Found found = rules.asFile(key);
    if (found instanceof Found.File file) {
      return new ListPage(List.of(file.stat()), List.of(), Optional.empty());
    }
    boolean directory =
        found.isDirectory()
            || (mount.hasRealDirectories()
                ? rules.asDirectory(key).isDirectory()
                : rules.isMarkedByEmr(key));
    if (!directory) {
      throw HadoopErrors.missing(mount.paths().path(key));
    }
    return page;
  }

  private Iterable<FileStatus> childrenOf(ListPage page, String prefix) throws IOException {
    TreeMap<String, FileStatus> sorted = new TreeMap<>();
    for (String directory : page.prefixes()) {
      addDirectory(sorted, directory);
    }
    for (ObjectStat stat : page.objects()) {
      if (stat.key().equals(prefix)) {
        continue;
      }
      if (isMarker(stat)) {
        addDirectory(sorted, markedDirectory(stat) + "/");
      } else if (isNameable(stat.key())) {
        sorted.put(stat.key(), mount.status(stat));
      }
    }
    return sorted.values();
  }

  private void addDirectory(Map<String, FileStatus> sorted, String prefix) throws IOException {
    if (!isNameable(prefix)) {
      return;
    }
    String key = prefix.substring(0, prefix.length() - 1);
    long modified = 0;
    if (mount.hasRealDirectories()) {
      try {
        modified = mount.store().stat(prefix).modified().map(Instant::toEpochMilli).orElse(0L);
      } catch (NoSuchBucketException e) {
        throw e;
      } catch (FileNotFoundException e) {
        return;
      }
    }
    sorted.put(prefix, mount.directory(key, modified));
  }

  private Iterable<FileStatus> filesOf(ListPage page) {
    return () ->
        page.objects().stream()
            .filter(stat -> !isMarker(stat) && isNameable(stat.key()))
            .map(stat -> (FileStatus) mount.status(stat))
            .iterator();
  }

  private static String markedDirectory(ObjectStat marker) {
    String key = marker.key();
    if (key.endsWith("/")) {
      return key.substring(0, key.length() - 1);
    }
    return DirectoryRules.isFolder(marker)
        ? key
        : key.substring(0, key.length() - DirectoryRules.FOLDER_SUFFIX.length());
  }

  private static boolean isNameable(String key) {
    boolean nameable = StorePaths.isNameable(key);
    if (!nameable) {
      LOG.debug("a key that no path can name is left out of a listing");
    }
    return nameable;
  }

  private static ContentSummary summary(long length, long files, long directories) {
    return new ContentSummary.Builder()
        .length(length)
        .fileCount(files)
        .directoryCount(directories)
        .spaceConsumed(length)
        .build();
  }

  /** Turns one page into statuses. */
  private interface PageReader {
    Iterable<FileStatus> read(ListPage page) throws IOException;
  }

  /** The statuses of all pages, one page in memory and one on its way. */
  private static final class Statuses implements RemoteIterator<FileStatus> {

    private final PageWalk pages;
    private final PageReader reader;
    private Iterator<FileStatus> current;

    Statuses(PageWalk pages, ListPage first, PageReader reader) throws IOException {
      this.pages = pages;
      this.reader = reader;
      this.current = reader.read(first).iterator();
    }

    @Override
    public boolean hasNext() throws IOException {
      while (!current.hasNext() && pages.hasNext()) {
        current = reader.read(pages.next()).iterator();
      }
      return current.hasNext();
    }

    @Override
    public FileStatus next() throws IOException {
      if (!hasNext()) {
        throw new NoSuchElementException("no more entries");
      }
      return current.next();
    }
  }
}
