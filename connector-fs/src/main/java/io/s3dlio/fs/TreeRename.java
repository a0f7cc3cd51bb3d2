package io.s3dlio.fs;

import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.transfer.ObjectCopier;
import io.s3dlio.store.transfer.Parallel;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;

/**
 * Renames files and directories as HDFS does: nothing that exists is overwritten, into an existing
 * directory means below it, and what cannot be is answered with false.
 *
 * <p>Where the store moves atomically that is one step. Elsewhere everything is copied first,
 * markers last, and only then is the source removed, so that a crash never loses the source; of
 * many renames racing onto one name exactly one wins, because a file is copied under the condition
 * that its target is absent.
 */
final class TreeRename {

  private final Mount mount;
  private final DirectoryRules rules;
  private final Listings listings;
  private final TreeDelete deletes;
  private final ObjectCopier copier;

  TreeRename(Mount mount, DirectoryRules rules, Listings listings, TreeDelete deletes) {
    this.mount = mount;
    this.rules = rules;
    this.listings = listings;
    this.deletes = deletes;
    this.copier = new ObjectCopier(mount.store(), mount.runtime(), mount.config().write());
  }

  /** Renames by the rules of HDFS; false when a rule forbids it and nothing was changed. */
  boolean rename(String source, String target) throws IOException {
    if (source.isEmpty()) {
      return false;
    }
    List<Found> found = rules.findAll(List.of(source, target, StorePaths.parent(target)));
    Found from = found.get(0);
    if (from.isNothing()) {
      return false;
    }
    String end = target;
    if (found.get(1).isDirectory()) {
      end = StorePaths.prefix(target) + StorePaths.name(source);
      requireNameable(source, end);
    } else if (!found.get(2).isDirectory()) {
      return false;
    }
    if (end.equals(source)) {
      return true;
    }
    if (end.startsWith(source + "/")) {
      return false;
    }
    if (found.get(1).isFile() || (!end.equals(target) && !rules.find(end).isNothing())) {
      return false;
    }
    try {
      move(source, end, from, PutCondition.ifAbsent());
      return true;
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileAlreadyExistsException | FileNotFoundException e) {
      if (from.isDirectory() && !mount.hasRealDirectories()) {
        // A part of the tree vanished: false would say that nothing was copied.
        throw e;
      }
      // Another rename took the target, or this source, since we looked.
      return false;
    }
  }

  /**
   * Renames exactly onto {@code target}, or throws; what {@code FileContext} asks for.
   *
   * @param condition {@code always} replaces a file at once, or an empty directory
   * @throws FileNotFoundException when the source or the target's parent is missing
   * @throws org.apache.hadoop.fs.FileAlreadyExistsException when the target exists and must not
   */
  void renameOnto(String source, String target, PutCondition condition) throws IOException {
    List<Found> found = rules.findAll(List.of(source, target, StorePaths.parent(target)));
    Found from = found.get(0);
    Found onto = found.get(1);
    if (from.isNothing()) {
      throw HadoopErrors.missing(mount.paths().path(source));
    }
    if (source.isEmpty() || target.startsWith(source + "/")) {
      throw new IOException(
          "cannot rename " + mount.paths().path(source) + " below itself or away from the root");
    }
    boolean replace = condition instanceof PutCondition.Always && !source.equals(target);
    if (!onto.isNothing() && !replace) {
      throw new FileAlreadyExistsException(mount.paths().path(target).toString());
    }
    if (!onto.isNothing() && onto.isFile() != from.isFile()) {
      throw new IOException(
          "a file and a directory do not replace each other: " + mount.paths().path(target));
    }
    if (onto instanceof Found.Directory directory) {
      if (!directory.empty()) {
        throw new PathIsNotEmptyDirectoryException(mount.paths().path(target).toString());
      }
      deletes.delete(target);
    } else if (found.get(2).isFile()) {
      throw new ParentNotDirectoryException(
          mount.paths().path(StorePaths.parent(target)) + " is a file");
    } else if (found.get(2).isNothing()) {
      throw HadoopErrors.missing(mount.paths().path(StorePaths.parent(target)));
    }
    move(source, target, from, condition);
  }

  /**
   * Moves what was found at {@code source} to {@code target}, whose parent exists.
   *
   * @param condition on a file's target; a directory's target must be absent
   */
  void move(String source, String target, Found from, PutCondition condition) throws IOException {
    if (mount.hasRealDirectories()) {
      if (from.isFile()) {
        mount.store().move(source, target, condition);
      } else {
        mount.store().move(source + "/", target + "/", PutCondition.ifAbsent());
      }
    } else if (from instanceof Found.File file) {
      copier.copy(file.stat(), target, condition);
      deletes.deleteKeys(List.of(source));
    } else {
      copyTree(source + "/", target + "/");
      if (from instanceof Found.Directory directory && directory.isObject()) {
        rules.keepAlive(target);
        deletes.deleteKeys(List.of(source));
      }
    }
    mount.known().forget(source);
    mount.known().forget(target);
    rules.keepAlive(StorePaths.parent(source));
  }

  /**
   * Copies what one listing shows, and removes exactly that: what others write below the source
   * meanwhile stays. Nothing is copied before every name is known to be possible.
   */
  private void copyTree(String source, String target) throws IOException {
    List<ObjectStat> files = new ArrayList<>();
    List<ObjectStat> markers = new ArrayList<>();
    KeyPages pages = new KeyPages(listings.walk(ListQuery.recursive(source)));
    while (pages.hasNext()) {
      for (ObjectStat stat : pages.next()) {
        requireNameable(source, stat.key());
        requireNameable(source, below(target, source, stat));
        (Listings.isMarker(stat) ? markers : files).add(stat);
      }
    }
    Parallel.Action<ObjectStat> copy =
        stat -> copier.copy(stat, below(target, source, stat), PutCondition.always());
    var parallel = mount.runtime().parallel();
    parallel.forEach(files.iterator(), mount.options().copies(), copy);
    parallel.forEach(markers.iterator(), mount.options().copies(), copy);
    deletes.deleteAll(
        Stream.concat(files.stream(), markers.stream()).map(ObjectStat::key).toList());
  }

  private static String below(String target, String source, ObjectStat stat) {
    return target + stat.key().substring(source.length());
  }

  private void requireNameable(String source, String key) throws IOException {
    Optional<String> flaw = StorePaths.flaw(key);
    if (flaw.isPresent()) {
      throw HadoopErrors.unnameable(mount.paths().path(source), flaw.get(), "nothing was renamed");
    }
  }
}
