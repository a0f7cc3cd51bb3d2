package io.s3dlio.store.gcs;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.googleapis.batch.json.JsonBatchCallback;
import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponseException;
import com.google.api.services.storage.Storage;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Removes keys: one by its own request, several by one batch (Google's page "Batch requests"). */
final class GcsDeletion {

  private final ObjectUri root;
  private final GcsCalls calls;

  GcsDeletion(ObjectUri root, GcsCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  /** At most 100 keys, hidden ones too; one that is absent counts as removed. */
  List<DeleteFailure> delete(List<String> keys) throws IOException {
    return switch (keys.size()) {
      case 0 -> List.of();
      case 1 -> one(keys.get(0));
      default -> batch(keys);
    };
  }

  private List<DeleteFailure> one(String key) throws IOException {
    try {
      calls.run(attempt(key), storage -> storage.objects().delete(root.authority(), key));
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      return List.of();
    }
    return List.of();
  }

  private List<DeleteFailure> batch(List<String> keys) throws IOException {
    Attempt attempt = Attempt.of(Operation.DELETE, root, keys.size() + " keys");
    Answers answers = calls.guarded(attempt, storage -> send(storage, keys));
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      failure(key, answers).ifPresent(cause -> failures.add(new DeleteFailure(key, cause)));
    }
    return failures;
  }

  private Answers send(Storage storage, List<String> keys) throws IOException {
    BatchRequest batch = calls.batch(storage);
    Answers answers = new Answers(new HashSet<>(), new HashMap<>());
    for (String key : keys) {
      calls
          .prepared(storage.objects().delete(root.authority(), key))
          .queue(batch, new OneAnswer(key, answers));
    }
    try {
      batch.execute();
    } catch (HttpResponseException e) {
      throw GcsRefusedException.of(
          e.getStatusCode(), e.getContent() == null ? "" : e.getContent(), e.getHeaders());
    } catch (RuntimeException e) {
      throw new IOException("the answer to a batch was cut off or is not Google's", e);
    }
    return answers;
  }

  private Optional<IOException> failure(String key, Answers answers) throws IOException {
    if (answers.removed().contains(key)) {
      return Optional.empty();
    }
    GcsRefusedException refused = answers.refused().get(key);
    if (refused == null) {
      return Optional.of(
          calls.failures().failed(attempt(key), new IOException("the batch did not answer it")));
    }
    IOException cause = calls.errors().refused(attempt(key), refused);
    if (cause instanceof NoSuchBucketException) {
      throw cause;
    }
    return cause instanceof FileNotFoundException ? Optional.empty() : Optional.of(cause);
  }

  private Attempt attempt(String key) {
    return Attempt.of(Operation.DELETE, root.resolve(key), "");
  }

  /** What a batch has answered so far. */
  private record Answers(Set<String> removed, Map<String, GcsRefusedException> refused) {}

  /** Notes what the batch answers for one key. */
  private static final class OneAnswer extends JsonBatchCallback<Void> {
    private final String key;
    private final Answers answers;

    OneAnswer(String key, Answers answers) {
      this.key = key;
      this.answers = answers;
    }

    @Override
    public void onSuccess(@Nullable Void nothing, HttpHeaders headers) {
      answers.removed().add(key);
    }

    @Override
    public void onFailure(GoogleJsonError error, HttpHeaders headers) {
      answers.refused().put(key, GcsRefusedException.of(error.getCode(), error, headers));
    }
  }
}
