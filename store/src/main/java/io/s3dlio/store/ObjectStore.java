package io.s3dlio.store;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;

/**
 * One bucket, container or local directory that holds objects under keys.
 *
 * <p>Thread-safe; every call blocks until it is done and sends at most one request of the service
 * (what needs several belongs to {@code transfer}). A key is checked by {@link Keys#check} before
 * any request. Nothing written is visible before {@link #put} returns or {@link Upload#complete}
 * succeeds. What a store cannot do it refuses with {@link UnsupportedOperationException} before any
 * request, as {@link #capabilities()} says; it never ignores it.
 *
 * <p>A key that ends in {@code /} is a directory marker of zero bytes. On a local store it is a
 * directory: removed only when empty, and {@code stat("x")} never finds {@code x/}.
 *
 * <p>Errors, everywhere: {@link java.nio.file.AccessDeniedException} when not allowed or not signed
 * in, {@link NoSuchBucketException} when the root is missing, {@link TransientException} for what
 * may pass, {@link StoreException} for any other refusal, {@link java.io.InterruptedIOException}
 * (with the interrupt flag kept) when the thread is interrupted.
 */
public interface ObjectStore extends Closeable {

  /** The root: scheme and bucket, or scheme and directory. */
  ObjectUri root();

  /** What this store does natively; nothing is emulated at this level. */
  Set<Capability> capabilities();

  /** Bounds that the service sets. */
  Limits limits();

  /**
   * Opens one object for reading; sends nothing, so a missing object shows at the first call.
   *
   * @param hints what the caller already knows; a known size and etag save requests
   */
  ObjectReader open(String key, ReadHints hints);

  /**
   * Everything the store knows about one object.
   *
   * @throws java.io.FileNotFoundException when there is no object of exactly this key
   */
  ObjectStat stat(String key) throws IOException;

  /** One page of keys in the store's own order; a prefix that nothing has gives an empty page. */
  ListPage list(ListQuery query) throws IOException;

  /**
   * Writes a whole object from the remaining bytes of {@code body}, atomically. The caller's
   * position and limit are left as they were; the buffer may be reused when the call returns.
   *
   * @throws java.nio.file.FileAlreadyExistsException when {@code ifAbsent} was asked and a key of
   *     this name exists
   * @throws PreconditionFailedException when {@code ifMatch} was asked and the etag differs or the
   *     object is gone
   */
  ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException;

  /**
   * Begins an upload in parts; its condition is judged by {@link Upload#complete}. Where the
   * service has no request for it, nothing is sent, and a missing root shows at the first part.
   */
  Upload startUpload(String key, PutOptions options) throws IOException;

  /**
   * Takes up an upload that any process began; sends nothing.
   *
   * @throws IllegalArgumentException when the token belongs to another root
   */
  Upload resumeUpload(UploadToken token);

  /** One page of uploads that were begun and neither completed nor aborted. */
  UploadPage listUploads(UploadQuery query) throws IOException;

  /**
   * Copies within this store by one operation of the service, for sources up to {@link
   * Limits#largestCopy()} bytes. Content headers go along, and metadata does unless replaced. S3
   * answers a copy without the size, so it asks for the source's status first unless {@link
   * CopyOptions#withSource} gave it.
   *
   * @throws java.io.FileNotFoundException when the source is missing
   * @throws ObjectChangedException when the source's etag is not the one in {@code options}
   * @throws UnsupportedOperationException for a condition without {@link
   *     Capability#CONDITIONAL_COPY}
   */
  ObjectStat copy(String source, String target, CopyOptions options) throws IOException;

  /**
   * Renames an object atomically, or with a source that ends in {@code /} a whole tree; only with
   * {@link Capability#ATOMIC_MOVE}. Conditions: {@code always} replaces a file, {@code ifAbsent}
   * lets exactly one of many racing moves win.
   *
   * @throws java.io.FileNotFoundException when the source is missing
   * @throws java.nio.file.FileAlreadyExistsException when the target exists and must not
   */
  void move(String source, String target, PutCondition condition) throws IOException;

  /**
   * Removes up to {@link Limits#keysPerDelete()} keys in list order by one request. A key that is
   * absent counts as removed.
   *
   * @return one entry for each key that could not be removed; empty when all are gone
   */
  List<DeleteFailure> delete(List<String> keys) throws IOException;
}
