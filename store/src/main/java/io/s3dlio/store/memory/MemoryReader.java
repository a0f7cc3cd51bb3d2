package io.s3dlio.store.memory;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ReadHints;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;

/** Reads one version of an object on the heap. */
final class MemoryReader implements ObjectReader {

  private final MemoryStore store;
  private final String key;
  private final OptionalLong knownSize;
  private Optional<String> etag;
  private Optional<ObjectStat> stat;
  private volatile boolean closed;

  MemoryReader(MemoryStore store, String key, ReadHints hints) {
    this.store = store;
    this.key = key;
    this.knownSize = hints.size();
    this.etag = hints.etag();
    this.stat =
        hints.size().isPresent() && hints.etag().isPresent()
            ? Optional.of(ObjectStat.of(key, hints.size().getAsLong(), hints.etag().orElseThrow()))
            : Optional.empty();
  }

  @Override
  public synchronized ObjectStat stat() throws IOException {
    return stat.isPresent() ? stat.get() : pinned().stat();
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    if (range.length() == 0) {
      checkOpen();
      return new Body(ByteBuffer.allocate(0));
    }
    ByteBuffer bytes = pinned().bytes();
    long start = range.fromEnd() ? Math.max(0, bytes.limit() - range.length()) : range.offset();
    if (start > bytes.limit()) {
      throw new EOFException(
          store.uri(key) + " has " + bytes.limit() + " bytes, the range is " + range);
    }
    int length = (int) Math.min(range.length(), bytes.limit() - start);
    return new Body(bytes.slice((int) start, length));
  }

  @Override
  public void close() {
    closed = true;
  }

  private synchronized MemoryBucket.Version pinned() throws IOException {
    checkOpen();
    MemoryBucket.Version version = store.version(key, etag);
    if (knownSize.isPresent() && knownSize.getAsLong() != version.bytes().limit()) {
      throw new ObjectChangedException(
          String.format(
              "%s has %d bytes, expected %d",
              store.uri(key), version.bytes().limit(), knownSize.getAsLong()));
    }
    etag = Optional.of(version.stat().etag());
    stat = Optional.of(version.stat());
    return version;
  }

  private void checkOpen() throws ClosedChannelException {
    if (closed || store.isClosed()) {
      throw new ClosedChannelException();
    }
  }

  /** The bytes of one range. */
  private final class Body implements ReadableByteChannel {

    private final ByteBuffer bytes;
    private volatile boolean bodyClosed;

    Body(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      checkOpen();
      if (bodyClosed) {
        throw new ClosedChannelException();
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(bytes.remaining(), target.remaining());
      target.put(bytes.slice(bytes.position(), count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return !bodyClosed;
    }

    @Override
    public void close() {
      bodyClosed = true;
    }
  }
}
