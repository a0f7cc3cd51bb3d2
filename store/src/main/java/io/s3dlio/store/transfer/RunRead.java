package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * One run of a vectored read while it is read: its buffer, its chunks, its futures. Thread-safe.
 *
 * <p>The last chunk to end, and only it, completes the futures: until then the buffer belongs to
 * the chunks, afterwards to whoever holds a future.
 */
final class RunRead {

  private final ObjectReader reader;
  private final ChunkQueue queue;
  private final RangePlan.Run run;
  private final List<CompletableFuture<ByteBuffer>> futures;
  private final IntFunction<ByteBuffer> allocate;
  private final Consumer<ByteBuffer> release;

  // Guarded by this.
  private @Nullable ByteBuffer buffer;
  private int chunksLeft;
  private @Nullable Throwable failure;
  // Bytes from the run's start that are there; of a run of several chunks it counts only when
  // whole.
  private int filled;

  /**
   * @param futures one for each of the run's members, in their order
   */
  RunRead(
      ObjectReader reader,
      ChunkQueue queue,
      RangePlan.Run run,
      List<CompletableFuture<ByteBuffer>> futures,
      IntFunction<ByteBuffer> allocate,
      Consumer<ByteBuffer> release) {
    this.reader = reader;
    this.queue = queue;
    this.run = run;
    this.futures = futures;
    this.allocate = allocate;
    this.release = release;
    this.chunksLeft = run.chunks().size();
  }

  /** The chunk reads to queue; each must be run exactly once. */
  List<Runnable> tasks() {
    List<Runnable> tasks = new ArrayList<>(run.chunks().size());
    for (RangePlan.Chunk chunk : run.chunks()) {
      tasks.add(() -> read(chunk));
    }
    return tasks;
  }

  private void read(RangePlan.Chunk chunk) {
    int count = 0;
    Throwable problem = null;
    try {
      if (!stopped()) {
        ByteBuffer slice = slice(chunk);
        long position = run.offset() + chunk.offset();
        count = ChunkFill.read(reader, position, slice, queue::noteVersionKnown, this::stopped);
        if (count < chunk.length() && run.chunks().size() > 1 && !stopped()) {
          throw pastTheEnd(run.members().get(0), chunk.offset() + count);
        }
      }
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    }
    end(count, problem);
  }

  private boolean stopped() {
    if (queue.isClosed()) {
      return true;
    }
    synchronized (this) {
      if (failure != null) {
        return true;
      }
    }
    // Nobody waits any more when every future was cancelled.
    return futures.stream().allMatch(CompletableFuture::isDone);
  }

  private synchronized ByteBuffer slice(RangePlan.Chunk chunk) throws IOException {
    ByteBuffer whole = buffer;
    if (whole == null) {
      whole = allocateBuffer();
      buffer = whole;
    }
    return whole.slice(whole.position() + chunk.offset(), chunk.length());
  }

  private ByteBuffer allocateBuffer() throws IOException {
    ByteBuffer allocated;
    try {
      allocated = allocate.apply(run.length());
    } catch (RuntimeException | OutOfMemoryError e) {
      throw new IOException("no buffer of " + run.length() + " bytes for a vectored read: " + e, e);
    }
    if (allocated.remaining() < run.length()) {
      release.accept(allocated);
      throw new IOException(
          "asked for a buffer of " + run.length() + " bytes, got " + allocated.remaining());
    }
    return allocated;
  }

  private void end(int count, @Nullable Throwable problem) {
    ByteBuffer done;
    Throwable why;
    synchronized (this) {
      if (failure == null) {
        failure = problem;
      }
      filled += count;
      chunksLeft--;
      if (chunksLeft > 0) {
        return;
      }
      done = buffer;
      why = failure;
    }
    if (why == null && queue.isClosed()) {
      why = new IOException("the reader was closed before the range was read");
    }
    boolean handedOut = false;
    for (int i = 0; i < futures.size(); i++) {
      handedOut |= complete(futures.get(i), run.members().get(i), done, why);
    }
    if (done != null && !handedOut) {
      release.accept(done);
    }
  }

  /** Completes one future; true when it now holds the buffer. */
  private boolean complete(
      CompletableFuture<ByteBuffer> future,
      RangePlan.Member member,
      @Nullable ByteBuffer done,
      @Nullable Throwable why) {
    if (why != null || done == null) {
      future.completeExceptionally(why == null ? new IOException("nothing was read") : why);
      return false;
    }
    if (member.end() > filled) {
      future.completeExceptionally(pastTheEnd(member, filled));
      return false;
    }
    // A range that is alone gets the very buffer of allocate, so that pools know it again.
    ByteBuffer bytes =
        futures.size() == 1
            ? done.limit(done.position() + run.length())
            : done.slice(done.position() + member.offset(), member.length());
    return future.complete(bytes);
  }

  private EOFException pastTheEnd(RangePlan.Member member, int there) {
    long start = run.offset() + member.offset();
    return new EOFException(
        "the range ["
            + start
            + ", "
            + (start + member.length())
            + ") goes past the object's end at "
            + (run.offset() + there));
  }
}
