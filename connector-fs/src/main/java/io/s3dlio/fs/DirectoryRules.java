package io.s3dlio.fs;

import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.transfer.Parallel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.jspecify.annotations.Nullable;

/**
 * When Hadoop sees a directory.
 *
 * <p>On an object store {@code d} is a directory when the marker {@code d/} or any key below it
 * exists; other tools' markers count as well. {@code mkdirs} writes only the leaf's marker, {@code
 * create} neither writes nor removes markers, and whoever removes the last child of a directory
 * writes that directory's marker, so that it does not vanish. On a disk directories simply are.
 *
 * <p>An object {@code d} beside keys {@code d/...} is a file, unless Azure's metadata mark it. Only
 * {@code create} does not look for those: a file written onto an empty directory that ABFS or WASB
 * has marked takes its place, because looking would cost every file one more request.
 *
 * <p>EMR's marker {@code d_$folder$} is known only to listings: of the parent, which show {@code
 * d}, and of {@code d} itself, so that who walks a tree gets through it. The status of an empty
 * {@code d} that nothing else marks says that it does not exist: knowing better would cost every
 * question for a missing path one more request.
 */
final class DirectoryRules {

  /** EMR's way to mark the directory {@code d}: an empty object {@code d_$folder$}. */
  static final String FOLDER_SUFFIX = "_$folder$";

  /** Azure's way: metadata of an empty object {@code d}. */
  private static final String FOLDER_METADATA = "hdi_isfolder";

  private static final Found NOTHING = new Found.Nothing();

  private final Mount mount;
  private final ObjectStore store;

  DirectoryRules(Mount mount) {
    this.mount = mount;
    this.store = mount.store();
  }

  /**
   * What stands at a key: on an object store one round trip, or up to two when probes are serial.
   */
  Found find(String key) throws IOException {
    return findAll(List.of(key)).get(0);
  }

  /** What stands at each of several keys, all asked at once. */
  List<Found> findAll(List<String> keys) throws IOException {
    if (mount.hasRealDirectories() || mount.options().probe() == HadoopConfig.Probe.SERIAL) {
      List<Found> found = new ArrayList<>();
      for (String key : keys) {
        Found file = asFile(key);
        found.add(file.isFile() ? file : together(file, asDirectory(key)));
      }
      return found;
    }
    List<Parallel.Call<Answer>> probes = new ArrayList<>();
    for (String key : keys) {
      probes.add(() -> Answer.of(() -> asFile(key)));
      probes.add(() -> Answer.of(() -> asDirectory(key)));
    }
    List<Answer> answers = mount.atOnce(probes);
    List<Found> found = new ArrayList<>();
    for (int i = 0; i < answers.size(); i += 2) {
      found.add(choose(answers.get(i), answers.get(i + 1)));
    }
    return found;
  }

  /** Whether a file stands at a key; one request. */
  Found asFile(String key) throws IOException {
    if (key.isEmpty()) {
      return NOTHING;
    }
    try {
      ObjectStat stat = store.stat(key);
      return isFolder(stat)
          ? new Found.Directory(true, modified(stat), true)
          : new Found.File(stat);
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      return NOTHING;
    }
  }

  /** Whether an object of a directory's own key marks that directory, as ABFS and WASB do. */
  static boolean isFolder(ObjectStat stat) {
    return stat.size() == 0
        && stat.metadata().getOrDefault(FOLDER_METADATA, "").equalsIgnoreCase("true");
  }

  /** Whether a directory stands at a key; one request, two on a disk. */
  Found asDirectory(String key) throws IOException {
    long modified = 0;
    if (mount.hasRealDirectories() && !key.isEmpty()) {
      try {
        modified = modified(store.stat(key + "/"));
      } catch (NoSuchBucketException e) {
        throw e;
      } catch (FileNotFoundException e) {
        return NOTHING;
      }
    }
    String prefix = StorePaths.prefix(key);
    ListQuery query = ListQuery.children(prefix).withMaxKeys(2);
    ListPage page = store.list(query);
    while (page.objects().isEmpty() && page.prefixes().isEmpty() && page.next().isPresent()) {
      page = store.list(query.withNext(page.next().get()));
    }
    boolean marker = false;
    for (ObjectStat stat : page.objects()) {
      if (stat.key().equals(prefix)) {
        marker = true;
        modified = modified(stat);
      }
    }
    int children = page.objects().size() - (marker ? 1 : 0) + page.prefixes().size();
    boolean exists = marker || children > 0 || key.isEmpty() || mount.hasRealDirectories();
    return exists ? new Found.Directory(children == 0, modified, false) : NOTHING;
  }

  /**
   * Checks before a file is created that no directory stands there and that no ancestor is a file;
   * all in one round trip. Ancestors seen a short while ago are not asked again.
   *
   * @throws FileAlreadyExistsException when the key is a directory
   * @throws ParentNotDirectoryException when an ancestor is a file
   */
  void checkCreate(String key) throws IOException {
    if (key.isEmpty()) {
      throw new FileAlreadyExistsException(mount.paths().path(key) + " is the root directory");
    }
    List<String> ancestors = unknownAncestors(key);
    List<Parallel.Call<Found>> probes = new ArrayList<>();
    probes.add(() -> asDirectory(key));
    ancestors.forEach(ancestor -> probes.add(() -> asFile(ancestor)));
    List<Found> found = mount.atOnce(probes);
    if (found.get(0).isDirectory()) {
      throw new FileAlreadyExistsException(mount.paths().path(key) + " is a directory");
    }
    requireNoFile(ancestors, found.subList(1, found.size()));
    mount.known().seen(StorePaths.parent(key));
  }

  /**
   * Makes a directory and, by its key alone, all its ancestors; one that exists already is fine.
   *
   * @throws FileAlreadyExistsException when the key is a file
   * @throws ParentNotDirectoryException when an ancestor is a file
   */
  void make(String key) throws IOException {
    if (key.isEmpty()) {
      return;
    }
    List<String> ancestors = unknownAncestors(key);
    List<Parallel.Call<Found>> probes = new ArrayList<>();
    probes.add(() -> asFile(key));
    probes.add(() -> asDirectory(key));
    ancestors.forEach(ancestor -> probes.add(() -> asFile(ancestor)));
    List<Found> found = mount.atOnce(probes);
    if (found.get(0).isFile()) {
      throw new FileAlreadyExistsException(mount.paths().path(key) + " is a file");
    }
    requireNoFile(ancestors, found.subList(2, found.size()));
    if (!found.get(0).isDirectory() && !found.get(1).isDirectory()) {
      writeMarker(key);
    }
    mount.known().seen(key);
  }

  /**
   * Checks that a directory stands at a key.
   *
   * @throws ParentNotDirectoryException when it is a file
   * @throws FileNotFoundException when it is nothing
   */
  void requireDirectory(String key) throws IOException {
    Found found = find(key);
    if (found.isFile()) {
      throw new ParentNotDirectoryException(mount.paths().path(key) + " is a file");
    }
    if (found.isNothing()) {
      throw HadoopErrors.missing(mount.paths().path(key));
    }
  }

  /** Whether EMR has marked a directory that nothing else shows; one request. */
  boolean isMarkedByEmr(String key) throws IOException {
    String marker = key + FOLDER_SUFFIX;
    return StorePaths.isNameable(marker)
        && asFile(marker) instanceof Found.File file
        && Listings.isMarker(file.stat());
  }

  /** Writes the marker of a directory that has just lost a child, if that was its last one. */
  void keepAlive(String directory) throws IOException {
    if (directory.isEmpty() || mount.hasRealDirectories()) {
      return;
    }
    ListPage page = store.list(ListQuery.children(directory + "/").withMaxKeys(1));
    if (page.objects().isEmpty() && page.prefixes().isEmpty()) {
      writeMarker(directory);
    }
  }

  private void writeMarker(String key) throws IOException {
    store.put(key + "/", ByteBuffer.allocate(0), PutOptions.none());
  }

  private List<String> unknownAncestors(String key) {
    List<String> unknown = new ArrayList<>();
    String ancestor = StorePaths.parent(key);
    while (!mount.known().isKnown(ancestor)) {
      unknown.add(ancestor);
      ancestor = StorePaths.parent(ancestor);
    }
    return unknown;
  }

  private void requireNoFile(List<String> keys, List<Found> found) throws IOException {
    for (int i = 0; i < keys.size(); i++) {
      if (found.get(i).isFile()) {
        throw new ParentNotDirectoryException(mount.paths().path(keys.get(i)) + " is a file");
      }
    }
  }

  private static Found choose(Answer file, Answer directory) throws IOException {
    if (file.found.isFile()) {
      return file.found;
    }
    if (file.failure != null) {
      throw file.failure;
    }
    if (directory.failure != null) {
      throw directory.failure;
    }
    return together(file.found, directory.found);
  }

  /** A directory that an object of its own key marks may have children all the same. */
  private static Found together(Found marker, Found below) {
    if (!(marker instanceof Found.Directory marked)) {
      return below;
    }
    boolean empty = !(below instanceof Found.Directory directory) || directory.empty();
    return new Found.Directory(empty, marked.modifiedMillis(), true);
  }

  private static long modified(ObjectStat stat) {
    return stat.modified().map(Instant::toEpochMilli).orElse(0L);
  }

  /**
   * What one of two probes said. A refusal is an answer here: who may read a file but not list its
   * directory must still see the file.
   */
  private record Answer(Found found, @Nullable IOException failure) {

    static Answer of(Parallel.Call<Found> probe) throws IOException {
      try {
        return new Answer(probe.run(), null);
      } catch (AccessDeniedException e) {
        return new Answer(NOTHING, e);
      }
    }
  }
}
