package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One large read into a buffer of the caller, who waits for it: the first chunk on the caller's
 * thread, the others on I/O threads.
 */
final class TargetRead {

  private final ObjectReader reader;
  private final ChunkQueue queue;
  private final long position;
  private final ByteBuffer target;
  private final List<RangePlan.Chunk> chunks;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final int[] counts;
  private int chunksLeft;
  private @Nullable Throwable failure;

  TargetRead(
      ObjectReader reader, ChunkQueue queue, long position, ByteBuffer target, int chunkSize) {
    this.reader = reader;
    this.queue = queue;
    this.position = position;
    this.target = target;
    this.chunks = RangePlan.cut(position, target.remaining(), chunkSize);
    this.counts = new int[chunks.size()];
    this.chunksLeft = chunks.size();
  }

  /** Reads and waits; bytes read without gap from the start. */
  int run() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    for (int i = 1; i < chunks.size(); i++) {
      int index = i;
      tasks.add(() -> read(index));
    }
    if (!queue.add(tasks)) {
      throw new IOException("the reader is closed");
    }
    read(0);
    await();
    int count = 0;
    for (int i = 0; i < counts.length; i++) {
      count += counts[i];
      if (counts[i] < chunks.get(i).length()) {
        break;
      }
    }
    return count;
  }

  private void read(int index) {
    RangePlan.Chunk chunk = chunks.get(index);
    int count = 0;
    Throwable problem = null;
    try {
      if (!stopped()) {
        ByteBuffer slice = target.slice(chunk.offset(), chunk.length());
        count =
            ChunkFill.read(
                reader, position + chunk.offset(), slice, queue::noteVersionKnown, this::stopped);
      }
      if (queue.isClosed() && count < chunk.length()) {
        throw new IOException("the reader was closed during a read");
      }
    } catch (EOFException e) {
      // The object shrank or was shorter than said: the chunk before tells where it ends.
      count = 0;
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    }
    end(index, count, problem);
  }

  private boolean stopped() {
    lock.lock();
    try {
      return failure != null || queue.isClosed();
    } finally {
      lock.unlock();
    }
  }

  private void end(int index, int count, @Nullable Throwable problem) {
    lock.lock();
    try {
      counts[index] = count;
      chunksLeft--;
      if (failure == null) {
        failure = problem;
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void await() throws IOException {
    lock.lock();
    try {
      try {
        Interrupts.await(changed, () -> chunksLeft == 0, "reading");
      } catch (IOException e) {
        failure = failure == null ? e : failure;
        // The buffer is the caller's: it must not be written to after we return.
        Interrupts.awaitAlways(changed, () -> chunksLeft == 0);
      }
      if (failure != null) {
        throw Failures.asIoException(failure);
      }
    } finally {
      lock.unlock();
    }
  }
}
