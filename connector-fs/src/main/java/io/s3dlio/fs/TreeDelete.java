package io.s3dlio.fs;

import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.transfer.Parallel;
import java.io.IOException;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.apache.hadoop.fs.PathIOException;

/**
 * Removes directories with everything below them: many keys by one request, many requests at once.
 */
final class TreeDelete {

  private final Mount mount;
  private final Listings listings;

  TreeDelete(Mount mount, Listings listings) {
    this.mount = mount;
    this.listings = listings;
  }

  /**
   * Removes a directory, its marker, and everything below; of the root only what is below.
   *
   * @throws PathIOException when everything is gone but what no path can name, such as {@code a//b}
   * @throws IOException for the first key that could not be removed; others may be gone
   */
  void delete(String directory) throws IOException {
    if (mount.hasRealDirectories()) {
      deleteOnDisk(directory);
      return;
    }
    PageWalk pages = listings.walk(ListQuery.recursive(StorePaths.prefix(directory)));
    Queue<String> flaws = new ConcurrentLinkedQueue<>();
    Parallel.Action<List<ObjectStat>> deletePage =
        page -> {
          page.forEach(stat -> StorePaths.flaw(stat.key()).ifPresent(flaws::add));
          deleteKeys(page.stream().map(ObjectStat::key).filter(StorePaths::isNameable).toList());
        };
    mount.runtime().parallel().forEach(new KeyPages(pages), mount.options().deletes(), deletePage);
    if (!flaws.isEmpty()) {
      throw HadoopErrors.unnameable(
          mount.paths().path(directory), flaws.element(), "everything else below it was deleted");
    }
  }

  /**
   * Removes keys, at once as many as the service allows in one request.
   *
   * @throws IOException for the first key that could not be removed; others may be gone
   */
  void deleteAll(List<String> keys) throws IOException {
    int size = mount.store().limits().keysPerDelete();
    Iterator<List<String>> batches =
        IntStream.iterate(0, from -> from < keys.size(), from -> from + size)
            .mapToObj(from -> keys.subList(from, Math.min(keys.size(), from + size)))
            .iterator();
    mount.runtime().parallel().forEach(batches, mount.options().deletes(), this::deleteKeys);
  }

  /**
   * Removes keys on this thread.
   *
   * @throws IOException for the first key that could not be removed; others may be gone
   */
  void deleteKeys(List<String> keys) throws IOException {
    int size = mount.store().limits().keysPerDelete();
    for (int from = 0; from < keys.size(); from += size) {
      List<String> batch = keys.subList(from, Math.min(keys.size(), from + size));
      List<DeleteFailure> failures = mount.store().delete(batch);
      if (!failures.isEmpty()) {
        throw HadoopErrors.translate(
            mount.paths().path(failures.get(0).key()), failures.get(0).cause());
      }
    }
  }

  /**
   * Files first, then directories from the deepest up, because a disk removes only empty ones. A
   * link to a directory is removed as a link: what it leads to stays.
   */
  private void deleteOnDisk(String directory) throws IOException {
    String prefix = StorePaths.prefix(directory);
    if (mount.store().delete(List.of(prefix)).isEmpty()) {
      return;
    }
    TreeSet<String> directories = new TreeSet<>(List.of(prefix));
    KeyPages pages = new KeyPages(listings.walk(ListQuery.recursive(prefix)));
    while (pages.hasNext()) {
      List<String> keys = pages.next().stream().map(ObjectStat::key).toList();
      for (String key : keys) {
        String above = StorePaths.parent(key.substring(0, key.length() - 1)) + "/";
        while (above.length() > prefix.length() && directories.add(above)) {
          above = StorePaths.parent(above.substring(0, above.length() - 1)) + "/";
        }
      }
      deleteKeys(keys);
    }
    deleteKeys(List.copyOf(directories.descendingSet()));
  }
}
