package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobProperties;
import com.azure.storage.blob.models.BlobRequestConditions;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What several requests have in common. */
final class AzureRequests {

  /** "Get Blob": only accounts with a hierarchical namespace say what kind of thing it is. */
  private static final HttpHeaderName KIND = HttpHeaderName.fromString("x-ms-resource-type");

  private AzureRequests() {}

  /** One HEAD; with an etag only of that version. */
  static ObjectStat head(AzureCalls calls, ObjectUri uri, String key, Optional<String> etag)
      throws IOException {
    Attempt attempt = Attempt.of(Operation.STAT, uri, "");
    BlobRequestConditions conditions = new BlobRequestConditions();
    etag.map(AzureMapping::quoted).ifPresent(conditions::setIfMatch);
    Response<BlobProperties> answer =
        calls.call(
            attempt,
            () -> calls.object(key).getPropertiesWithResponse(conditions, null, Context.NONE));
    checkFlat(attempt, answer.getHeaders());
    return AzureMapping.stat(key, answer.getValue());
  }

  /**
   * Refuses an account with a hierarchical namespace as soon as an answer shows it; asking for it
   * would cost a request.
   */
  static void checkFlat(Attempt attempt, HttpHeaders answer) throws StoreException {
    if (answer.getValue(KIND) != null) {
      throw new StoreException(attempt + ": " + AzureErrors.HIERARCHICAL);
    }
  }

  /**
   * Throws the refusal of a conditional write when the object that it speaks of is there, or when
   * one who may write may not look. One request more, after a refusal only.
   */
  static void checkThere(
      AzureCalls calls, ObjectUri uri, String key, FileAlreadyExistsException refusal)
      throws IOException {
    try {
      head(calls, uri, key, Optional.empty());
    } catch (NoSuchBucketException e) {
      throw e;
    } catch (FileNotFoundException absent) {
      return;
    } catch (AccessDeniedException e) {
      refusal.addSuppressed(e);
    }
    throw refusal;
  }

  /** The MD5 that goes along with a body, or null. */
  static byte @Nullable [] md5(AzureConfig config, ByteBuffer body) {
    return config.checksums() ? AzureMapping.md5(body) : null;
  }
}
