package io.s3dlio.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;

/**
 * Finds the files of some paths: globs, directories, single files; hidden ones are left out as
 * Spark does.
 */
public final class FileListing {

  private final Configuration settings;
  private final PathFilters filters;
  private final boolean ignoresMissing;
  private final Predicate<String> asideNames;

  private FileListing(
      Configuration settings,
      PathFilters filters,
      boolean ignoresMissing,
      Predicate<String> asideNames) {
    this.settings = settings;
    this.filters = filters;
    this.ignoresMissing = ignoresMissing;
    this.asideNames = asideNames;
  }

  /**
   * A path that was asked for, after globs, and the files below it at any depth.
   *
   * @param path qualified
   * @param isDirectory else it is the one file itself
   * @param files in {@link ListedFile#ORDER}
   * @param aside files that are no data, but were asked to be kept aside, in the same order; of a
   *     path that is a file itself there are none, since its directory was not listed
   */
  public record Root(
      String path, boolean isDirectory, List<ListedFile> files, List<ListedFile> aside) {
    public Root {
      files = List.copyOf(files);
      aside = List.copyOf(aside);
    }
  }

  /** A listing with the filters of these options. */
  public static FileListing of(Configuration settings, SourceOptions options) {
    return new FileListing(
        settings,
        PathFilters.of(options),
        options.value(ListingOptions.IGNORE_MISSING_FILES),
        name -> false);
  }

  /**
   * A listing that also tells of some files that are no data, such as an index beside each file.
   *
   * @param names says of a file's name whether it is one; such a file is not read as data
   */
  public FileListing keepingAside(Predicate<String> names) {
    return new FileListing(settings, filters, ignoresMissing, names);
  }

  /**
   * Lists the paths now.
   *
   * @return one root for each path, or for each match of a glob, in the order of the paths
   * @throws SourceException for a path that does not exist or a glob without a match
   */
  public List<Root> list(List<String> paths) {
    List<Root> roots = new ArrayList<>();
    try {
      for (String path : paths) {
        Path asked = new Path(path);
        FileSystem fileSystem = asked.getFileSystem(settings);
        for (FileStatus status : matches(fileSystem, fileSystem.makeQualified(asked))) {
          roots.add(list(fileSystem, status));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return roots;
  }

  /** The same for paths of which some may not be there yet: those have no root. */
  public List<Root> listThoseThere(List<String> paths) {
    List<Root> roots = new ArrayList<>();
    for (String path : paths) {
      try {
        roots.addAll(list(List.of(path)));
      } catch (SourceException e) {
        if (!e.error().equals(CommonErrors.PATH_NOT_FOUND)) {
          throw e;
        }
      }
    }
    return roots;
  }

  private static FileStatus[] matches(FileSystem fileSystem, Path path) throws IOException {
    if (path.toString().chars().noneMatch(letter -> "{}[]*?\\".indexOf(letter) >= 0)) {
      try {
        return new FileStatus[] {fileSystem.getFileStatus(path)};
      } catch (FileNotFoundException e) {
        throw CommonErrors.PATH_NOT_FOUND.exception(e, "path", path.toString());
      }
    }
    FileStatus[] found = fileSystem.globStatus(path);
    if (found == null || found.length == 0) {
      throw CommonErrors.PATH_NOT_FOUND.exception("path", path.toString());
    }
    return found;
  }

  private Root list(FileSystem fileSystem, FileStatus status) throws IOException {
    String path = status.getPath().toString();
    Found found = new Found();
    if (status.isDirectory()) {
      walk(fileSystem, status.getPath(), found, false);
    } else {
      take(status, found);
    }
    found.files.sort(ListedFile.ORDER);
    found.aside.sort(ListedFile.ORDER);
    return new Root(path, status.isDirectory(), found.files, found.aside);
  }

  /** What one walk has found so far. */
  private static final class Found {
    final List<ListedFile> files = new ArrayList<>();
    final List<ListedFile> aside = new ArrayList<>();
  }

  private void take(FileStatus status, Found found) throws IOException {
    if (asideNames.test(status.getPath().getName())) {
      found.aside.add(file(status));
    } else if (filters.takesFile(status)) {
      found.files.add(file(status));
    }
  }

  private void walk(FileSystem fileSystem, Path directory, Found found, boolean mayBeMissing)
      throws IOException {
    List<Path> deeper = new ArrayList<>();
    try {
      var children = fileSystem.listLocatedStatus(directory);
      while (children.hasNext()) {
        FileStatus child = children.next();
        if (child.isDirectory()) {
          if (PathFilters.isVisible(child.getPath().getName())) {
            deeper.add(child.getPath());
          }
        } else {
          take(child, found);
        }
      }
    } catch (FileNotFoundException e) {
      if (!mayBeMissing) {
        throw e;
      }
    }
    for (Path child : deeper) {
      walk(fileSystem, child, found, ignoresMissing);
    }
  }

  static ListedFile file(FileStatus status) throws IOException {
    String etag = status instanceof EtagSource source ? source.getEtag() : null;
    return new ListedFile(
        status.getPath().toString(),
        status.getLen(),
        status.getModificationTime(),
        etag == null ? "" : etag,
        status instanceof LocatedFileStatus located ? blocks(located) : List.of());
  }

  /** Blocks that tell one host from another; what every host can reach is no reason to wait. */
  private static List<ListedFile.Block> blocks(LocatedFileStatus status) throws IOException {
    BlockLocation[] locations = status.getBlockLocations();
    if (locations == null) {
      return List.of();
    }
    List<ListedFile.Block> blocks = new ArrayList<>();
    for (BlockLocation location : locations) {
      List<String> hosts =
          Arrays.stream(location.getHosts()).filter(host -> !host.equals("localhost")).toList();
      if (!hosts.isEmpty()) {
        blocks.add(new ListedFile.Block(location.getOffset(), location.getLength(), hosts));
      }
    }
    return blocks;
  }
}
