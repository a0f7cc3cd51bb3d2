package io.s3dlio.tfrecord;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * Where the records of an uncompressed file lie, by their headers alone: for counting and indexing.
 * Forward only and in constant memory.
 *
 * <p>Payloads below a size are read over, since asking for the next range costs more than their
 * bytes; beyond larger ones a new range begins. A range is small at first and grows as long as
 * reading goes on without a gap, so that large records cost few bytes and small ones few requests.
 *
 * <p>For one thread. The reader stays the caller's.
 */
public final class RecordWalk implements Closeable {

  private static final int FIRST_RANGE = 512;
  private static final long LONGEST_RANGE = 64L << 20;
  private static final int GROWTH = 8;
  private static final int BUFFER = 1 << 18;

  private final ObjectReader reader;
  private final RecordSource source;
  private final boolean checksLengths;
  private final long jumpBytes;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER).limit(0);

  private @Nullable ReadableByteChannel channel;

  /** Where the channel's next byte, and the one after its last, stand in the file. */
  private long channelAt;

  private long channelEnd;
  private long range = FIRST_RANGE;

  private long next;
  private long offset;
  private long size;

  /** Records found. */
  private long count;

  private @Nullable CorruptRecordException failure;

  private RecordWalk(ObjectReader reader, RecordSource source, VerifyCrc verify, long jumpBytes) {
    this.reader = reader;
    this.source = source;
    checksLengths = verify != VerifyCrc.OFF;
    this.jumpBytes = jumpBytes;
    next = source.offset();
  }

  /**
   * A walk from {@code source.offset()} to {@code source.end()}, which must be known.
   *
   * @param verify payloads are not read, so {@link VerifyCrc#FULL} is as {@link VerifyCrc#LENGTH}
   * @param jumpBytes from how many bytes on a gap is jumped: what the store sends in the time that
   *     one request takes, some 32 KiB on a local disk and 2 MiB on an object store
   */
  public static RecordWalk open(
      ObjectReader reader, RecordSource source, VerifyCrc verify, long jumpBytes) {
    if (source.end() < 0 || jumpBytes < 0) {
      throw new IllegalArgumentException("end " + source.end() + ", jump " + jumpBytes);
    }
    return new RecordWalk(reader, source, verify, jumpBytes);
  }

  /**
   * Goes to the next record.
   *
   * @return false at the end, which is the last record's
   * @throws CorruptRecordException for the record after the last one; each call after that throws
   *     it again
   */
  public boolean next() throws IOException {
    if (failure != null) {
      throw failure;
    }
    if (next == source.end()) {
      return false;
    }
    try {
      long length = header();
      offset = next;
      size = length + RecordHeader.FRAME;
    } catch (CorruptRecordException e) {
      failure = e;
      throw e;
    }
    next += size;
    count++;
    return true;
  }

  /** Where the record begins, in bytes. */
  public long offset() {
    return offset;
  }

  /** Bytes of the record, its payload and the 16 around it. */
  public long size() {
    return size;
  }

  /** The record's zero-based number, or -1 when the source's first number is not known. */
  public long number() {
    return numberOf(count - 1);
  }

  private long numberOf(long index) {
    return source.firstNumber() < 0 ? -1 : source.firstNumber() + index;
  }

  private long header() throws IOException {
    String file = source.file();
    long nextNumber = numberOf(count);
    long left = source.end() - next;
    if (left >= RecordHeader.BYTES) {
      left = bring();
    }
    if (left < RecordHeader.BYTES) {
      throw CorruptRecords.truncatedHeader(file, nextNumber, next, left);
    }
    byte[] bytes = buffer.array();
    int at = buffer.position();
    if (checksLengths && !RecordHeader.isRight(bytes, at)) {
      throw CorruptRecords.badLength(file, nextNumber, next, bytes, at);
    }
    long length = RecordHeader.length(bytes, at);
    RecordLimits.check(source, nextNumber, next, length, checksLengths);
    return length;
  }

  /** Puts the buffer at the next header; tells how many of its bytes there are, at most. */
  private int bring() throws IOException {
    long bufferAt = channelAt - buffer.remaining();
    long ahead = next - bufferAt;
    if (ahead <= buffer.remaining()) {
      buffer.position(buffer.position() + (int) ahead);
    } else {
      buffer.position(buffer.limit());
      seek();
    }
    while (buffer.remaining() < RecordHeader.BYTES && more()) {
      // Until the header is whole, or the file turns out to be shorter than it was.
    }
    return Math.min(buffer.remaining(), RecordHeader.BYTES);
  }

  /** Goes on to the next header, which lies behind what was read. */
  private void seek() throws IOException {
    boolean jump = channel == null || next - channelAt > jumpBytes;
    if (jump) {
      range = FIRST_RANGE;
      open(next);
    } else if (next >= channelEnd) {
      grow();
      open(next);
    }
    while (channelAt < next) {
      buffer.clear().limit((int) Math.min(BUFFER, next - channelAt));
      int count = read();
      buffer.position(0).limit(0);
      if (count < 0) {
        return;
      }
    }
  }

  /** Reads behind what the buffer has left; false at the file's end. */
  private boolean more() throws IOException {
    if (channelAt == channelEnd && channelAt < source.end()) {
      grow();
      open(channelAt);
    }
    buffer.compact();
    int count = read();
    buffer.flip();
    return count >= 0;
  }

  private int read() throws IOException {
    if (channel == null) {
      return -1;
    }
    int count = channel.read(buffer);
    channelAt += Math.max(count, 0);
    return count;
  }

  private void grow() {
    range = Math.min(range * GROWTH, LONGEST_RANGE);
  }

  private void open(long from) throws IOException {
    close();
    long length = Math.min(range, source.end() - from);
    channel = reader.get(ByteRange.of(from, length));
    channelAt = from;
    channelEnd = from + length;
  }

  @Override
  public void close() throws IOException {
    ReadableByteChannel last = channel;
    channel = null;
    if (last != null) {
      last.close();
    }
  }
}
