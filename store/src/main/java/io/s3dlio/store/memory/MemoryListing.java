package io.s3dlio.store.memory;

import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.memory.MemoryBucket.Version;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts one page out of a sorted map; a page's token is its last entry, key or prefix. */
final class MemoryListing {

  private MemoryListing() {}

  static ListPage page(NavigableMap<String, Version> objects, ListQuery query) {
    List<ObjectStat> found = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = "";
    Map.@Nullable Entry<String, Version> entry = first(objects, query);
    while (entry != null && entry.getKey().startsWith(query.prefix())) {
      if (found.size() + prefixes.size() == query.maxKeys()) {
        return new ListPage(found, prefixes, Optional.of(last));
      }
      String key = entry.getKey();
      int slash = query.recursive() ? -1 : key.indexOf('/', query.prefix().length());
      if (slash < 0) {
        last = key;
        found.add(listed(entry.getValue().stat()));
        entry = objects.higherEntry(key);
      } else {
        last = key.substring(0, slash + 1);
        prefixes.add(last);
        entry = objects.ceilingEntry(after(last));
      }
    }
    return new ListPage(found, prefixes, Optional.empty());
  }

  private static Map.@Nullable Entry<String, Version> first(
      NavigableMap<String, Version> objects, ListQuery query) {
    String from = query.prefix();
    if (query.startAfter().isPresent()) {
      from = greater(from, successor(query.startAfter().get()));
    }
    if (query.next().isPresent()) {
      String last = query.next().get();
      boolean rolled =
          !query.recursive() && last.endsWith("/") && last.length() > query.prefix().length();
      from = greater(from, rolled ? after(last) : successor(last));
    }
    return objects.ceilingEntry(from);
  }

  /** Listings of services carry neither headers nor metadata. */
  private static ObjectStat listed(ObjectStat stat) {
    return new ObjectStat(
        stat.key(),
        stat.size(),
        stat.etag(),
        stat.modified(),
        Map.of(),
        Map.of(),
        Optional.empty());
  }

  private static String greater(String a, String b) {
    return a.compareTo(b) >= 0 ? a : b;
  }

  /** The least text greater than {@code key}. */
  private static String successor(String key) {
    return key + '\0';
  }

  /** The least text greater than all that begin with {@code prefix}, which ends in a slash. */
  private static String after(String prefix) {
    return prefix.substring(0, prefix.length() - 1) + (char) ('/' + 1);
  }
}
