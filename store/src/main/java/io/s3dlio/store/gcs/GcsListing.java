package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of keys and of unfinished uploads; keys that we would refuse to write are shown as well,
 * hidden parts are not.
 */
final class GcsListing {

  /** The largest page that the service gives (page "Objects: list"). */
  private static final long MAX_KEYS = 1000;

  /** The first name behind all hidden ones. */
  private static final String BEHIND = GcsParts.HIDDEN.replace('/', '0');

  /** Stands between start and token in the name of a next page; no key holds it. */
  private static final char BETWEEN = '\n';

  private final ObjectUri root;
  private final GcsCalls calls;

  GcsListing(ObjectUri root, GcsCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  /** Where a page begins: names from {@code start} on, or where the service left off. */
  private record Place(@Nullable String start, @Nullable String token) {
    static Place of(ListQuery query) {
      if (query.next().isEmpty()) {
        return new Place(query.startAfter().orElse(null), null);
      }
      String[] both = query.next().get().split(String.valueOf(BETWEEN), 2);
      return new Place(
          both[0].isEmpty() ? null : both[0],
          both.length < 2 || both[1].isEmpty() ? null : both[1]);
    }

    String text() {
      return (start == null ? "" : start) + BETWEEN + (token == null ? "" : token);
    }
  }

  ListPage list(ListQuery query) throws IOException {
    if (query.prefix().startsWith(GcsParts.HIDDEN)) {
      return new ListPage(List.of(), List.of(), Optional.empty());
    }
    Place place = Place.of(query);
    Objects answer =
        calls.call(
            Attempt.of(Operation.LIST, root.resolve(query.prefix()), ""),
            storage ->
                storage
                    .objects()
                    .list(root.authority())
                    .setPrefix(query.prefix().isEmpty() ? null : query.prefix())
                    .setDelimiter(query.recursive() ? null : "/")
                    .setStartOffset(place.start())
                    .setPageToken(place.token())
                    .setMaxResults(Math.min(query.maxKeys(), MAX_KEYS))
                    .setFields("items(name,size,generation,updated),prefixes,nextPageToken"));
    List<ObjectStat> objects = new ArrayList<>();
    for (StorageObject item : items(answer)) {
      // The service's start is inclusive, the contract's is not.
      boolean start = query.startAfter().filter(item.getName()::equals).isPresent();
      if (!start && !isHidden(item.getName())) {
        objects.add(GcsMapping.stat(item.getName(), item));
      }
    }
    List<String> prefixes =
        answer.getPrefixes() == null
            ? List.of()
            : answer.getPrefixes().stream().filter(prefix -> !isHidden(prefix)).distinct().toList();
    return new ListPage(objects, prefixes, next(place, answer));
  }

  /** Where the page ends among hidden names, the next one begins behind all of them. */
  private static Optional<String> next(Place place, Objects answer) {
    if (answer.getNextPageToken() == null) {
      return Optional.empty();
    }
    List<StorageObject> items = items(answer);
    boolean hidden = !items.isEmpty() && isHidden(items.get(items.size() - 1).getName());
    Place next =
        hidden ? new Place(BEHIND, null) : new Place(place.start(), answer.getNextPageToken());
    return Optional.of(next.text());
  }

  private static boolean isHidden(String name) {
    return name.startsWith(GcsParts.HIDDEN);
  }

  private static List<StorageObject> items(Objects answer) {
    return answer.getItems() == null ? List.of() : answer.getItems();
  }

  /** Uploads that were begun; a page may be empty though more follow, as keys are not indexed. */
  UploadPage uploads(UploadQuery query) throws IOException {
    Objects answer =
        calls.call(
            Attempt.of(Operation.LIST_UPLOADS, root.resolve(query.prefix()), ""),
            storage ->
                storage
                    .objects()
                    .list(root.authority())
                    .setPrefix(GcsParts.MARKERS)
                    .setPageToken(query.next().orElse(null))
                    .setMaxResults(Math.min(query.maxUploads(), MAX_KEYS))
                    .setFields("items(name,timeCreated,metadata),nextPageToken"));
    List<UploadPage.PendingUpload> uploads = new ArrayList<>();
    for (StorageObject marker : items(answer)) {
      Map<String, String> metadata = marker.getMetadata();
      String key = metadata == null ? null : metadata.get(GcsParts.KEY);
      if (key != null && key.startsWith(query.prefix())) {
        String id = marker.getName().substring(GcsParts.MARKERS.length());
        Instant started = GcsMapping.instant(marker.getTimeCreated());
        uploads.add(
            new UploadPage.PendingUpload(
                new UploadToken(root, key, id, PutOptions.none()),
                started == null ? Instant.EPOCH : started));
      }
    }
    return new UploadPage(uploads, Optional.ofNullable(answer.getNextPageToken()));
  }
}
