package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.config.StoreConfig;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;

/**
 * Reads ranges of one object in parallel, straight into the caller's buffers. Thread-safe.
 *
 * <p>At most {@code concurrency} requests of it are in flight, and one until the object's version
 * is known. Closes the reader it is given. Closing waits until no task writes to a caller's buffer
 * any more, so that the buffers may be reused.
 */
public final class RangeReader implements Closeable {

  private final ObjectReader reader;
  private final IoRuntime runtime;
  private final StoreConfig.Range config;
  private final ChunkQueue queue;

  /** A reader of an object of which nothing is known: its first chunk is read alone. */
  public RangeReader(ObjectReader reader, IoRuntime runtime, StoreConfig.Range config) {
    this(reader, ReadHints.none(), runtime, config);
  }

  /**
   * A reader of an object of which something may be known.
   *
   * @param hints those that {@code reader} was opened with, or {@link ReadHints#of} what it has
   *     answered since; with an etag the first chunks go in parallel at once
   */
  public RangeReader(
      ObjectReader reader, ReadHints hints, IoRuntime runtime, StoreConfig.Range config) {
    this.reader = reader;
    this.runtime = runtime;
    this.config = config;
    this.queue = new ChunkQueue(runtime.executor(), config.concurrency(), hints.etag().isPresent());
  }

  /**
   * Starts reading ranges and returns at once; near neighbours are merged, large ones cut.
   *
   * @param ranges any order, not overlapping, none with {@code fromEnd}
   * @param allocate called once per merged range, on an I/O thread; for a range of length 0 on the
   *     calling thread
   * @param release called with every buffer of {@code allocate} that no future hands out
   * @return one future per range, in the order given; each is completed on an I/O thread with a
   *     buffer whose remaining bytes are the range's, or exceptionally with an {@link IOException};
   *     a range that goes past the end fails with {@link EOFException}. A range read alone gets the
   *     buffer of {@code allocate} itself, merged ones get slices of it
   * @throws IllegalArgumentException for ranges that overlap or cannot be read into one buffer;
   *     nothing was started then
   */
  public List<CompletableFuture<ByteBuffer>> read(
      List<ByteRange> ranges, IntFunction<ByteBuffer> allocate, Consumer<ByteBuffer> release) {
    RangePlan plan = RangePlan.of(ranges, config.mergeGap(), config.chunkSize());
    List<CompletableFuture<ByteBuffer>> futures = new ArrayList<>(ranges.size());
    for (ByteRange range : ranges) {
      var future = new CompletableFuture<ByteBuffer>();
      futures.add(future);
      if (range.length() == 0) {
        future.complete(allocate.apply(0).limit(0));
      }
    }
    List<Runnable> tasks = new ArrayList<>();
    for (RangePlan.Run run : plan.runs()) {
      List<CompletableFuture<ByteBuffer>> own =
          run.members().stream().map(member -> futures.get(member.index())).toList();
      tasks.addAll(new RunRead(reader, queue, run, own, allocate, release).tasks());
    }
    if (!queue.add(tasks)) {
      // They see that the queue is closed, and fail their futures.
      tasks.forEach(Runnable::run);
    }
    return futures;
  }

  /**
   * Fills {@code target} from {@code position}, in parallel when it is larger than a chunk; smaller
   * reads stay on the caller's thread.
   *
   * @return bytes read; fewer than remained only at the object's end, -1 when {@code position} is
   *     at or past the end
   * @throws java.io.InterruptedIOException when the thread is interrupted; nothing writes to {@code
   *     target} any more when this is thrown
   */
  public int read(long position, ByteBuffer target) throws IOException {
    if (position < 0) {
      throw new IllegalArgumentException("position " + position);
    }
    if (!target.hasRemaining()) {
      return 0;
    }
    if (target.remaining() <= config.chunkSize()) {
      return readAlone(position, target);
    }
    int count = 0;
    if (!queue.isVersionKnown()) {
      // One request must be answered before others may follow; it may as well be ours.
      count = readAlone(position, target.slice().limit(config.chunkSize()));
      if (count < config.chunkSize()) {
        target.position(target.position() + Math.max(count, 0));
        return count;
      }
    }
    ByteBuffer rest = target.slice(target.position() + count, target.remaining() - count);
    count += readParallel(position + count, rest);
    target.position(target.position() + count);
    return count == 0 ? -1 : count;
  }

  private int readAlone(long position, ByteBuffer target) throws IOException {
    try {
      int count =
          ChunkFill.read(reader, position, target, queue::noteVersionKnown, queue::isClosed);
      if (queue.isClosed() && target.hasRemaining()) {
        throw new IOException("the reader was closed during a read");
      }
      return count == 0 ? -1 : count;
    } catch (EOFException e) {
      return -1;
    }
  }

  private int readParallel(long position, ByteBuffer target) throws IOException {
    long toEnd = reader.stat().size() - position;
    if (toEnd <= config.chunkSize() || runtime.isIoThread()) {
      return readInTurn(position, target);
    }
    ByteBuffer there = target.slice().limit((int) Math.min(target.remaining(), toEnd));
    var read = new TargetRead(reader, queue, position, there, config.chunkSize());
    return read.run();
  }

  /** Chunk after chunk on this thread: at the object's end, or where no task may be awaited. */
  private int readInTurn(long position, ByteBuffer target) throws IOException {
    int count = 0;
    while (count < target.capacity()) {
      int asked = Math.min(target.capacity() - count, config.chunkSize());
      int got = readAlone(position + count, target.slice(count, asked));
      count += Math.max(got, 0);
      if (got < asked) {
        break;
      }
    }
    return count;
  }

  /** Fails what is not yet read, and waits until no task writes to a caller's buffer. */
  @Override
  public void close() throws IOException {
    List<Runnable> left = queue.close();
    try {
      // Ends the transfers under way, so that the wait is short.
      reader.close();
    } finally {
      left.forEach(Runnable::run);
      queue.awaitIdle();
    }
  }
}
