package io.s3dlio.store.layer;

import io.s3dlio.store.Capability;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
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
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A layer that fails as services and networks fail, before, during and after requests, and knows
 * what was not closed.
 *
 * <p>Every failure it makes names its plan, and so the seed.
 */
public final class FaultyStore implements ObjectStore {

  private final ObjectStore inner;
  private final FaultInjector injector;
  private final AtomicInteger orphans = new AtomicInteger();

  public FaultyStore(ObjectStore inner, FaultPlan plan) {
    this.inner = inner;
    this.injector = new FaultInjector(plan);
  }

  /** Readers, bodies and uploads that were opened and not closed. */
  public int open() {
    return injector.open();
  }

  /** Uploads that were begun and whose answer was lost: nobody can close them. */
  public int orphanedUploads() {
    return orphans.get();
  }

  /** Faults so far. */
  public int faults() {
    return injector.faults();
  }

  @Override
  public ObjectUri root() {
    return inner.root();
  }

  @Override
  public Set<Capability> capabilities() {
    return inner.capabilities();
  }

  @Override
  public Limits limits() {
    return inner.limits();
  }

  @Override
  public ObjectReader open(String key, ReadHints hints) {
    boolean known = hints.size().isPresent() && hints.etag().isPresent();
    return new FaultyReader(inner.open(key, hints), injector, known);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return injector.send(Operation.STAT, () -> inner.stat(key));
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return injector.send(Operation.LIST, () -> inner.list(query));
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    return injector.send(Operation.PUT, () -> inner.put(key, body, options));
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    AtomicInteger begun = new AtomicInteger();
    try {
      Upload upload =
          injector.send(
              Operation.START_UPLOAD,
              () -> {
                Upload real = inner.startUpload(key, options);
                begun.incrementAndGet();
                return real;
              });
      return new FaultyUpload(upload, injector);
    } catch (IOException e) {
      orphans.addAndGet(begun.get());
      throw e;
    }
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    return new FaultyUpload(inner.resumeUpload(token), injector);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return injector.send(Operation.LIST_UPLOADS, () -> inner.listUploads(query));
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    return injector.send(Operation.COPY, () -> inner.copy(source, target, options));
  }

  @Override
  public void move(String source, String target, PutCondition condition) throws IOException {
    injector.send(
        Operation.MOVE,
        () -> {
          inner.move(source, target, condition);
          return target;
        });
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    if (keys.size() > inner.limits().keysPerDelete()) {
      // A caller's mistake is found before any request, so before any fault of one.
      return inner.delete(keys);
    }
    Fault fault = injector.next(Operation.DELETE);
    if (fault != Fault.BROKEN || keys.isEmpty()) {
      return injector.send(fault, Operation.DELETE, () -> inner.delete(keys));
    }
    int refused = injector.plan().breakAt(keys.size());
    List<DeleteFailure> failures = new ArrayList<>();
    keys.subList(0, refused + 1)
        .forEach(
            key ->
                failures.add(new DeleteFailure(key, injector.failure("internal error for a key"))));
    if (refused + 1 < keys.size()) {
      failures.addAll(inner.delete(keys.subList(refused + 1, keys.size())));
    }
    return failures;
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }

  @Override
  public String toString() {
    return "faulty store of " + injector.plan();
  }
}
