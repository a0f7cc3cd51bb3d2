package io.s3dlio.store.memory;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Keys;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * A store that keeps its objects on the heap: everything but {@link Capability#ATOMIC_MOVE}, and
 * the shortest reading of the contract.
 *
 * <p>Listings are sorted by UTF-16 code unit.
 */
public final class MemoryStore implements ObjectStore {

  /** Parts may be of any size; arrays bound the objects. */
  static final Limits LIMITS =
      new Limits(1000, 1, Integer.MAX_VALUE - 8, 10_000, Integer.MAX_VALUE - 8, Integer.MAX_VALUE);

  private static final Set<Capability> CAPABILITIES =
      Collections.unmodifiableSet(EnumSet.complementOf(EnumSet.of(Capability.ATOMIC_MOVE)));

  private final ObjectUri root;
  private final Limits limits;
  private final Supplier<@Nullable MemoryBucket> bucket;
  private volatile boolean closed;

  /** A store with a bucket of its own, which nobody else sees. */
  public MemoryStore(ObjectUri root) {
    this(root, LIMITS);
  }

  /** A store with a bucket and limits of its own: small limits make small tests. */
  public MemoryStore(ObjectUri root, Limits limits) {
    this(root, limits, new MemoryBucket());
  }

  private MemoryStore(ObjectUri root, Limits limits, MemoryBucket own) {
    this(root, limits, () -> own);
  }

  MemoryStore(ObjectUri root, Limits limits, Supplier<@Nullable MemoryBucket> bucket) {
    this.root = root;
    this.limits = limits;
    this.bucket = bucket;
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
    return limits;
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    return new MemoryReader(this, Keys.check(key), hints);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    Keys.check(key);
    return bucket().require(key, uri(key)).stat();
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return MemoryListing.page(bucket().objects, query);
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    checkTarget(key, body.remaining());
    if (body.remaining() > limits.largestPut()) {
      throw new IllegalArgumentException(
          body.remaining() + " bytes in one put, at most " + limits.largestPut() + ": " + uri(key));
    }
    ByteBuffer bytes = bytesOf(body);
    checkCrc(key, bytes, options);
    ObjectStat stat = describe(key, bytes.limit(), options);
    return bucket().write(key, bytes, stat, options.condition(), uri(key));
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    checkTarget(key, 1);
    UploadToken token = new UploadToken(root, key, UUID.randomUUID().toString(), options);
    bucket()
        .uploads
        .put(token.id(), new MemoryBucket.Pending(token, Instant.now(), new ConcurrentHashMap<>()));
    return new MemoryUpload(this, token);
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    if (!token.root().equals(root)) {
      throw new IllegalArgumentException("the upload belongs to " + token.root() + ", not " + root);
    }
    return new MemoryUpload(this, token);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    var found = bucket().uploadsBelow(query.prefix());
    var rest = query.next().isPresent() ? found.tailMap(query.next().get(), false) : found;
    List<UploadPage.PendingUpload> page = new ArrayList<>();
    String last = "";
    for (var entry : rest.entrySet()) {
      if (page.size() == query.maxUploads()) {
        return new UploadPage(page, Optional.of(last));
      }
      MemoryBucket.Pending pending = entry.getValue();
      page.add(new UploadPage.PendingUpload(pending.token(), pending.started()));
      last = entry.getKey();
    }
    return new UploadPage(page, Optional.empty());
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    Keys.check(source);
    Keys.check(target);
    MemoryBucket.Version from = version(source, options.sourceEtag());
    ObjectStat stat =
        new ObjectStat(
            target,
            from.bytes().limit(),
            MemoryBucket.newEtag(),
            Optional.of(Instant.now()),
            from.stat().headers(),
            options.metadata().orElse(from.stat().metadata()),
            options.writeId().or(() -> from.stat().writeId()));
    return bucket().write(target, from.bytes(), stat, options.condition(), uri(target));
  }

  @Override
  public void move(String source, String target, PutCondition condition) {
    throw new UnsupportedOperationException("memory has no atomic move: " + uri(source));
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > limits.keysPerDelete()) {
      throw new IllegalArgumentException(
          keys.size() + " keys in one delete, at most " + limits.keysPerDelete());
    }
    keys.forEach(Keys::check);
    MemoryBucket from = bucket();
    for (String key : keys) {
      synchronized (from) {
        from.objects.remove(key);
      }
    }
    return List.of();
  }

  @Override
  public void close() {
    closed = true;
  }

  boolean isClosed() {
    return closed;
  }

  String uri(String key) {
    return root.resolve(key).toString();
  }

  MemoryBucket bucket() throws IOException {
    if (closed) {
      throw new IOException("the store is closed: " + root);
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before a request to " + root);
    }
    MemoryBucket found = bucket.get();
    if (found == null) {
      throw noSuchBucket(root);
    }
    return found;
  }

  /** The object as it is now, when it is the version asked for. */
  MemoryBucket.Version version(String key, Optional<String> etag) throws IOException {
    MemoryBucket.Version version = bucket().require(key, uri(key));
    if (etag.isPresent() && !version.stat().etag().equals(etag.get())) {
      throw new ObjectChangedException(
          uri(key) + " changed: expected etag " + etag.get() + ", is " + version.stat().etag());
    }
    return version;
  }

  ObjectStat describe(String key, long size, PutOptions options) {
    return new ObjectStat(
        key,
        size,
        MemoryBucket.newEtag(),
        Optional.of(Instant.now()),
        options.headers(),
        options.metadata(),
        options.writeId());
  }

  static NoSuchBucketException noSuchBucket(ObjectUri root) {
    return new NoSuchBucketException("no bucket " + root + "; create it first");
  }

  /** A read-only copy. */
  static ByteBuffer bytesOf(ByteBuffer body) {
    ByteBuffer bytes = ByteBuffer.allocate(body.remaining());
    bytes.put(body.duplicate()).flip();
    return bytes.asReadOnlyBuffer();
  }

  private static void checkTarget(String key, long size) {
    if (Keys.isMarker(Keys.check(key)) && size > 0) {
      throw new IllegalArgumentException("a directory marker has no bytes: " + key);
    }
  }

  private void checkCrc(String key, ByteBuffer bytes, PutOptions options) throws StoreException {
    if (options.crc32c().isPresent()) {
      CRC32C crc = new CRC32C();
      crc.update(bytes.duplicate());
      if ((int) crc.getValue() != options.crc32c().getAsInt()) {
        throw new StoreException("the body's CRC32C is not the one announced: " + uri(key));
      }
    }
  }
}
