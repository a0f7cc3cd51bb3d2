package io.s3dlio.store.gcs;

import com.google.api.services.storage.model.StorageObject;
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
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One bucket of Google Cloud Storage.
 *
 * <p>Two calls send more than one request, because the service has no other way: {@link
 * Upload#complete} composes (see {@link GcsUpload}), and a copy of a large object may go on until
 * the service says that it is done.
 */
final class GcsStore implements ObjectStore {

  /** The bounds that Google publishes on its page "Quotas and limits"; parts are ours. */
  static final Limits LIMITS = new Limits(100, 1, 5L << 40, 10_000, Integer.MAX_VALUE, 5L << 40);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.IF_ABSENT,
          Capability.IF_MATCH,
          Capability.CONDITIONAL_COPY,
          Capability.SUFFIX_RANGE,
          Capability.METADATA,
          Capability.LIST_UPLOADS,
          Capability.LIST_START_AFTER,
          Capability.KEY_BESIDE_PREFIX);

  private final ObjectUri root;
  private final GcsCalls calls;
  private final GcsParts parts;
  private final GcsListing listing;

  private GcsStore(ObjectUri root, GcsCalls calls, IoRuntime runtime) {
    this.root = root;
    this.calls = calls;
    this.parts = new GcsParts(root, calls, runtime);
    this.listing = new GcsListing(root, calls);
  }

  /** Opens a bucket; sends nothing. */
  static ObjectStore open(ObjectUri root, StoreContext context) throws IOException {
    GcsContainers.checkRoot(root);
    return new GcsStore(root, GcsCalls.open(context), context.runtime());
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
    return GcsReader.open(calls, uri(key), key, hints);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return GcsRequests.stat(calls, uri(key), key, Optional.empty());
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
    if (options.crc32c().isPresent() && options.crc32c().getAsInt() != GcsMapping.crc32c(body)) {
      throw new StoreException(
          "PUT " + uri + ": the bytes do not have the checksum given with them; nothing was sent");
    }
    StorageObject written =
        GcsRequests.insert(
            calls,
            Attempt.of(Operation.PUT, uri, size + " bytes").on(options.condition()),
            GcsMapping.described(key, options),
            body);
    return ObjectStat.of(key, size, GcsMapping.etag(written.getGeneration()));
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    ObjectUri uri = uri(key);
    checkNoMarker(key);
    // So that what cannot be written fails before any part is sent.
    GcsMapping.described(key, options);
    UploadToken token = new UploadToken(root, key, GcsParts.newId(), options);
    parts.begin(uri, token.id());
    return GcsUpload.begun(calls, parts, token);
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    if (!token.root().equals(root)) {
      throw new IllegalArgumentException(
          "the upload belongs to " + token.root() + ", not to " + root);
    }
    uri(token.key());
    GcsParts.checkId(token.id());
    return GcsUpload.resumed(calls, parts, token);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return listing.uploads(query);
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    uri(source);
    return new GcsCopy(root, calls).copy(source, uri(target), options);
  }

  @Override
  public void move(String source, String target, PutCondition condition) {
    throw new UnsupportedOperationException(
        "move to " + uri(target) + ": gs cannot rename trees; copy and delete instead");
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > LIMITS.keysPerDelete()) {
      throw new IllegalArgumentException(
          keys.size() + " keys, at most " + LIMITS.keysPerDelete() + " in one delete");
    }
    keys.forEach(this::uri);
    return new GcsDeletion(root, calls).delete(keys);
  }

  private static void checkNoMarker(String key) {
    if (Keys.isMarker(key)) {
      throw new IllegalArgumentException(
          "the key \"" + key + "\" is a directory marker, which has no bytes");
    }
  }

  private ObjectUri uri(String key) {
    if (Keys.check(key).startsWith(GcsParts.HIDDEN)) {
      throw new IllegalArgumentException(
          "the key \"" + key + "\" is reserved: " + GcsParts.HIDDEN + " holds unfinished uploads");
    }
    return root.resolve(key);
  }

  @Override
  public void close() throws IOException {
    calls.close();
  }

  @Override
  public String toString() {
    return "GcsStore(" + root + ")";
  }
}
