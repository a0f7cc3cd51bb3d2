package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.Bucket;
import com.google.api.services.storage.model.Buckets;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Buckets: listed, created, deleted. */
final class GcsContainers {

  private GcsContainers() {}

  /** A root is {@code gs://bucket/} and nothing more. */
  static void checkRoot(ObjectUri root) {
    String bucket = root.authority();
    if (bucket.isEmpty() || !root.path().isEmpty()) {
      throw new IllegalArgumentException(
          root + " is not of the form " + root.scheme() + "://bucket/");
    }
    if (!bucket.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]")) {
      throw new IllegalArgumentException(
          root
              + ": a bucket's name has lower-case letters, digits, dots, hyphens and underscores;"
              + " an endpoint is given as gs.endpoint");
    }
  }

  static List<String> list(ObjectUri root, StoreContext context) throws IOException {
    List<String> names = new ArrayList<>();
    try (GcsCalls calls = GcsCalls.open(context)) {
      Attempt attempt = Attempt.of(Operation.LIST, root, "buckets");
      Optional<String> next = Optional.empty();
      do {
        Buckets page = page(calls, attempt, next);
        if (page.getItems() != null) {
          page.getItems().stream().map(Bucket::getName).forEach(names::add);
        }
        next = Optional.ofNullable(page.getNextPageToken());
      } while (next.isPresent());
    }
    return names;
  }

  private static Buckets page(GcsCalls calls, Attempt attempt, Optional<String> next)
      throws IOException {
    return calls.call(
        attempt,
        storage ->
            storage
                .buckets()
                .list(project(calls))
                .setPageToken(next.orElse(null))
                .setFields("items/name,nextPageToken"));
  }

  static void create(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (GcsCalls calls = GcsCalls.open(context)) {
      Bucket bucket = new Bucket().setName(root.authority());
      calls.config().location().ifPresent(bucket::setLocation);
      calls.call(
          Attempt.of(Operation.PUT, root, "create bucket"),
          storage -> storage.buckets().insert(project(calls), bucket).setFields("name"));
    }
  }

  static void delete(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    try (GcsCalls calls = GcsCalls.open(context)) {
      calls.run(
          Attempt.of(Operation.DELETE, root, "bucket"),
          storage -> storage.buckets().delete(root.authority()));
    }
  }

  /** Whose buckets; an emulator takes any name. */
  private static String project(GcsCalls calls) throws IOException {
    Optional<String> given =
        calls
            .config()
            .project()
            .or(
                () ->
                    Stream.of("GOOGLE_CLOUD_PROJECT", "GCLOUD_PROJECT")
                        .map(System::getenv)
                        .filter(name -> name != null && !name.isBlank())
                        .findFirst());
    if (given.isPresent()) {
      return given.get();
    }
    Optional<String> own = calls.credentials().project();
    if (own.isPresent() || calls.config().endpoint().isPresent()) {
      return own.orElse("emulator");
    }
    throw new IllegalArgumentException(
        "no project is known; set " + calls.config().spelling().apply("gs.project"));
  }
}
