package io.s3dlio.store.layer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadToken;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** Counts the requests of one upload; its close counts as an abort only when it is one. */
final class MeteredUpload implements Upload {

  private final Upload inner;
  private final Meter meter;
  private volatile boolean settled;

  MeteredUpload(Upload inner, Meter meter) {
    this.inner = inner;
    this.meter = meter;
  }

  @Override
  public UploadToken token() {
    return inner.token();
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    Part part = meter.count(Operation.UPLOAD_PART, () -> inner.uploadPart(number, offset, body));
    meter.metrics().written(body.remaining());
    return part;
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException {
    return meter.count(
        Operation.COPY_PART, () -> inner.copyPart(number, offset, source, range, sourceEtag));
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    ObjectStat stat = meter.count(Operation.COMPLETE, () -> inner.complete(parts));
    settled = true;
    return stat;
  }

  @Override
  public void concluded() {
    inner.concluded();
    settled = true;
  }

  @Override
  public void detach() {
    inner.detach();
    settled = true;
  }

  @Override
  public void close() throws IOException {
    if (settled) {
      inner.close();
      return;
    }
    meter.count(
        Operation.ABORT,
        () -> {
          inner.close();
          return this;
        });
    settled = true;
  }
}
