package io.s3dlio.store.azure;

import com.azure.core.http.HttpAuthorization;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlobRange;
import com.azure.storage.blob.models.BlobRequestConditions;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobCommitBlockListOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockFromUrlOptions;
import com.azure.storage.blob.options.BlockBlobStageBlockOptions;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Keys;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Parts that wait at the service, as Azure's uncommitted blocks, until one list names them.
 *
 * <p>Two truths of Azure's own, from "Put Block List". Uploads of one key are not isolated: the
 * first to complete takes the other's parts away, and that one's {@link #complete} says so. And
 * nothing can be aborted: {@link #close} makes this store forget the upload, so that it cannot be
 * completed through it any more, but its parts stay, unseen and paid for, until the key is next
 * written or a week has passed; who holds the token can complete it through another store until
 * then.
 */
final class AzureUpload implements Upload {

  private enum State {
    OPEN,
    DETACHED,
    COMPLETED,
    ABORTED
  }

  private final AzureCalls calls;
  private final AzureUploads uploads;
  private final UploadToken token;
  private final ObjectUri uri;
  private volatile State state = State.OPEN;

  AzureUpload(AzureCalls calls, AzureUploads uploads, UploadToken token) {
    this.calls = calls;
    this.uploads = uploads;
    this.token = token;
    this.uri = token.root().resolve(token.key());
  }

  @Override
  public UploadToken token() {
    return token;
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    int size = body.remaining();
    checkPart(number, offset, size);
    int crc = PartId.crc32c(body);
    String id = PartId.of(token.id(), number, crc);
    BlockBlobStageBlockOptions options =
        new BlockBlobStageBlockOptions(id, BinaryData.fromByteBuffer(body.slice()))
            .setContentMd5(AzureRequests.md5(calls.config(), body));
    calls.call(
        attempt(Operation.UPLOAD_PART, "part " + number),
        () -> calls.object(token.key()).stageBlockWithResponse(options, null, Context.NONE));
    return new Part(number, offset, size, id, OptionalInt.of(crc));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException {
    Keys.check(source);
    if (range.fromEnd() || range.isOpenEnded() || range.length() == 0) {
      throw new IllegalArgumentException("a part is copied from a bounded range, not " + range);
    }
    checkPart(number, offset, range.length());
    // No byte passes here: what names them stands for them.
    String named = source + " " + sourceEtag + " " + range;
    String id = PartId.of(token.id(), number, PartId.crc32c(named));
    Attempt attempt =
        attempt(
            Operation.COPY_PART,
            "part " + number + " from " + token.root().resolve(source) + " range " + range);
    calls.call(
        attempt,
        () ->
            calls
                .object(token.key())
                .stageBlockFromUrlWithResponse(
                    copy(id, source, range, sourceEtag), null, Context.NONE));
    return new Part(number, offset, range.length(), id, OptionalInt.empty());
  }

  private BlockBlobStageBlockFromUrlOptions copy(
      String id, String source, ByteRange range, String sourceEtag) {
    String url = calls.credentials().sourceUrl(calls.object(source));
    String bearer = calls.credentials().sourceToken();
    return new BlockBlobStageBlockFromUrlOptions(id, url)
        .setSourceRange(new BlobRange(range.offset(), range.length()))
        .setSourceAuthorization(bearer == null ? null : new HttpAuthorization("Bearer", bearer))
        .setSourceRequestConditions(
            new BlobRequestConditions().setIfMatch(AzureMapping.quoted(sourceEtag)));
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    long size = Part.checkWhole(parts);
    checkAlive();
    return commit(ids(parts), size);
  }

  /** Makes an object of no part and no byte. */
  ObjectStat completeEmpty() throws IOException {
    return commit(List.of(), 0);
  }

  private ObjectStat commit(List<String> ids, long size) throws IOException {
    PutOptions options = token.options();
    BlockBlobCommitBlockListOptions request =
        new BlockBlobCommitBlockListOptions(ids)
            .setHeaders(AzureMapping.headers(options, uri))
            .setMetadata(AzureMapping.metadata(options.metadata(), options.writeId()))
            .setRequestConditions(AzureMapping.conditions(options.condition()));
    Attempt attempt =
        Attempt.of(Operation.COMPLETE, uri, ids.size() + " parts").on(options.condition());
    BlockBlobItem answer;
    try {
      answer =
          calls.call(
              attempt,
              () ->
                  calls
                      .object(token.key())
                      .commitBlockListWithResponse(request, null, Context.NONE)
                      .getValue());
    } catch (UploadGoneException gone) {
      throw reason(gone);
    }
    state = State.COMPLETED;
    return ObjectStat.of(token.key(), size, AzureMapping.etag(answer.getETag()));
  }

  /** The ids that the parts were sent under. */
  private List<String> ids(List<Part> parts) throws UploadGoneException {
    List<String> ids = new ArrayList<>(parts.size());
    for (Part part : parts) {
      if (!PartId.isOf(token.id(), part.number(), part.etag())) {
        throw new UploadGoneException(
            uri + ": part " + part.number() + " was not sent in this upload");
      }
      ids.add(part.etag());
    }
    return ids;
  }

  /**
   * Why the parts are gone: the service looks for them before it judges the condition, and who
   * asked for one wants to hear of that. One request more, after a refusal only.
   */
  private IOException reason(UploadGoneException gone) throws IOException {
    PutCondition condition = token.options().condition();
    if (condition instanceof PutCondition.Always) {
      return gone;
    }
    String etag;
    try {
      etag = AzureRequests.head(calls, uri, token.key(), Optional.empty()).etag();
    } catch (FileNotFoundException absent) {
      etag = "";
    }
    if (condition instanceof PutCondition.IfMatch match) {
      return AzureMapping.etag(match.etag()).equals(etag)
          ? gone
          : new PreconditionFailedException(
              uri + ": the object is another version: " + gone.getMessage(), gone);
    }
    if (etag.isEmpty()) {
      return gone;
    }
    IOException exists =
        new FileAlreadyExistsException(
            uri.toString(), null, "another write came first: " + gone.getMessage());
    exists.initCause(gone);
    return exists;
  }

  private void checkPart(int number, long offset, long size) throws UploadGoneException {
    if (number < 1 || number > AzureStore.LIMITS.maxParts() || offset < 0) {
      throw new IllegalArgumentException(
          "part "
              + number
              + " at "
              + offset
              + ": numbers go from 1 to "
              + AzureStore.LIMITS.maxParts());
    }
    if (size < 1 || size > AzureStore.LIMITS.maxPartSize()) {
      throw new IllegalArgumentException(
          "part of "
              + size
              + " bytes, from 1 to "
              + AzureStore.LIMITS.maxPartSize()
              + " are allowed");
    }
    checkAlive();
  }

  private void checkAlive() throws UploadGoneException {
    if (state == State.COMPLETED || state == State.ABORTED || uploads.isAborted(token.id())) {
      throw new UploadGoneException(
          uri + ": the upload is already " + (state == State.COMPLETED ? state : State.ABORTED));
    }
  }

  @Override
  public void concluded() {
    detach();
  }

  @Override
  public void detach() {
    if (state == State.OPEN) {
      state = State.DETACHED;
    }
  }

  /** Forgets the upload; sends nothing, as the service has no request for it. */
  @Override
  public void close() {
    if (state == State.OPEN) {
      state = State.ABORTED;
      uploads.abort(token.id());
    }
  }

  private Attempt attempt(Operation operation, String detail) {
    return Attempt.of(operation, uri, detail);
  }
}
