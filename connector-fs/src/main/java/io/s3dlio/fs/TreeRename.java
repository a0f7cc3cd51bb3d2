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
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

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
      // Another rename took the target, or this source, since we looked.
      return false;
    }
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
    }
    mount.known().forget(source);
    mount.known().forget(target);
    rules.keepAlive(StorePaths.parent(source));
  }

  /** Removes exactly what was copied: what others write below the source meanwhile stays. */
  private void copyTree(String source, String target) throws IOException {
    Queue<String> copied = new ConcurrentLinkedQueue<>();
    List<ObjectStat> markers = new ArrayList<>();
    Parallel.Action<ObjectStat> copy =
        stat -> {
          String end = target + stat.key().substring(source.length());
          copier.copy(stat, end, PutCondition.always());
          copied.add(stat.key());
        };
    var files = new FilesOf(new KeyPages(listings.walk(ListQuery.recursive(source))), markers);
    var parallel = mount.runtime().parallel();
    parallel.forEach(files, mount.options().copies(), copy);
    parallel.forEach(markers.iterator(), mount.options().copies(), copy);
    deletes.deleteAll(List.copyOf(copied));
  }
}
