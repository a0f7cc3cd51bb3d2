package io.s3dlio.store.local;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.Keys;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A directory as a store: keys are relative paths, markers are directories.
 *
 * <p>A write goes to a hidden file beside its target and becomes visible by one rename, or by one
 * hard link when it must be absent. Directories above a key are made as needed. Symbolic links are
 * followed wherever a key names one, also out of the root; a recursive listing does not enter those
 * to directories, and {@link #delete} removes the link alone.
 */
final class LocalStore implements ObjectStore {

  /** A step that may fail in the words of the operating system. */
  interface Call<T> {
    T run() throws IOException;
  }

  private static final Limits LIMITS =
      new Limits(1000, 1, Integer.MAX_VALUE, 10_000, Integer.MAX_VALUE, Long.MAX_VALUE);

  private static final Set<Capability> CAPABILITIES =
      Set.of(
          Capability.IF_ABSENT,
          Capability.CONDITIONAL_COPY,
          Capability.SUFFIX_RANGE,
          Capability.ATOMIC_MOVE);

  private final LocalPaths paths;
  private final FileOpener files;
  private final TempFiles temps;
  private final LocalWrites writes;
  private final LocalMoves moves;
  private final LocalListing listing;
  private final Set<LocalReader> readers = ConcurrentHashMap.newKeySet();
  private volatile boolean closed;

  LocalStore(LocalPaths paths, FileOpener files, LocalConfig config, int listBatch) {
    this.paths = paths;
    this.files = files;
    this.temps = new TempFiles(paths, config.fsync());
    this.writes = new LocalWrites(paths, files, temps);
    this.moves = new LocalMoves(paths, temps);
    this.listing = new LocalListing(paths, listBatch);
  }

  @Override
  public ObjectUri root() {
    return paths.uri();
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
    LocalReader reader = new LocalReader(this, key, paths.resolve(key), hints);
    readers.add(reader);
    return reader;
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    Path path = paths.resolve(key);
    return call("stat", key, () -> facts(key, path).stat(key));
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    if (query.startAfter().isPresent()) {
      throw new UnsupportedOperationException("local listings cannot start after a key");
    }
    return call("list", query.prefix(), () -> listing.page(query));
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    checkOptions(key, options);
    paths.resolve(key);
    if (Keys.isMarker(key)) {
      if (body.hasRemaining()) {
        throw new IllegalArgumentException("a directory marker has no bytes: " + key);
      }
      return call("put", key, () -> moves.makeDirectory(key, options.condition()));
    }
    return call("put", key, () -> writes.put(key, body, options));
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    checkOptions(key, options);
    if (Keys.isMarker(Keys.check(key))) {
      throw new IllegalArgumentException("a directory marker has no bytes: " + key);
    }
    return call(
        "start an upload of",
        key,
        () -> {
          String id = temps.create(key);
          UploadToken token = new UploadToken(root(), key, id, options);
          return new LocalUpload(this, token, paths.hidden(key, id));
        });
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    if (!token.root().equals(root())) {
      throw new IllegalArgumentException(
          "the upload belongs to " + token.root() + ", not to " + root());
    }
    LocalPaths.checkId(token.id());
    return new LocalUpload(this, token, paths.hidden(token.key(), token.id()));
  }

  @Override
  public UploadPage listUploads(UploadQuery query) {
    throw new UnsupportedOperationException("local uploads cannot be listed: " + root());
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    checkOptions(target, PutOptions.none().withCondition(options.condition()));
    if (options.metadata().isPresent() || options.writeId().isPresent()) {
      throw new UnsupportedOperationException("local files keep no metadata: " + uri(target));
    }
    paths.resolve(target);
    if (Keys.isMarker(Keys.check(source)) != Keys.isMarker(target)) {
      throw new IllegalArgumentException("one of " + source + " and " + target + " is a marker");
    }
    try (ObjectReader reader = open(source, ReadHints.none())) {
      String etag = reader.stat().etag();
      if (!options.sourceEtag().orElse(etag).equals(etag)) {
        throw new ObjectChangedException(
            uri(source) + " changed: expected etag " + options.sourceEtag().get() + ", is " + etag);
      }
      return call(
          "copy " + uri(source) + " to",
          target,
          () ->
              Keys.isMarker(target)
                  ? moves.makeDirectory(target, options.condition())
                  : writes.copy(reader, target, options.condition()));
    }
  }

  @Override
  public void move(String source, String target, PutCondition condition) throws IOException {
    checkOptions(target, PutOptions.none().withCondition(condition));
    moves.check(source, target);
    call(
        "move " + uri(source) + " to",
        target,
        () -> {
          moves.move(source, target, condition);
          return target;
        });
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > LIMITS.keysPerDelete()) {
      throw new IllegalArgumentException(
          keys.size() + " keys in one delete, at most " + LIMITS.keysPerDelete());
    }
    for (String key : keys) {
      paths.resolve(key);
    }
    checkUsable();
    List<DeleteFailure> failures = new ArrayList<>();
    for (String key : keys) {
      try {
        moves.delete(key);
      } catch (IOException e) {
        failures.add(new DeleteFailure(key, LocalErrors.translate(e, "delete", paths.uri(key))));
      }
    }
    return failures;
  }

  @Override
  public void close() throws IOException {
    closed = true;
    for (LocalReader reader : readers) {
      reader.close();
    }
  }

  /** Runs one step of the store and gives its errors the words of the contract. */
  <T> T call(String tried, String key, Call<T> call) throws IOException {
    checkUsable();
    try {
      return call.run();
    } catch (IOException e) {
      if (LocalErrors.isMissing(e)) {
        paths.requireRoot();
      }
      throw LocalErrors.translate(e, tried, paths.uri(key));
    }
  }

  /** Whether a file is what a key of this form names. */
  static boolean isObject(String key, FileFacts facts) {
    return Keys.isMarker(key) ? facts.isDirectory() : facts.isFile();
  }

  FileFacts facts(String key, Path path) throws IOException {
    Optional<FileFacts> facts = FileFacts.find(path);
    if (facts.isEmpty() || !isObject(key, facts.get())) {
      paths.requireRoot();
      throw new FileNotFoundException("no such object: " + uri(key));
    }
    return facts.get();
  }

  String uri(String key) {
    return paths.uri(key).toString();
  }

  FileOpener files() {
    return files;
  }

  TempFiles temps() {
    return temps;
  }

  void forget(LocalReader reader) {
    readers.remove(reader);
  }

  private void checkUsable() throws IOException {
    if (closed) {
      throw new IOException("the store is closed: " + root());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before a call on " + root());
    }
  }

  private void checkOptions(String key, PutOptions options) {
    if (options.condition() instanceof PutCondition.IfMatch) {
      throw new UnsupportedOperationException(
          "local files have no compare-and-swap (ifMatch): " + uri(key));
    }
    if (!options.headers().isEmpty()
        || !options.metadata().isEmpty()
        || options.writeId().isPresent()) {
      throw new UnsupportedOperationException(
          "local files keep neither content headers nor metadata: " + uri(key));
    }
  }
}
