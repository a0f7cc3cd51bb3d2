package io.s3dlio.store.local;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.Part;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.local.FileOpener.Sink;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/** An upload that is one hidden file beside its target, written at offsets. */
final class LocalUpload implements Upload {

  private final LocalStore store;
  private final UploadToken token;
  private final Path temp;
  private final OpenFiles<Sink> sinks = new OpenFiles<>();

  /** Etags of the parts this process wrote: a part sent again makes the earlier one stale. */
  private final ConcurrentMap<Integer, String> written = new ConcurrentHashMap<>();

  private volatile boolean alive = true;
  private volatile boolean detached;

  LocalUpload(LocalStore store, UploadToken token, Path temp) {
    this.store = store;
    this.token = token;
    this.temp = temp;
  }

  @Override
  public UploadToken token() {
    return token;
  }

  @Override
  public Part uploadPart(int number, long offset, ByteBuffer body) throws IOException {
    int most = store.limits().maxParts();
    if (number < 1 || number > most || offset < 0) {
      throw new IllegalArgumentException(
          "part " + number + " at " + offset + ", expected a number from 1 to " + most);
    }
    return call("upload part " + number + " of", () -> write(number, offset, body));
  }

  private Part write(int number, long offset, ByteBuffer body) throws IOException {
    Sink sink = sinks.borrow();
    if (sink == null) {
      sink = sinks.lend(store.files().sink(temp));
    }
    boolean whole = false;
    try {
      sink.write(offset, body);
      store.temps().flush(sink);
      whole = true;
    } finally {
      if (whole) {
        sinks.giveBack(sink);
      } else {
        sinks.discard(sink);
      }
    }
    CRC32C crc = new CRC32C();
    crc.update(body.duplicate());
    String etag = inode() + '-' + Long.toHexString(crc.getValue());
    written.put(number, etag);
    return new Part(number, offset, body.remaining(), etag, OptionalInt.of((int) crc.getValue()));
  }

  @Override
  public Part copyPart(int number, long offset, String source, ByteRange range, String sourceEtag) {
    throw new UnsupportedOperationException(
        "local files have no copy of a part: " + store.uri(token.key()));
  }

  @Override
  public ObjectStat complete(List<Part> parts) throws IOException {
    long size = Part.checkWhole(parts);
    return call("complete the upload of", () -> complete(parts, size));
  }

  private ObjectStat complete(List<Part> parts, long size) throws IOException {
    FileFacts facts = FileFacts.of(temp);
    for (Part part : parts) {
      String etag = written.getOrDefault(part.number(), part.etag());
      boolean known = etag.equals(part.etag()) && facts.isInodeOf(part.etag());
      if (!known || part.offset() + part.size() > facts.size()) {
        throw new UploadGoneException(
            "part " + part.number() + " of " + store.uri(token.key()) + " is not there");
      }
    }
    if (facts.size() > size) {
      try (Sink sink = store.files().sink(temp)) {
        sink.truncate(size);
        store.temps().flush(sink);
      }
    }
    ObjectStat stat = store.temps().publish(token.key(), token.id(), token.options().condition());
    alive = false;
    sinks.close();
    return stat;
  }

  private String inode() throws IOException {
    return Long.toHexString(FileFacts.of(temp).inode());
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
    sinks.close();
    if (alive && !detached) {
      alive = false;
      store.temps().discard(token.key(), token.id());
    }
  }

  private <T> T call(String tried, LocalStore.Call<T> call) throws IOException {
    if (!alive) {
      throw gone(null);
    }
    return store.call(
        tried,
        token.key(),
        () -> {
          try {
            return call.run();
          } catch (NoSuchFileException e) {
            throw gone(e);
          }
        });
  }

  private UploadGoneException gone(@Nullable Exception cause) {
    return new UploadGoneException(
        "the upload of " + store.uri(token.key()) + " was completed or aborted", cause);
  }
}
