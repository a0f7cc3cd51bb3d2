package io.s3dlio.store.azure;

import com.azure.core.http.HttpAuthorization;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.rest.Response;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.options.BlobCopyFromUrlOptions;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.WriteId;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Copies by "Copy Blob From URL", which is done when it answers. Thread-safe. */
final class AzureCopy {

  private final ObjectUri root;
  private final AzureCalls calls;
  private final AzureUploads uploads;

  AzureCopy(ObjectUri root, AzureCalls calls, AzureUploads uploads) {
    this.root = root;
    this.calls = calls;
    this.uploads = uploads;
  }

  /**
   * The source is asked for first unless all that is needed of it is known already.
   *
   * @throws IllegalArgumentException for metadata that Azure does not keep
   */
  ObjectStat copy(String source, ObjectUri target, CopyOptions options) throws IOException {
    boolean always = options.condition() instanceof PutCondition.Always;
    if (source.equals(target.path()) && options.metadata().isEmpty() && always) {
      // How it stands already.
      return AzureRequests.head(calls, target, source, options.sourceEtag());
    }
    ObjectStat from = source(source, options);
    Map<String, String> metadata = metadata(from, options);
    Attempt attempt =
        Attempt.of(Operation.COPY, target, "from " + root.resolve(source)).on(options.condition());
    try {
      Response<String> answer =
          calls.call(
              attempt,
              () ->
                  calls
                      .object(target.path())
                      .copyFromUrlWithResponse(
                          request(from, metadata, options.condition()), null, Context.NONE));
      String etag = AzureMapping.etag(answer.getHeaders().getValue(HttpHeaderName.ETAG));
      return ObjectStat.of(target.path(), from.size(), etag);
    } catch (FileAlreadyExistsException refused) {
      AzureRequests.checkThere(calls, target, target.path(), refused);
      return copyAsUpload(from, target, options);
    }
  }

  private ObjectStat source(String key, CopyOptions options) throws IOException {
    boolean known =
        options.sourceSize().isPresent()
            && options.sourceEtag().isPresent()
            && options.writeId().isEmpty();
    return known
        ? ObjectStat.of(key, options.sourceSize().getAsLong(), options.sourceEtag().orElseThrow())
        : AzureRequests.head(calls, root.resolve(key), key, options.sourceEtag());
  }

  /** Never empty: without any metadata in the request the service keeps those of the source. */
  private static @Nullable Map<String, String> metadata(ObjectStat from, CopyOptions options) {
    if (options.metadata().isEmpty() && options.writeId().isEmpty()) {
      return null;
    }
    return AzureMapping.metadata(
        options.metadata().orElse(from.metadata()),
        Optional.of(options.writeId().orElseGet(WriteId::random)));
  }

  private BlobCopyFromUrlOptions request(
      ObjectStat from, @Nullable Map<String, String> metadata, PutCondition condition) {
    String bearer = calls.credentials().sourceToken();
    return new BlobCopyFromUrlOptions(calls.credentials().sourceUrl(calls.object(from.key())))
        .setMetadata(metadata)
        .setSourceAuthorization(bearer == null ? null : new HttpAuthorization("Bearer", bearer))
        .setSourceRequestConditions(
            new BlobRequestConditions().setIfMatch(AzureMapping.quoted(from.etag())))
        .setDestinationRequestConditions(AzureMapping.conditions(condition));
  }

  /** As a put that is refused because of an unfinished upload: see {@link AzureStore#put}. */
  private ObjectStat copyAsUpload(ObjectStat from, ObjectUri target, CopyOptions options)
      throws IOException {
    ObjectStat whole =
        AzureRequests.head(calls, root.resolve(from.key()), from.key(), Optional.of(from.etag()));
    PutOptions put =
        PutOptions.none()
            .withCondition(options.condition())
            .withHeaders(whole.headers())
            .withMetadata(options.metadata().orElse(whole.metadata()))
            .withCopiedParts();
    PutOptions marked = options.writeId().map(put::withWriteId).orElse(put);
    AzureUpload upload =
        new AzureUpload(
            calls, uploads, new UploadToken(root, target.path(), PartId.newUpload(), marked));
    return whole.size() == 0
        ? upload.completeEmpty()
        : upload.complete(
            List.of(
                upload.copyPart(1, 0, from.key(), ByteRange.of(0, whole.size()), whole.etag())));
  }
}
