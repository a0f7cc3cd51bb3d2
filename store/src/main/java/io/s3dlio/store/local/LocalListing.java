package io.s3dlio.store.local;

import io.s3dlio.store.Keys;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Cuts walks into pages; a page's token is its last entry. Thread-safe.
 *
 * <p>A few walks are kept between pages, so that the next page need not read its directory again;
 * without one the token alone suffices.
 */
final class LocalListing {

  private static final int MOST_KEPT = 8;

  /** Where a kept walk goes on. */
  private record Place(String prefix, boolean recursive, String token) {}

  private final LocalPaths paths;
  private final int batch;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final Map<Place, DirectoryWalk> kept = new LinkedHashMap<>();

  LocalListing(LocalPaths paths, int batch) {
    this.paths = paths;
    this.batch = batch;
  }

  ListPage page(ListQuery query) throws IOException {
    if (!canBegin(query.prefix())) {
      return new ListPage(List.of(), List.of(), Optional.empty());
    }
    String token = query.next().orElse("");
    DirectoryWalk walk = take(new Place(query.prefix(), query.recursive(), token));
    if (walk == null) {
      walk = new DirectoryWalk(paths, query.prefix(), query.recursive(), token, batch, warned);
    }
    List<ObjectStat> objects = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    String last = token;
    while (objects.size() + prefixes.size() < query.maxKeys() && walk.hasNext()) {
      DirectoryWalk.Entry entry = walk.next();
      last = entry.key();
      if (entry.isPrefix()) {
        prefixes.add(last);
      } else {
        objects.add(entry.facts().stat(last));
      }
    }
    if (!walk.hasNext()) {
      return new ListPage(objects, prefixes, Optional.empty());
    }
    keep(new Place(query.prefix(), query.recursive(), last), walk);
    return new ListPage(objects, prefixes, Optional.of(last));
  }

  /** Whether a legal key can begin so; no other prefix may reach the file system. */
  private static boolean canBegin(String prefix) {
    String directories = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    try {
      if (!directories.isEmpty()) {
        Keys.check(directories);
      }
      return true;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private @Nullable DirectoryWalk take(Place place) {
    synchronized (kept) {
      return place.token().isEmpty() ? null : kept.remove(place);
    }
  }

  private void keep(Place place, DirectoryWalk walk) {
    synchronized (kept) {
      kept.put(place, walk);
      if (kept.size() > MOST_KEPT) {
        Iterator<Place> oldest = kept.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
  }
}
