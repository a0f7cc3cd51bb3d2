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
import java.time.Clock;
import java.util.List;
import java.util.Set;

/** The layer that counts calls, failures, bytes and times into {@link StoreMetrics}. */
public final class MeteredStore implements ObjectStore {

  private final ObjectStore inner;
  private final Meter meter;

  /** Around {@code inner}, which it closes. */
  public MeteredStore(ObjectStore inner, StoreMetrics metrics, Clock clock) {
    this.inner = inner;
    this.meter = new Meter(metrics, clock);
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
    return new MeteredReader(inner.open(key, hints), meter, known);
  }

  @Override
  public ObjectStat stat(String key) throws IOException {
    return meter.count(Operation.STAT, () -> inner.stat(key));
  }

  @Override
  public ListPage list(ListQuery query) throws IOException {
    return meter.count(Operation.LIST, () -> inner.list(query));
  }

  @Override
  public ObjectStat put(String key, ByteBuffer body, PutOptions options) throws IOException {
    ObjectStat stat = meter.count(Operation.PUT, () -> inner.put(key, body, options));
    meter.metrics().written(body.remaining());
    return stat;
  }

  @Override
  public Upload startUpload(String key, PutOptions options) throws IOException {
    return new MeteredUpload(
        meter.count(Operation.START_UPLOAD, () -> inner.startUpload(key, options)), meter);
  }

  @Override
  public Upload resumeUpload(UploadToken token) {
    return new MeteredUpload(inner.resumeUpload(token), meter);
  }

  @Override
  public UploadPage listUploads(UploadQuery query) throws IOException {
    return meter.count(Operation.LIST_UPLOADS, () -> inner.listUploads(query));
  }

  @Override
  public ObjectStat copy(String source, String target, CopyOptions options) throws IOException {
    return meter.count(Operation.COPY, () -> inner.copy(source, target, options));
  }

  @Override
  public void move(String source, String target, PutCondition condition) throws IOException {
    meter.count(
        Operation.MOVE,
        () -> {
          inner.move(source, target, condition);
          return target;
        });
  }

  @Override
  public List<DeleteFailure> delete(List<String> keys) throws IOException {
    return meter.count(Operation.DELETE, () -> inner.delete(keys));
  }

  @Override
  public void close() throws IOException {
    inner.close();
  }
}
