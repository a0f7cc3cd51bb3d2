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
import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Removes keys: one by its own request, several by one batch, or one by one where the service has
 * no batches. Thread-safe.
 */
final class AzureDeletion {

  private final ObjectUri root;
  private final AzureCalls calls;

  /** Turns false when the service has refused a batch because it does not know such. */
  private volatile boolean batches = true;

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
      default -> batches ? batch(each) : oneByOne(each);
    };
  }

  private List<DeleteFailure> oneByOne(List<String> keys) throws IOException {
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      try {
        one(key);
      } catch (NoSuchBucketException | InterruptedIOException | TransientException e) {
        // Of no key in particular; what is gone already does not mind being deleted again.
        throw e;
      } catch (IOException e) {
        failures.add(new DeleteFailure(key, e));
      }
    }
    return failures;
  }

  /** Azure's emulators and gateways need not have "Blob Batch". */
  private static boolean isUnknown(StoreException refusal) {
    return refusal
        .answer()
        .filter(
            answer ->
                answer.status() == 405
                    || answer.status() == 501
                    || answer.code().equals("InvalidQueryParameterValue")
                    || answer.code().equals("FeatureNotSupported")
                    || answer.code().equals("APINotImplemented"))
        .isPresent();
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
      answers.add(batch.deleteBlob(calls.url(key)));
    }
    Attempt attempt = Attempt.of(Operation.DELETE, root, keys.size() + " keys");
    try {
      calls.call(attempt, () -> client.submitBatchWithResponse(batch, false, null, Context.NONE));
    } catch (StoreException refusal) {
      if (!isUnknown(refusal)) {
        throw refusal;
      }
      batches = false;
      return oneByOne(keys);
    }
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
      // The SDK has no word for a refusal without a body, nor for an answer that is missing.
      return new TransientException(attempt(key) + ": the batch does not say what became of it", e);
    }
  }

  private Attempt attempt(String key) {
    return Attempt.of(Operation.DELETE, root.resolve(key), "");
  }
}
