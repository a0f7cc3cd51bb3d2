package io.s3dlio.store.memory;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Keys;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Part;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.zip.CRC32C;

/** An upload whose parts wait on the heap. */
final class MemoryUpload implements Upload {

  private final MemoryStore store;
  private final UploadToken token;
  private volatile boolean detached;

  MemoryUpload(MemoryStore store, UploadToken token) {
    this.store = store;
    this.token = token;
  }

  @Override
  public UploadToken token() {
    return token;
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    ByteBuffer bytes = MemoryStore.bytesOf(body);
    CRC32C crc = new CRC32C();
    crc.update(bytes.duplicate());
    return keep(number, offset, bytes, OptionalInt.of((int) crc.getValue()));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag)
      throws IOException {
    ByteBuffer bytes = store.version(Keys.check(source), Optional.of(sourceEtag)).bytes();
    if (range.fromEnd() || range.end() > bytes.limit()) {
      throw new EOFException(
          store.uri(source) + " has " + bytes.limit() + " bytes, the range to copy is " + range);
    }
    ByteBuffer copied = bytes.slice((int) range.offset(), (int) range.length());
    return keep(number, offset, copied, OptionalInt.empty());
  }

  private Part keep(int number, long offset, ByteBuffer bytes, OptionalInt crc32c)
      throws IOException {
    if (number < 1 || number > store.limits().maxParts()) {
      throw new IllegalArgumentException(
          "part " + number + ", expected 1 to " + store.limits().maxParts());
    }
    if (bytes.limit() > store.limits().maxPartSize()) {
      throw new IllegalArgumentException(
          "a part of " + bytes.limit() + " bytes, at most " + store.limits().maxPartSize());
    }
    String etag = MemoryBucket.newEtag();
    pending().parts().put(number, new MemoryBucket.Received(bytes, etag));
    return new Part(number, offset, bytes.limit(), etag, crc32c);
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    long size = Part.checkWhole(parts);
    MemoryBucket bucket = store.bucket();
    String uri = store.uri(token.key());
    synchronized (bucket) {
      ByteBuffer whole = ByteBuffer.allocate(Math.toIntExact(size));
      MemoryBucket.Pending pending = pending();
      for (Part part : parts) {
        ByteBuffer bytes = received(pending, part).bytes();
        if (bytes.limit() < store.limits().minPartSize() && part.offset() + part.size() < size) {
          throw new StoreException(
              String.format(
                  "part %d of %s has %d bytes, at least %d are needed",
                  part.number(), uri, bytes.limit(), store.limits().minPartSize()));
        }
        whole.put(bytes.duplicate());
      }
      ObjectStat stat = store.describe(token.key(), size, token.options());
      return bucket.finish(token, whole.flip().asReadOnlyBuffer(), stat, uri);
    }
  }

  @Override
  public void concluded() {
    detach();
  }

  @Override
  public void detach() {
    detached = true;
  }

  @Override
  public void close() throws IOException {
    if (!detached && !store.isClosed()) {
      store.bucket().uploads.remove(token.id());
    }
  }

  private MemoryBucket.Pending pending() throws IOException {
    MemoryBucket.Pending pending = store.bucket().uploads.get(token.id());
    if (pending == null) {
      throw new UploadGoneException(
          "the upload of " + store.uri(token.key()) + " was completed or aborted");
    }
    return pending;
  }

  private MemoryBucket.Received received(MemoryBucket.Pending pending, Part part)
      throws UploadGoneException {
    MemoryBucket.Received received = pending.parts().get(part.number());
    if (received == null
        || !received.etag().equals(part.etag())
        || received.bytes().limit() != part.size()) {
      throw new UploadGoneException(
          "part " + part.number() + " of " + store.uri(token.key()) + " is not there");
    }
    return received;
  }
}
