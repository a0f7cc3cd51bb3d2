package io.s3dlio.store.transfer;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One chunk that an I/O thread reads ahead into a pooled buffer, while its user already takes what
 * is there. Thread-safe.
 *
 * <p>The buffer goes back when the user has dropped the block and no thread writes to it any more:
 * at once when every byte is there, else when the request under way has ended.
 */
final class ReadAheadBlock implements Runnable {

  private enum State {
    QUEUED,
    FILLING,
    ENDED
  }

  private final ObjectReader reader;
  private final long offset;
  private final PooledBuffer buffer;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private State state = State.QUEUED;
  private int filled;
  private boolean dropped;
  private @Nullable Throwable failure;

  ReadAheadBlock(ObjectReader reader, long offset, PooledBuffer buffer) {
    this.reader = reader;
    this.offset = offset;
    this.buffer = buffer;
  }

  /** First byte, in the object. */
  long offset() {
    return offset;
  }

  /** First byte after it, in the object. */
  long end() {
    return offset + buffer.bytes().capacity();
  }

  @Override
  public void run() {
    lock.lock();
    try {
      if (dropped) {
        return;
      }
      state = State.FILLING;
    } finally {
      lock.unlock();
    }
    Throwable problem = null;
    try {
      fill();
    } catch (IOException | RuntimeException | Error e) {
      problem = e;
    }
    lock.lock();
    try {
      state = State.ENDED;
      failure = problem;
      if (dropped) {
        buffer.close();
      }
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void fill() throws IOException {
    ByteBuffer target = buffer.bytes().duplicate().clear();
    try (ReadableByteChannel channel = reader.get(ByteRange.of(offset, target.remaining()))) {
      while (target.hasRemaining() && channel.read(target) >= 0) {
        if (!publish(target.position())) {
          return;
        }
      }
    }
  }

  /** Lets the user have what is there; false when nobody wants more. */
  private boolean publish(int count) {
    lock.lock();
    try {
      filled = count;
      changed.signalAll();
      return !dropped;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Copies what is there from {@code position} of the object, waiting for at least one byte.
   *
   * @return bytes copied, -1 when the object ends before {@code position}
   */
  int read(long position, ByteBuffer target) throws IOException {
    int start = (int) (position - offset);
    int available;
    lock.lock();
    try {
      Interrupts.await(changed, () -> filled > start || state == State.ENDED, "reading ahead");
      available = filled - start;
      if (available <= 0) {
        if (failure != null) {
          throw Failures.asIoException(failure);
        }
        return -1;
      }
    } finally {
      lock.unlock();
    }
    int count = Math.min(available, target.remaining());
    target.put(buffer.bytes().duplicate().clear().slice(start, count));
    return count;
  }

  /**
   * The user wants it no more. Does not wait: a seek or a close must not take as long as a request
   * that nobody wants.
   */
  void drop() {
    lock.lock();
    try {
      dropped = true;
      // Full, it is written to no more, even if its thread has yet to end the request.
      if (state != State.FILLING || filled == buffer.bytes().capacity()) {
        buffer.close();
      }
    } finally {
      lock.unlock();
    }
  }
}
