package io.s3dlio.store.s3;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Keys;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.AbortMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedMultipartUpload;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.CopyPartResult;
import software.amazon.awssdk.services.s3.model.UploadPartCopyRequest;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/** A multipart upload. */
final class S3Upload implements Upload {

  private enum State {
    OPEN,
    DETACHED,
    COMPLETED,
    ABORTED
  }

  private final S3Calls calls;
  private final UploadToken token;
  private final ObjectUri uri;
  private volatile State state = State.OPEN;

  S3Upload(S3Calls calls, UploadToken token) {
    this.calls = calls;
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
    OptionalInt crc = checksums() ? OptionalInt.of(S3Mapping.crc32c(body)) : OptionalInt.empty();
    UploadPartRequest request =
        UploadPartRequest.builder()
            .bucket(uri.authority())
            .key(token.key())
            .uploadId(token.id())
            .partNumber(number)
            .contentLength((long) size)
            .checksumCRC32C(crc.isPresent() ? S3Mapping.base64(crc.getAsInt()) : null)
            .build();
    UploadPartResponse answer =
        calls.call(
            attempt(Operation.UPLOAD_PART, "part " + number),
            client -> client.uploadPart(request, S3Requests.body(body)));
    return new Part(number, offset, size, S3Mapping.etag(answer.eTag()), crc);
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException {
    Keys.check(source);
    if (range.fromEnd() || range.isOpenEnded() || range.length() == 0) {
      throw new IllegalArgumentException("a part is copied from a bounded range, not " + range);
    }
    checkPart(number, offset, range.length());
    UploadPartCopyRequest request =
        UploadPartCopyRequest.builder()
            .sourceBucket(uri.authority())
            .sourceKey(source)
            .copySourceRange("bytes=" + range.offset() + "-" + (range.end() - 1))
            .copySourceIfMatch(S3Mapping.quoted(sourceEtag))
            .destinationBucket(uri.authority())
            .destinationKey(token.key())
            .uploadId(token.id())
            .partNumber(number)
            .build();
    CopyPartResult answer =
        calls
            .call(
                attempt(
                    Operation.COPY_PART,
                    "part " + number + " from " + token.root().resolve(source) + " range " + range),
                client -> client.uploadPartCopy(request))
            .copyPartResult();
    return new Part(
        number,
        offset,
        range.length(),
        S3Mapping.etag(answer.eTag()),
        S3Mapping.crc32c(answer.checksumCRC32C()));
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    long size = sizeOf(parts);
    checkAlive();
    CompleteMultipartUploadRequest request =
        CompleteMultipartUploadRequest.builder()
            .bucket(uri.authority())
            .key(token.key())
            .uploadId(token.id())
            .ifNoneMatch(S3Requests.ifNoneMatch(token.options()))
            .ifMatch(S3Requests.ifMatch(token.options()))
            .multipartUpload(
                CompletedMultipartUpload.builder()
                    .parts(parts.stream().map(this::completed).toList())
                    .build())
            .build();
    Attempt attempt =
        Attempt.of(Operation.COMPLETE, uri, parts.size() + " parts")
            .on(token.options().condition());
    CompleteMultipartUploadResponse answer =
        calls.call(attempt, client -> client.completeMultipartUpload(request));
    state = State.COMPLETED;
    checkSum(attempt, parts, answer.checksumCRC32C());
    ObjectStat stat = ObjectStat.of(token.key(), size, S3Mapping.etag(answer.eTag()));
    if (calls.config().care().verifyAfterComplete()) {
      verify(attempt, stat);
    }
    return stat;
  }

  private CompletedPart completed(Part part) {
    boolean sum = checksums() && part.crc32c().isPresent();
    return CompletedPart.builder()
        .partNumber(part.number())
        .eTag(S3Mapping.quoted(part.etag()))
        .checksumCRC32C(sum ? S3Mapping.base64(part.crc32c().getAsInt()) : null)
        .build();
  }

  private boolean checksums() {
    return S3Requests.checksums(calls.config(), token.options());
  }

  /**
   * Compares the checksum of the parts' checksums that the answer carries, where it carries one:
   * services have acknowledged objects in which whole parts were missing.
   */
  private static void checkSum(Attempt attempt, List<Part> parts, @Nullable String answer)
      throws StoreException {
    if (answer == null || !answer.endsWith("-" + parts.size())) {
      return;
    }
    ByteBuffer sums = ByteBuffer.allocate(4 * parts.size());
    for (Part part : parts) {
      if (part.crc32c().isEmpty()) {
        return;
      }
      sums.putInt(part.crc32c().getAsInt());
    }
    String expected = S3Mapping.base64(S3Mapping.crc32c(sums.flip())) + "-" + parts.size();
    if (!answer.equals(expected)) {
      throw new StoreException(
          attempt
              + ": the object has the checksum "
              + answer
              + " instead of "
              + expected
              + "; its parts are not those that were sent, write it again");
    }
  }

  private void verify(Attempt attempt, ObjectStat expected) throws IOException {
    ObjectStat found = S3Requests.head(calls, uri, token.key(), Optional.empty());
    if (found.etag().equals(expected.etag()) && found.size() != expected.size()) {
      throw new StoreException(
          attempt
              + ": the service acknowledged "
              + expected.size()
              + " bytes but the object has "
              + found.size()
              + "; parts are missing, write it again");
    }
  }

  /** Size of the object that these parts make. */
  private static long sizeOf(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("an upload needs at least one part");
    }
    int number = 0;
    long end = 0;
    for (Part part : parts) {
      if (part.number() <= number) {
        throw new IllegalArgumentException(
            "part " + part.number() + " stands after part " + number);
      }
      if (part.offset() != end) {
        throw new IllegalArgumentException(
            "part " + part.number() + " begins at " + part.offset() + " instead of " + end);
      }
      number = part.number();
      end += part.size();
    }
    return end;
  }

  private void checkPart(int number, long offset, long size) throws UploadGoneException {
    if (number < 1 || number > S3Store.LIMITS.maxParts() || offset < 0) {
      throw new IllegalArgumentException(
          "part "
              + number
              + " at "
              + offset
              + ": numbers go from 1 to "
              + S3Store.LIMITS.maxParts());
    }
    if (size > S3Store.LIMITS.maxPartSize()) {
      throw new IllegalArgumentException(
          "part of " + size + " bytes, at most " + S3Store.LIMITS.maxPartSize() + " are allowed");
    }
    checkAlive();
  }

  private void checkAlive() throws UploadGoneException {
    if (state == State.COMPLETED || state == State.ABORTED) {
      throw new UploadGoneException(uri + ": the upload is already " + state);
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

  /** Aborts; a failed abort throws, and closing again tries again. */
  @Override
  public void close() throws IOException {
    if (state != State.OPEN) {
      return;
    }
    AbortMultipartUploadRequest request =
        AbortMultipartUploadRequest.builder()
            .bucket(uri.authority())
            .key(token.key())
            .uploadId(token.id())
            .build();
    try {
      calls.call(attempt(Operation.ABORT, ""), client -> client.abortMultipartUpload(request));
    } catch (UploadGoneException e) {
      // Somebody else ended it: nothing is left to abort.
      state = State.ABORTED;
      return;
    }
    state = State.ABORTED;
  }

  private Attempt attempt(Operation operation, String detail) {
    return Attempt.of(operation, uri, detail);
  }
}
