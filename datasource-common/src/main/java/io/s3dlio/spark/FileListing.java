package io.s3dlio.spark;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

  /** What a path stands for now: itself, or what its glob matches; none where nothing is. */
  public List<String> matches(String path) {
    try {
      Path asked = new Path(path);
      FileSystem fileSystem = asked.getFileSystem(settings);
      Path qualified = fileSystem.makeQualified(asked);
      if (!isGlob(qualified)) {
        return List.of(qualified.toString());
      }
      FileStatus[] found = fileSystem.globStatus(qualified);
      return found == null
          ? List.of()
          : Arrays.stream(found).map(status -> status.getPath().toString()).toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isGlob(Path path) {
    return path.toString().chars().anyMatch(letter -> "{}[]*?\\".indexOf(letter) >= 0);
  }

  private static FileStatus[] matches(FileSystem fileSystem, Path path) throws IOException {
    if (!isGlob(path)) {
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
    Path path = status.getPath();
    List<ListedFile> files = new ArrayList<>();
    List<ListedFile> aside = new ArrayList<>();
    List<FileStatus> found = List.of(status);
    if (status.isDirectory()) {
      FileWalk walk = new FileWalk(fileSystem, path, ignoresMissing);
      walk.run();
      found = walk.files();
      if (walk.hasSinkLog()) {
        found = committed(fileSystem, path, found);
      }
    }
    for (FileStatus file : found) {
      if (asideNames.test(file.getPath().getName())) {
        aside.add(file(file));
      } else if (filters.takesFile(file)) {
        files.add(file(file));
      }
    }
    files.sort(ListedFile.ORDER);
    aside.sort(ListedFile.ORDER);
    return new Root(path.toString(), status.isDirectory(), files, aside);
  }

  /**
   * Of data only what the sink's log names; a file that is named and gone fails when it is read.
   */
  private List<FileStatus> committed(FileSystem fileSystem, Path directory, List<FileStatus> found)
      throws IOException {
    Map<String, FileStatus> there = new HashMap<>();
    List<FileStatus> kept = new ArrayList<>();
    for (FileStatus file : found) {
      there.put(file.getPath().toString(), file);
      if (asideNames.test(file.getPath().getName())) {
        kept.add(file);
      }
    }
    for (ListedFile named : SinkLog.read(fileSystem, directory)) {
      FileStatus status = there.get(named.path());
      kept.add(
          status != null
              ? status
              : new FileStatus(
                  named.length(), false, 1, 0, named.modifiedMillis(), named.toPath()));
    }
    return kept;
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
