package io.s3dlio.store.s3;

import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Keys;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.s3.model.Delete;
import software.amazon.awssdk.services.s3.model.DeleteObjectsRequest;
import software.amazon.awssdk.services.s3.model.ObjectIdentifier;
import software.amazon.awssdk.services.s3.model.S3Error;

/** Removes keys: one by its own request, several by one batch. */
final class S3Deletion {

  private final ObjectUri root;
  private final S3Calls calls;

  S3Deletion(ObjectUri root, S3Calls calls) {
    this.root = root;
    this.calls = calls;
  }

  List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > S3Store.LIMITS.keysPerDelete()) {
      throw new IllegalArgumentException(
          keys.size() + " keys, at most " + S3Store.LIMITS.keysPerDelete() + " in one delete");
    }
    keys.forEach(Keys::check);
    return switch (keys.size()) {
      case 0 -> List.of();
      case 1 -> one(keys.get(0));
      default -> batch(keys);
    };
  }

  /** A request of its own needs no XML and no right to batch deletes. */
  private List<DeleteFailure> one(String key) throws IOException {
    try {
      calls.call(
          attempt(key), client -> client.deleteObject(b -> b.bucket(root.authority()).key(key)));
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException e) {
      // Some services say so; for us an absent key is a removed one.
      return List.of();
    }
    return List.of();
  }

  private List<DeleteFailure> batch(List<String> keys) throws IOException {
    List<ObjectIdentifier> identifiers =
        keys.stream().map(key -> ObjectIdentifier.builder().key(key).build()).toList();
    DeleteObjectsRequest request =
        DeleteObjectsRequest.builder()
            .bucket(root.authority())
            .delete(Delete.builder().objects(identifiers).quiet(true).build())
            .build();
    Attempt attempt = Attempt.of(Operation.DELETE, root, keys.size() + " keys");
    List<S3Error> errors = calls.call(attempt, client -> client.deleteObjects(request)).errors();
    List<DeleteFailure> failures = new ArrayList<>();
    for (S3Error error : errors) {
      if (!"NoSuchKey".equals(error.code())) {
        failures.add(
            new DeleteFailure(
                error.key(),
                calls.errors().refused(attempt(error.key()), error.code(), error.message())));
      }
    }
    return failures;
  }

  private Attempt attempt(String key) {
    return Attempt.of(Operation.DELETE, root.resolve(key), "");
  }
}
