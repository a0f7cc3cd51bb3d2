package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.ComposeRequest;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.store.transfer.Parallel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The hidden objects of uploads: a marker while one is under way, and its parts.
 *
 * <p>They stand below {@link #HIDDEN} at the root of the bucket; listings leave that out and no
 * user's key may begin with it. The names follow from the upload's id alone, so that any process
 * can go on with it.
 */
final class GcsParts {

  /** What every hidden key begins with. */
  static final String HIDDEN = ".s3dlio-uploads/";

  /** What the keys of markers begin with; the upload's id follows. */
  static final String MARKERS = HIDDEN + "begun/";

  /** The marker's metadata that holds the key to be written. */
  static final String KEY = "s3dlio-upload-key";

  /** Requests that are sent at once. */
  private static final int CONCURRENCY = 8;

  private final ObjectUri root;
  private final GcsCalls calls;
  private final IoRuntime runtime;

  GcsParts(ObjectUri root, GcsCalls calls, IoRuntime runtime) {
    this.root = root;
    this.calls = calls;
    this.runtime = runtime;
  }

  static String newId() {
    return UUID.randomUUID().toString().replace("-", "");
  }

  static void checkId(String id) {
    if (!id.matches("[0-9a-f]{32}")) {
      throw new IllegalArgumentException("not the id of an upload to gs: " + id);
    }
  }

  ObjectUri root() {
    return root;
  }

  static String part(String id, int number) {
    return prefix(id) + String.format("%05d", number);
  }

  /** What several parts are composed to on their way to one object. */
  static String step(String id, int level, int number) {
    return prefix(id) + level + "-" + String.format("%05d", number);
  }

  private static String prefix(String id) {
    return HIDDEN + "parts/" + id + "/";
  }

  /** Writes the marker: one request, which also tells whether the bucket is there. */
  void begin(ObjectUri target, String id) throws IOException {
    StorageObject marker =
        GcsMapping.described(MARKERS + id, PutOptions.none())
            .setMetadata(Map.of(KEY, target.path()));
    GcsRequests.insert(
        calls, Attempt.of(Operation.START_UPLOAD, target, ""), marker, ByteBuffer.allocate(0));
  }

  /**
   * One status of the marker.
   *
   * @throws io.s3dlio.store.UploadGoneException when the upload was completed or aborted
   */
  void checkUnderWay(Attempt attempt, String id) throws IOException {
    calls.call(
        attempt,
        storage -> storage.objects().get(root.authority(), MARKERS + id).setFields("generation"));
  }

  /** Every hidden object of an upload but its marker. */
  List<String> list(String id) throws IOException {
    List<String> keys = new ArrayList<>();
    String next = null;
    do {
      String token = next;
      Objects page =
          calls.call(
              Attempt.of(Operation.LIST, root.resolve(prefix(id)), ""),
              storage ->
                  storage
                      .objects()
                      .list(root.authority())
                      .setPrefix(prefix(id))
                      .setPageToken(token)
                      .setFields("items(name),nextPageToken"));
      if (page.getItems() != null) {
        page.getItems().forEach(item -> keys.add(item.getName()));
      }
      next = page.getNextPageToken();
    } while (next != null);
    return keys;
  }

  /**
   * Removes the parts and with or after the last of them the marker. What is left after a failure
   * is still found by it: it is written again, as it may be gone while a part is not.
   */
  void remove(ObjectUri target, String id, List<String> keys) throws IOException {
    try {
      removeAll(id, keys);
    } catch (IOException e) {
      beginAgain(target, id, e);
      throw e;
    }
  }

  /** Removes the marker and then the parts, so that nobody can complete what is being removed. */
  void abort(ObjectUri target, String id) throws IOException {
    removeSome(List.of(MARKERS + id));
    try {
      List<String> keys = list(id);
      if (!keys.isEmpty()) {
        removeAll(id, keys);
      }
    } catch (IOException e) {
      beginAgain(target, id, e);
      throw e;
    }
  }

  private void beginAgain(ObjectUri target, String id, IOException failure) {
    try {
      begin(target, id);
    } catch (IOException e) {
      failure.addSuppressed(e);
    }
  }

  private void removeAll(String id, List<String> keys) throws IOException {
    List<String> all = new ArrayList<>(keys);
    int size = GcsStore.LIMITS.keysPerDelete();
    if (all.size() < size) {
      all.add(MARKERS + id);
      removeSome(all);
      return;
    }
    List<List<String>> batches = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      batches.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    each(batches, this::removeSome);
    removeSome(List.of(MARKERS + id));
  }

  private void removeSome(List<String> keys) throws IOException {
    List<DeleteFailure> failures = new GcsDeletion(root, calls).delete(keys);
    if (!failures.isEmpty()) {
      throw failures.get(0).cause();
    }
  }

  /** In parallel, but on an I/O thread one by one: no task may wait for one of its own pool. */
  <T> void each(List<T> items, Parallel.Action<T> action) throws IOException {
    if (items.size() == 1 || runtime.isIoThread()) {
      for (T item : items) {
        action.run(item);
      }
      return;
    }
    runtime.parallel().forEach(items.iterator(), CONCURRENCY, action);
  }

  /** Makes one object of at most 32. */
  StorageObject compose(
      Attempt attempt,
      StorageObject target,
      List<GcsUpload.Piece> pieces,
      @Nullable Long ifGenerationMatch)
      throws IOException {
    ComposeRequest request =
        new ComposeRequest()
            .setDestination(target)
            .setSourceObjects(pieces.stream().map(GcsUpload.Piece::source).toList());
    return calls.call(
        attempt,
        storage ->
            storage
                .objects()
                .compose(root.authority(), target.getName(), request)
                .setIfGenerationMatch(ifGenerationMatch)
                .setFields(GcsMapping.WRITTEN_FIELDS));
  }
}
