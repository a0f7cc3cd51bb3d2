package io.s3dlio.fs;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.transfer.RangeReader;
import io.s3dlio.store.transfer.ReadAheadStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.apache.hadoop.fs.ByteBufferPositionedReadable;
import org.apache.hadoop.fs.ByteBufferReadable;
import org.apache.hadoop.fs.CanUnbuffer;
import org.apache.hadoop.fs.FSExceptionMessages;
import org.apache.hadoop.fs.FSInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.StreamCapabilities;
import org.apache.hadoop.fs.statistics.IOStatistics;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StreamStatisticNames;
import org.apache.hadoop.fs.statistics.impl.IOStatisticsStore;
import org.jspecify.annotations.Nullable;

/**
 * One version of one file, read sequentially with read-ahead and at positions in parallel.
 *
 * <p>Positioned reads are thread-safe and leave the position alone; everything that has to do with
 * the position is for one thread at a time. Counts only bytes that the caller received.
 */
public class StoreInputStream extends FSInputStream
    implements ByteBufferReadable,
        ByteBufferPositionedReadable,
        CanUnbuffer,
        StreamCapabilities,
        IOStatisticsSource {

  /**
   * What a stream is made of.
   *
   * @param reader closed by the stream
   * @param stream already opened, or with a size known from elsewhere
   * @param ranges over the same reader
   * @param size in bytes
   * @param bytes Hadoop's counters of the FileSystem, absent where the caller counts
   * @param beneathChecksums whether Hadoop's checksum stream reads through it: that one passes our
   *     capabilities on as its own but has few of them, and asks for sums in ranges that overlap
   * @param finished told the stream's counters once, when it is closed
   */
  record Parts(
      Path path,
      ObjectReader reader,
      ReadAheadStream stream,
      RangeReader ranges,
      long size,
      FileSystem.@Nullable Statistics bytes,
      boolean beneathChecksums,
      Consumer<IOStatistics> finished) {}

  private final Parts parts;
  private final IOStatisticsStore statistics = HadoopStatistics.forStream();
  private final byte[] single = new byte[1];
  private long position;
  private volatile boolean closed;

  StoreInputStream(Parts parts) {
    this.parts = parts;
  }

  /** Whether Hadoop's checksum stream reads through this one. */
  boolean isBeneathChecksums() {
    return parts.beneathChecksums;
  }

  final Path path() {
    return parts.path();
  }

  final long size() {
    return parts.size();
  }

  final RangeReader ranges() {
    return parts.ranges();
  }

  final void checkOpen() throws IOException {
    if (closed) {
      throw new IOException(FSExceptionMessages.STREAM_IS_CLOSED + ": " + parts.path());
    }
  }

  /** Counts bytes that the caller has received. */
  final void delivered(long count) {
    if (count > 0) {
      statistics.incrementCounter(StreamStatisticNames.STREAM_READ_BYTES, count);
      if (parts.bytes() != null) {
        parts.bytes().incrementBytesRead(count);
      }
    }
  }

  final void count(String operation) {
    statistics.incrementCounter(operation);
  }

  final IOException failure(IOException failure) {
    return HadoopErrors.translate(parts.path(), failure);
  }

  @Override
  public synchronized void seek(long target) throws IOException {
    checkOpen();
    if (target < 0) {
      throw new EOFException(
          FSExceptionMessages.NEGATIVE_SEEK + " " + target + " of " + parts.path());
    }
    if (target > parts.size()) {
      throw new EOFException(
          FSExceptionMessages.CANNOT_SEEK_PAST_EOF
              + ": "
              + target
              + " of "
              + parts.size()
              + " bytes of "
              + parts.path());
    }
    if (target != position) {
      count(StreamStatisticNames.STREAM_READ_SEEK_OPERATIONS);
    }
    position = target;
  }

  @Override
  public synchronized long getPos() {
    return position;
  }

  @Override
  public boolean seekToNewSource(long target) throws IOException {
    checkOpen();
    return false;
  }

  @Override
  public synchronized long skip(long count) throws IOException {
    checkOpen();
    long skipped = Math.max(0, Math.min(count, parts.size() - position));
    position += skipped;
    return skipped;
  }

  /** Bytes up to the end of the file, at most {@link Integer#MAX_VALUE}. */
  @Override
  public synchronized int available() throws IOException {
    checkOpen();
    return (int) Math.min(Integer.MAX_VALUE, parts.size() - position);
  }

  @Override
  public synchronized int read() throws IOException {
    return read(single, 0, 1) < 0 ? -1 : single[0] & 0xff;
  }

  @Override
  public synchronized int read(byte[] target, int offset, int length) throws IOException {
    checkOpen();
    Objects.checkFromIndexSize(offset, length, target.length);
    return length == 0 ? 0 : read(ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public synchronized int read(ByteBuffer target) throws IOException {
    checkOpen();
    if (!target.hasRemaining()) {
      return 0;
    }
    if (position >= parts.size()) {
      return -1;
    }
    count(StreamStatisticNames.STREAM_READ_OPERATIONS);
    try {
      int read = parts.stream().read(position, target);
      if (read > 0) {
        position += read;
        delivered(read);
      }
      return read;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public int read(long from, byte[] target, int offset, int length) throws IOException {
    checkOpen();
    validatePositionedReadArgs(from, target, offset, length);
    return read(from, ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public void readFully(long from, byte[] target, int offset, int length) throws IOException {
    checkOpen();
    validatePositionedReadArgs(from, target, offset, length);
    readFully(from, ByteBuffer.wrap(target, offset, length));
  }

  @Override
  public int read(long from, ByteBuffer target) throws IOException {
    checkOpen();
    if (from < 0) {
      throw new EOFException(FSExceptionMessages.NEGATIVE_SEEK + " " + from);
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (from >= parts.size()) {
      return -1;
    }
    count(StreamStatisticNames.STREAM_READ_OPERATIONS);
    try {
      int read = parts.ranges().read(from, target);
      delivered(read);
      return read;
    } catch (IOException e) {
      throw failure(e);
    }
  }

  @Override
  public void readFully(long from, ByteBuffer target) throws IOException {
    int wanted = target.remaining();
    int read = Math.max(0, read(from, target));
    if (read < wanted) {
      throw new EOFException(
          FSExceptionMessages.EOF_IN_READ_FULLY
              + ": "
              + wanted
              + " bytes from "
              + from
              + " of "
              + parts.size()
              + " bytes of "
              + parts.path());
    }
  }

  /**
   * Starts reading ranges in parallel and returns at once: what Hadoop 3.4.1 calls a vectored read,
   * for callers that run on older lines too.
   *
   * @param ranges any order, not overlapping, within the file
   * @param allocate makes the buffers, on the engine's threads
   * @return one future per range, in the order given, with the range's bytes
   * @throws IllegalArgumentException for ranges that overlap; nothing was started then
   */
  public final List<CompletableFuture<ByteBuffer>> readRanges(
      List<ByteRange> ranges, IntFunction<ByteBuffer> allocate) throws IOException {
    checkOpen();
    count(StreamStatisticNames.STREAM_READ_VECTORED_OPERATIONS);
    return parts.ranges().read(ranges, allocate, unused -> {}).stream()
        .map(answer -> answer.handle(this::deliver))
        .toList();
  }

  final ByteBuffer deliver(@Nullable ByteBuffer data, @Nullable Throwable problem) {
    if (problem == null && data != null) {
      delivered(data.remaining());
      return data;
    }
    Throwable cause = problem instanceof CompletionException ? problem.getCause() : problem;
    throw new CompletionException(cause instanceof IOException e ? failure(e) : cause);
  }

  /** Gives back buffers and the connection; length, version and position stay. */
  @Override
  public synchronized void unbuffer() {
    if (!closed) {
      count(StreamStatisticNames.STREAM_READ_UNBUFFERED);
      parts.stream().release();
    }
  }

  @Override
  public boolean hasCapability(String capability) {
    return switch (capability.toLowerCase(Locale.ENGLISH)) {
      case StreamCapabilities.READBYTEBUFFER,
          StreamCapabilities.PREADBYTEBUFFER,
          StreamCapabilities.UNBUFFER ->
          !parts.beneathChecksums;
      case StreamCapabilities.IOSTATISTICS -> true;
      default -> false;
    };
  }

  @Override
  public IOStatistics getIOStatistics() {
    return statistics;
  }

  /** Returns when no read writes into a caller's buffer any more. */
  @Override
  public synchronized void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    try {
      parts.stream().close();
    } finally {
      parts.ranges().close();
    }
    parts.finished().accept(statistics);
  }

  @Override
  public String toString() {
    return "input of " + parts.path() + ", " + parts.size() + " bytes";
  }
}
