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

/** An upload whose requests fail. */
final class FaultyUpload implements Upload {

  private final Upload real;
  private final FaultInjector injector;
  private boolean closed;
  private boolean settled;

  FaultyUpload(Upload real, FaultInjector injector) {
    this.real = real;
    this.injector = injector;
    injector.opened();
  }

  @Override
  public UploadToken token() {
    return real.token();
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    return injector.send(Operation.UPLOAD_PART, () -> real.uploadPart(number, offset, body));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String etag)
      throws IOException {
    return injector.send(
        Operation.COPY_PART, () -> real.copyPart(number, offset, source, range, etag));
  }

  @Override
  public synchronized ObjectStat complete(List<Part> parts) throws IOException {
    ObjectStat stat = injector.send(Operation.COMPLETE, () -> real.complete(parts));
    settled = true;
    return stat;
  }

  @Override
  public synchronized void concluded() {
    real.concluded();
    settled = true;
  }

  @Override
  public synchronized void detach() {
    real.detach();
    settled = true;
  }

  @Override
  public synchronized void close() throws IOException {
    if (!closed) {
      closed = true;
      injector.closed();
    }
    if (settled) {
      real.close();
      return;
    }
    settled = true;
    injector.send(
        Operation.ABORT,
        () -> {
          real.close();
          return this;
        });
  }
}
