package io.s3dlio.store.gcs;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpResponseException;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.http.HttpTransportOptions;
import com.google.cloud.storage.Bucket;
import com.google.cloud.storage.BucketInfo;
import com.google.cloud.storage.Storage;
import com.google.cloud.storage.StorageException;
import com.google.cloud.storage.StorageOptions;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Buckets: listed, created, deleted, through Google's own client with its retries off. */
final class GcsContainers {

  /** What is done with the buckets. */
  private interface Work<T> {
    T on(Storage storage) throws IOException;
  }

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
    Attempt attempt = Attempt.of(Operation.LIST, root, "buckets");
    return with(
        context,
        attempt,
        storage -> {
          List<String> names = new ArrayList<>();
          for (Bucket bucket : storage.list().iterateAll()) {
            names.add(bucket.getName());
          }
          return names;
        });
  }

  static void create(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    with(
        context,
        Attempt.of(Operation.PUT, root, "create bucket"),
        storage -> {
          GcsConfig config = GcsConfig.parse(context.settings());
          BucketInfo.Builder info = BucketInfo.newBuilder(root.authority());
          config.location().ifPresent(info::setLocation);
          return storage.create(info.build());
        });
  }

  static void delete(ObjectUri root, StoreContext context) throws IOException {
    checkRoot(root);
    Attempt attempt = Attempt.of(Operation.DELETE, root, "bucket");
    boolean deleted = with(context, attempt, storage -> storage.delete(root.authority()));
    if (!deleted) {
      throw new NoSuchBucketException(attempt + ": there is no bucket " + root.authority());
    }
  }

  private static <T> T with(StoreContext context, Attempt attempt, Work<T> work)
      throws IOException {
    try (GcsCalls calls = GcsCalls.open(context)) {
      return calls.guarded(
          attempt,
          unused -> {
            try {
              return work.on(storage(calls));
            } catch (StorageException e) {
              throw cause(e);
            }
          });
    }
  }

  private static IOException cause(StorageException e) {
    if (e.getCause() instanceof GoogleJsonResponseException json && json.getDetails() != null) {
      return GcsRefusedException.of(json.getStatusCode(), json.getDetails(), json.getHeaders());
    }
    if (e.getCause() instanceof HttpResponseException http) {
      String content = http.getContent();
      return GcsRefusedException.of(
          http.getStatusCode(), content == null ? "" : content, http.getHeaders());
    }
    return e.getCause() instanceof IOException io ? io : new IOException(e);
  }

  private static Storage storage(GcsCalls calls) throws IOException {
    GcsConfig config = calls.config();
    StorageOptions.Builder builder =
        StorageOptions.http()
            .setHost(GcsClients.address(config).toString())
            .setProjectId(project(calls))
            .setRetrySettings(ServiceOptions.getNoRetrySettings())
            .setTransportOptions(
                HttpTransportOptions.newBuilder()
                    .setHttpTransportFactory(calls::transport)
                    .setConnectTimeout((int) config.network().connectTimeout().toMillis())
                    .setReadTimeout((int) config.network().requestTimeout().toMillis())
                    .build());
    calls
        .credentials()
        .find()
        .ifPresentOrElse(
            builder::setCredentials, () -> builder.setCredentials(NoCredentials.getInstance()));
    return builder.build().getService();
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
