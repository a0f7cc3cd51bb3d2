package io.s3dlio.store.azure;

import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import com.azure.storage.blob.models.BlockBlobItem;
import com.azure.storage.blob.options.BlockBlobSimpleUploadOptions;
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
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One container of Azure Blob Storage, of an account without a hierarchical namespace. Objects are
 * block blobs.
 */
final class AzureStore implements ObjectStore {

  private static final long MIB = 1L << 20;

  /**
   * "Scalability and performance targets for Blob storage"; "Blob Batch" for deletes, "Copy Blob
   * From URL" for copies. The largest buffer bounds a put.
   */
  static final Limits LIMITS = new Limits(256, 1, 4000 * MIB, 50_000, Integer.MAX_VALUE, 256 * MIB);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.IF_ABSENT,
          Capability.IF_MATCH,
          Capability.CONDITIONAL_COPY,
          Capability.PART_COPY,
          Capability.METADATA,
          Capability.KEY_BESIDE_PREFIX);

  private final ObjectUri root;
  private final AzureCalls calls;
  private final AzureListing listing;
  private final AzureDeletion deletion;
  private final AzureUploads uploads = new AzureUploads();
  private final AzureCopy copying;

  private AzureStore(ObjectUri root, AzureCalls calls) {
    this.root = root;
    this.calls = calls;
    this.listing = new AzureListing(root, calls);
    this.deletion = new AzureDeletion(root, calls);
    this.copying = new AzureCopy(root, calls, uploads);
  }

  /** Opens a container; sends nothing. */
  static ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    AzureContainers.checkRoot(root);
    return new AzureStore(root, AzureCalls.open(root, context));
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
    return AzureReader.open(calls, uri(key), key, hints);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return AzureRequests.head(calls, uri(key), key, Optional.empty());
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
    checkSum(uri, body, options);
    BlockBlobSimpleUploadOptions request =
        new BlockBlobSimpleUploadOptions(BinaryData.fromByteBuffer(body.slice()))
            .setHeaders(AzureMapping.headers(options, uri))
            .setMetadata(AzureMapping.metadata(options.metadata(), options.writeId()))
            .setContentMd5(AzureRequests.md5(calls.config(), body))
            .setRequestConditions(AzureMapping.conditions(options.condition()));
    Attempt attempt = Attempt.of(Operation.PUT, uri, size + " bytes").on(options.condition());
    try {
      BlockBlobItem answer =
          calls.call(
              attempt,
              () -> calls.object(key).uploadWithResponse(request, null, Context.NONE).getValue());
      return ObjectStat.of(key, size, AzureMapping.etag(answer.getETag()));
    } catch (FileAlreadyExistsException refused) {
      AzureRequests.checkThere(calls, uri, key, refused);
      return putAsUpload(key, body, options);
    }
  }

  /**
   * Writes by parts what was refused because of the parts of an unfinished upload: those are no
   * object, which Azurite forgets when it judges a put, but not when it judges a list of parts.
   */
  private ObjectStat putAsUpload(String key, ByteBuffer body, PutOptions options)
      throws IOException {
    AzureUpload upload = (AzureUpload) startUpload(key, options);
    return body.hasRemaining()
        ? upload.complete(List.of(upload.uploadPart(1, 0, body)))
        : upload.completeEmpty();
  }

  /** Azure knows no CRC32C, so a checksum given by the caller is compared here. */
  private static void checkSum(ObjectUri uri, ByteBuffer body, PutOptions options)
      throws StoreException {
    if (options.crc32c().isPresent() && options.crc32c().getAsInt() != PartId.crc32c(body)) {
      throw new StoreException(
          "PUT " + uri + ": the bytes do not have the checksum given with them; nothing was sent");
    }
  }

  /** Sends nothing: a missing container shows at the first part. */
  @Override
  public Upload startUpload(String key, PutOptions options) {
    ObjectUri uri = uri(key);
    checkNoMarker(key);
    // What cannot be stored is refused now, not when all parts are sent.
    AzureMapping.headers(options, uri);
    AzureMapping.metadata(options.metadata(), options.writeId());
    return new AzureUpload(calls, uploads, new UploadToken(root, key, PartId.newUpload(), options));
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    if (!token.root().equals(root)) {
      throw new IllegalArgumentException(
          "the upload belongs to " + token.root() + ", not to " + root);
    }
    uri(token.key());
    return new AzureUpload(calls, uploads, token);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) {
    throw new UnsupportedOperationException(
        root + ": Azure does not tell which parts belong to which upload");
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    uri(source);
    return copying.copy(source, uri(target), options);
  }

  @Override
  public void move(String source, String target, PutCondition condition) {
    throw new UnsupportedOperationException(
        "move to " + uri(target) + ": azure cannot rename; copy and delete instead");
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    return deletion.delete(keys);
  }

  private static void checkNoMarker(String key) {
    if (Keys.isMarker(key)) {
      throw new IllegalArgumentException(
          "the key \"" + key + "\" is a directory marker, which has no bytes");
    }
  }

  /**
   * The address of a key that Azure can hold: of a backslash it makes a slash, and then the object
   * is another one.
   */
  private ObjectUri uri(String key) {
    Keys.check(key);
    if (key.indexOf('\\') >= 0) {
      throw new IllegalArgumentException(
          "the key \"" + key + "\" has a backslash, which Azure takes for a slash");
    }
    return root.resolve(key);
  }

  @Override
  public void close() {
    calls.close();
  }

  @Override
  public String toString() {
    return "AzureStore(" + root + ")";
  }
}
