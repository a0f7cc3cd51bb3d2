package io.s3dlio.spark;

import io.s3dlio.fs.StoreInputStream;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.apache.hadoop.fs.FSDataInputStream;
import org.jspecify.annotations.Nullable;

/**
 * One file of any Hadoop FileSystem as an {@link ObjectReader}. Bytes go from Hadoop's stream into
 * the caller's buffer; on our own FileSystem that is the range engine itself.
 *
 * <p>Thread-safe. The first channel of more than some KiB uses the stream's position and so its
 * read-ahead; small ones and others that are open at the same time read at positions.
 */
public final class HadoopObjectReader implements ObjectReader {

  /** Ranges up to so many bytes are read alone: read-ahead would fetch more than is wanted. */
  private static final int SMALL = 4 << 10;

  /** What a positioned read asks for at most, in bytes. */
  private static final int POSITIONED = 4 << 20;

  /** Bytes that go into a buffer without an array at once. */
  private static final int COPIED = 64 << 10;

  private final FSDataInputStream stream;
  private final ListedFile file;
  private final AtomicReference<@Nullable Body> sequential = new AtomicReference<>();
  private final LongAdder bytes = new LongAdder();
  private final LongAdder reads = new LongAdder();
  private volatile @Nullable RangesAhead ahead;

  HadoopObjectReader(FSDataInputStream stream, ListedFile file) {
    this.stream = stream;
    this.file = file;
  }

  /** The file as it was listed. */
  public ListedFile file() {
    return file;
  }

  /** Bytes that callers have received. */
  public long bytesRead() {
    return bytes.sum();
  }

  /** Calls of Hadoop's stream. */
  public long reads() {
    return reads.sum();
  }

  /**
   * Says which ranges {@link #get} will be asked for next, so that small ones are read several at a
   * time where the FileSystem can do that; elsewhere it changes nothing. For the one thread that
   * then asks.
   *
   * @param ranges ascending and not overlapping, each within the file
   */
  public void announce(List<ByteRange> ranges) {
    if (ranges.size() < 2) {
      return;
    }
    Optional<RangesAhead.Reads> together =
        stream.getWrappedStream() instanceof StoreInputStream ours
            ? Optional.of(some -> ours.readRanges(some, ByteBuffer::allocate))
            : VectoredReads.of(stream);
    together.ifPresent(parallel -> ahead = new RangesAhead(parallel, ranges));
  }

  @Override
  public ObjectStat stat() {
    return ObjectStat.of(
        file.path(), file.length(), file.etag(), Instant.ofEpochMilli(file.modifiedMillis()));
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    long from = range.fromEnd() ? Math.max(0, file.length() - range.length()) : range.offset();
    if (from > file.length()) {
      throw new EOFException(
          range + " begins past the " + file.length() + " bytes of " + file.path());
    }
    long end = range.fromEnd() ? file.length() : Math.min(range.end(), file.length());
    RangesAhead announced = ahead;
    ByteBuffer known =
        announced == null ? null : announced.take(ByteRange.of(from, Math.max(0, end - from)));
    if (known != null) {
      reads.increment();
      bytes.add(known.remaining());
      return new KnownBody(known);
    }
    Body body = new Body(from, end);
    if (end - from > SMALL && sequential.compareAndSet(null, body)) {
      stream.seek(from);
      body.isSequential = true;
    }
    return body;
  }

  /**
   * Fills the buffer from a position.
   *
   * @throws EOFException when the file has not as many bytes from there
   */
  public void readFully(long position, ByteBuffer target) throws IOException {
    if (position > file.length() - target.remaining()) {
      throw new EOFException(
          target.remaining()
              + " bytes from "
              + position
              + " of "
              + file.length()
              + " of "
              + file.path());
    }
    long at = position;
    while (target.hasRemaining()) {
      at += positioned(at, target);
    }
  }

  /** One read of Hadoop's stream into an array. */
  private interface ArrayRead {
    int into(byte[] array, int offset, int length) throws IOException;
  }

  private int positioned(long position, ByteBuffer target) throws IOException {
    return fill(
        position,
        target,
        Math.min(target.remaining(), POSITIONED),
        (array, offset, length) -> stream.read(position, array, offset, length));
  }

  private int next(long position, ByteBuffer target) throws IOException {
    return fill(position, target, target.remaining(), stream::read);
  }

  /** Straight into the buffer's array; a buffer without one is filled over a small copy. */
  private int fill(long position, ByteBuffer target, int most, ArrayRead read) throws IOException {
    reads.increment();
    if (target.hasArray()) {
      int start = target.position();
      int count =
          delivered(position, read.into(target.array(), target.arrayOffset() + start, most));
      target.position(start + count);
      return count;
    }
    byte[] copy = new byte[Math.min(most, COPIED)];
    int count = delivered(position, read.into(copy, 0, copy.length));
    target.put(copy, 0, count);
    return count;
  }

  private int delivered(long position, int count) throws IOException {
    if (count <= 0) {
      throw new ObjectChangedException(
          file.path()
              + " ends at "
              + position
              + "; it had "
              + file.length()
              + " bytes when listed");
    }
    bytes.add(count);
    return count;
  }

  @Override
  public void close() throws IOException {
    stream.close();
  }

  @Override
  public String toString() {
    return "reader of " + file.path();
  }

  /** A range that is there already. */
  private static final class KnownBody implements ReadableByteChannel {

    private final ByteBuffer bytes;
    private boolean closed;

    KnownBody(ByteBuffer bytes) {
      this.bytes = bytes;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (!bytes.hasRemaining()) {
        return -1;
      }
      int count = Math.min(target.remaining(), bytes.remaining());
      target.put(bytes.slice().limit(count));
      bytes.position(bytes.position() + count);
      return count;
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
    }
  }

  /** A range as a channel; for one thread. */
  private final class Body implements ReadableByteChannel {

    private final long end;
    private long position;
    private boolean isSequential;
    private boolean closed;

    Body(long from, long end) {
      position = from;
      this.end = end;
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      if (closed) {
        throw new ClosedChannelException();
      }
      if (position >= end) {
        return -1;
      }
      int most = (int) Math.min(target.remaining(), end - position);
      if (most == 0) {
        return 0;
      }
      int limit = target.limit();
      target.limit(target.position() + most);
      try {
        int count = isSequential ? next(position, target) : positioned(position, target);
        position += count;
        return count;
      } finally {
        target.limit(limit);
      }
    }

    @Override
    public boolean isOpen() {
      return !closed;
    }

    @Override
    public void close() {
      closed = true;
      sequential.compareAndSet(this, null);
    }
  }
}
