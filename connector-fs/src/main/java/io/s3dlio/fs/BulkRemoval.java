package io.s3dlio.fs;

import io.s3dlio.store.Capability;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Removes many files and empty directories without asking first what each one is.
 *
 * <p>All keys go as files in one request. Which of them are directories is then seen in listings of
 * their parents, from which the files have just vanished, so one page nearly always suffices.
 */
final class BulkRemoval {

  private final Mount mount;
  private final DirectoryRules rules;

  BulkRemoval(Mount mount, DirectoryRules rules) {
    this.mount = mount;
    this.rules = rules;
  }

  /**
   * Removes keys, in any order, doubled or absent ones included.
   *
   * @return what could not be removed, with the reason; a directory that is not empty is among them
   */
  Map<String, String> remove(Collection<String> keys) throws IOException {
    Map<String, String> failures = new LinkedHashMap<>();
    Set<String> wanted = new LinkedHashSet<>(keys);
    if (wanted.remove("")) {
      failures.put("", "the root is not deleted");
    }
    delete(List.copyOf(wanted), failures);
    List<String> markers = new ArrayList<>();
    for (String directory : directoriesAmong(wanted)) {
      if (markers.stream().anyMatch(marker -> marker.startsWith(directory + "/"))) {
        // Only without the children that are about to go can it be seen to be empty.
        delete(markers, failures);
        markers.clear();
      }
      Found found = rules.asDirectory(directory);
      if (found instanceof Found.Directory inside && !inside.empty()) {
        failures.put(directory, "the directory is not empty");
      } else if (found.isDirectory()) {
        markers.add(directory + "/");
      }
    }
    delete(markers, failures);
    wanted.forEach(mount.known()::forget);
    return failures;
  }

  private void delete(List<String> keys, Map<String, String> failures) throws IOException {
    int size = mount.store().limits().keysPerDelete();
    for (int from = 0; from < keys.size(); from += size) {
      List<String> batch = keys.subList(from, Math.min(keys.size(), from + size));
      for (DeleteFailure failure : mount.store().delete(batch)) {
        String key = failure.key();
        failures.put(
            key.endsWith("/") ? key.substring(0, key.length() - 1) : key,
            failure.cause().toString());
      }
    }
  }

  /** The wanted keys that are directories, deepest first, so that children go before parents. */
  private Set<String> directoriesAmong(Set<String> wanted) throws IOException {
    Map<String, TreeSet<String>> byParent = new TreeMap<>();
    for (String key : wanted) {
      byParent.computeIfAbsent(StorePaths.parent(key), parent -> new TreeSet<>()).add(key);
    }
    Set<String> directories = new TreeSet<>((a, b) -> b.compareTo(a));
    for (Map.Entry<String, TreeSet<String>> group : byParent.entrySet()) {
      Set<String> seen = childDirectories(group.getKey(), group.getValue());
      group.getValue().stream().filter(seen::contains).forEach(directories::add);
    }
    return directories;
  }

  /**
   * The child directories of one parent that may be among the keys. Gives up listing when looking
   * at each key by itself costs no more, and then names them all.
   */
  private Set<String> childDirectories(String parent, NavigableSet<String> keys)
      throws IOException {
    ListQuery query = ListQuery.children(StorePaths.prefix(parent));
    if (mount.can(Capability.LIST_START_AFTER) && !parent.isEmpty()) {
      query = query.withStartAfter(keys.first());
    }
    Set<String> seen = new HashSet<>();
    String last = keys.last() + "/";
    for (int pages = 0; pages < keys.size(); pages++) {
      ListPage page = mount.store().list(query);
      page.prefixes().forEach(prefix -> seen.add(prefix.substring(0, prefix.length() - 1)));
      boolean past = page.prefixes().stream().anyMatch(prefix -> prefix.compareTo(last) >= 0);
      if (page.next().isEmpty() || (past && mount.can(Capability.LIST_START_AFTER))) {
        return seen;
      }
      query = query.withNext(page.next().get());
    }
    return keys;
  }
}
