package io.s3dlio.store.azure;

import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.batch.BlobBatch;
import com.azure.storage.blob.batch.BlobBatchClient;
import com.azure.storage.blob.batch.BlobBatchClientBuilder;
import com.azure.storage.blob.models.BlobStorageException;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Keys;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Removes keys: one by its own request, several by one batch. */
final class AzureDeletion {

  private final ObjectUri root;
  private final AzureCalls calls;

  AzureDeletion(ObjectUri root, AzureCalls calls) {
    this.root = root;
    this.calls = calls;
  }

  List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > AzureStore.LIMITS.keysPerDelete()) {
      throw new IllegalArgumentException(
          keys.size() + " keys, at most " + AzureStore.LIMITS.keysPerDelete() + " in one delete");
    }
    keys.forEach(Keys::check);
    List<String> each = List.copyOf(new LinkedHashSet<>(keys));
    return switch (each.size()) {
      case 0 -> List.of();
      case 1 -> one(each.get(0));
      default -> batch(each);
    };
  }

  private List<DeleteFailure> one(String key) throws IOException {
    try {
      calls.call(
          attempt(key), () -> calls.object(key).deleteWithResponse(null, null, null, Context.NONE));
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      // For us an absent key is a removed one.
      return List.of();
    }
    return List.of();
  }

  private List<DeleteFailure> batch(List<String> keys) throws IOException {
    BlobBatchClient client = new BlobBatchClientBuilder(calls.container()).buildClient();
    BlobBatch batch = client.getBlobBatch();
    List<Response<Void>> answers = new ArrayList<>();
    for (String key : keys) {
      // By its URL: a name given alone is decoded first, which a key is not to be.
      answers.add(batch.deleteBlob(calls.object(key).getBlobUrl()));
    }
    Attempt attempt = Attempt.of(Operation.DELETE, root, keys.size() + " keys");
    calls.call(attempt, () -> client.submitBatchWithResponse(batch, false, null, Context.NONE));
    List<DeleteFailure> failures = new ArrayList<>();
    for (int i = 0; i < answers.size(); i++) {
      IOException failure = failure(keys.get(i), answers.get(i));
      if (failure != null) {
        failures.add(new DeleteFailure(keys.get(i), failure));
      }
    }
    return failures;
  }

  /** Why one key of a batch is still there; null when it is not. */
  private @Nullable IOException failure(String key, Response<Void> answer) {
    try {
      answer.getStatusCode();
      return null;
    } catch (BlobStorageException e) {
      IOException refusal = calls.errors().refused(attempt(key), e);
      boolean absent =
          refusal instanceof FileNotFoundException && !(refusal instanceof NoSuchBucketException);
      return absent ? null : refusal;
    } catch (RuntimeException e) {
      return calls.failures().failed(attempt(key), e);
    }
  }

  private Attempt attempt(String key) {
    return Attempt.of(Operation.DELETE, root.resolve(key), "");
  }
}
