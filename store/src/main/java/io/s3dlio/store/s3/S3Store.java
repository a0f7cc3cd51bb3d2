package io.s3dlio.store.s3;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Keys;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.s3.model.ChecksumAlgorithm;
import software.amazon.awssdk.services.s3.model.CopyObjectRequest;
import software.amazon.awssdk.services.s3.model.CopyObjectResponse;
import software.amazon.awssdk.services.s3.model.CreateMultipartUploadRequest;
import software.amazon.awssdk.services.s3.model.MetadataDirective;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** One bucket of Amazon S3 or of a service that speaks its protocol. */
final class S3Store implements ObjectStore {

  private static final long GIB = 1L << 30;

  /** The bounds that AWS publishes; the largest buffer bounds a put. */
  static final Limits LIMITS =
      new Limits(1000, 5L << 20, 5 * GIB, 10_000, Integer.MAX_VALUE, 5 * GIB);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.IF_ABSENT,
          Capability.IF_MATCH,
          Capability.SUFFIX_RANGE,
          Capability.PART_COPY,
          Capability.METADATA,
          Capability.LIST_UPLOADS,
          Capability.LIST_START_AFTER,
          Capability.KEY_BESIDE_PREFIX);

  /** What versitygw answers when it is to copy a directory marker, though that is empty. */
  private static final String NO_MARKERS = "DirectoryObjectContainsData";

  private final ObjectUri root;
  private final S3Calls calls;
  private final S3Listing listing;

  private S3Store(ObjectUri root, S3Calls calls) {
    this.root = root;
    this.calls = calls;
    this.listing = new S3Listing(root, calls);
  }

  /** Opens a bucket; sends nothing. */
  static ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    S3Containers.checkRoot(root);
    return new S3Store(root, S3Calls.open(context));
  }

  @Override
  public ObjectUri root() {
    return root;
  }

  @Override
  public Set<Capability> capabilities() {
    return CAPABILITIES;
  }

  @Override
  public Limits limits() {
    return LIMITS;
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    return S3Reader.open(calls, uri(key), key, hints);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return S3Requests.head(calls, uri(key), key, Optional.empty());
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return listing.list(query);
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    ObjectUri uri = uri(key);
    int size = body.remaining();
    if (size > 0) {
      checkNoMarker(key);
    }
    PutObjectRequest request =
        PutObjectRequest.builder()
            .bucket(root.authority())
            .key(key)
            .contentLength((long) size)
            .contentType(S3Mapping.header(options, "content-type"))
            .contentEncoding(S3Mapping.header(options, "content-encoding"))
            .contentDisposition(S3Mapping.header(options, "content-disposition"))
            .contentLanguage(S3Mapping.header(options, "content-language"))
            .cacheControl(S3Mapping.header(options, "cache-control"))
            .expires(S3Mapping.expires(options))
            .metadata(S3Mapping.metadata(options))
            .ifNoneMatch(S3Requests.ifNoneMatch(options))
            .ifMatch(S3Requests.ifMatch(options))
            .serverSideEncryption(S3Requests.encryption(calls.config()))
            .ssekmsKeyId(S3Requests.kmsKeyId(calls.config()))
            .checksumCRC32C(checksum(uri, body, options))
            .build();
    PutObjectResponse answer =
        calls.call(
            Attempt.of(Operation.PUT, uri, size + " bytes").on(options.condition()),
            client -> client.putObject(request, S3Requests.body(body)));
    return ObjectStat.of(key, size, S3Mapping.etag(answer.eTag()));
  }

  /** The body's checksum as a header, or null; one given by the caller is compared first. */
  private @Nullable String checksum(ObjectUri uri, ByteBuffer body, PutOptions options)
      throws StoreException {
    boolean sent = calls.config().care().checksums();
    if (!sent && options.crc32c().isEmpty()) {
      return null;
    }
    int crc = S3Mapping.crc32c(body);
    if (options.crc32c().isPresent() && options.crc32c().getAsInt() != crc) {
      throw new StoreException(
          "PUT " + uri + ": the bytes do not have the checksum given with them; nothing was sent");
    }
    return sent ? S3Mapping.base64(crc) : null;
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    ObjectUri uri = uri(key);
    checkNoMarker(key);
    CreateMultipartUploadRequest request =
        CreateMultipartUploadRequest.builder()
            .bucket(root.authority())
            .key(key)
            .contentType(S3Mapping.header(options, "content-type"))
            .contentEncoding(S3Mapping.header(options, "content-encoding"))
            .contentDisposition(S3Mapping.header(options, "content-disposition"))
            .contentLanguage(S3Mapping.header(options, "content-language"))
            .cacheControl(S3Mapping.header(options, "cache-control"))
            .expires(S3Mapping.expires(options))
            .metadata(S3Mapping.metadata(options))
            .serverSideEncryption(S3Requests.encryption(calls.config()))
            .ssekmsKeyId(S3Requests.kmsKeyId(calls.config()))
            // Declared at the start: what is sent only on complete may go unchecked.
            .checksumAlgorithm(
                S3Requests.checksums(calls.config(), options) ? ChecksumAlgorithm.CRC32_C : null)
            .build();
    String id =
        calls
            .call(
                Attempt.of(Operation.START_UPLOAD, uri, ""),
                client -> client.createMultipartUpload(request))
            .uploadId();
    return new S3Upload(calls, new UploadToken(root, key, id, options));
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    if (!token.root().equals(root)) {
      throw new IllegalArgumentException(
          "the upload belongs to " + token.root() + ", not to " + root);
    }
    Keys.check(token.key());
    return new S3Upload(calls, token);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return listing.uploads(query);
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    ObjectUri uri = uri(target);
    Keys.check(source);
    if (!(options.condition() instanceof PutCondition.Always)) {
      throw new UnsupportedOperationException(
          "copy to " + uri + ": s3 cannot copy with a condition on the target");
    }
    if (source.equals(target) && options.metadata().isEmpty()) {
      // S3 refuses to copy an object onto itself unchanged, which is how it stands already.
      return S3Requests.head(calls, uri, source, options.sourceEtag());
    }
    boolean known = options.sourceSize().isPresent() && options.sourceEtag().isPresent();
    // Replaced metadata takes the content headers with it, so they must be known to be given back.
    ObjectStat from =
        known && options.metadata().isEmpty()
            ? ObjectStat.of(
                source, options.sourceSize().getAsLong(), options.sourceEtag().orElseThrow())
            : S3Requests.head(calls, root.resolve(source), source, options.sourceEtag());
    CopyObjectRequest.Builder request =
        CopyObjectRequest.builder()
            .sourceBucket(root.authority())
            .sourceKey(source)
            .copySourceIfMatch(S3Mapping.quoted(from.etag()))
            .destinationBucket(root.authority())
            .destinationKey(target)
            .serverSideEncryption(S3Requests.encryption(calls.config()))
            .ssekmsKeyId(S3Requests.kmsKeyId(calls.config()));
    if (options.metadata().isPresent()) {
      replace(request, PutOptions.none().withHeaders(from.headers()), options);
    }
    try {
      CopyObjectResponse answer =
          calls.call(
              Attempt.of(Operation.COPY, uri, "from " + root.resolve(source)),
              client -> client.copyObject(request.build()));
      return ObjectStat.of(target, from.size(), S3Mapping.etag(answer.copyObjectResult().eTag()));
    } catch (StoreException refused) {
      if (refused.answer().filter(answer -> answer.code().equals(NO_MARKERS)).isEmpty()) {
        throw refused;
      }
      return copyMarker(from, target, options);
    }
  }

  /** A marker has no bytes, so it can be written anew where a service will not copy it. */
  private ObjectStat copyMarker(ObjectStat from, String target, CopyOptions options)
      throws IOException {
    ObjectStat source = stat(from.key());
    PutOptions carried =
        PutOptions.none()
            .withHeaders(source.headers())
            .withMetadata(options.metadata().orElse(source.metadata()));
    return put(target, ByteBuffer.allocate(0), carried);
  }

  private static void replace(
      CopyObjectRequest.Builder request, PutOptions kept, CopyOptions options) {
    request
        .metadataDirective(MetadataDirective.REPLACE)
        .metadata(S3Mapping.metadata(kept.withMetadata(options.metadata().orElseThrow())))
        .contentType(S3Mapping.header(kept, "content-type"))
        .contentEncoding(S3Mapping.header(kept, "content-encoding"))
        .contentDisposition(S3Mapping.header(kept, "content-disposition"))
        .contentLanguage(S3Mapping.header(kept, "content-language"))
        .cacheControl(S3Mapping.header(kept, "cache-control"))
        .expires(S3Mapping.expires(kept));
  }

  @Override
  public void move(String source, String target, PutCondition condition) {
    throw new UnsupportedOperationException(
        "move to " + uri(target) + ": s3 cannot rename; copy and delete instead");
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    return new S3Deletion(root, calls).delete(keys);
  }

  private static void checkNoMarker(String key) {
    if (Keys.isMarker(key)) {
      throw new IllegalArgumentException(
          "the key \"" + key + "\" is a directory marker, which has no bytes");
    }
  }

  private ObjectUri uri(String key) {
    return root.resolve(Keys.check(key));
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return "S3Store(" + root + ")";
  }
}
