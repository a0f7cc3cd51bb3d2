package io.s3dlio.store.transfer;

import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Page-aligned direct buffers of a bounded total, lent and returned; thread-safe.
 *
 * <p>What is allocated, lent or idle, never exceeds the budget (give or take one page per slab).
 * Two ways to borrow, so that nobody waits for memory that only its user's next action would give
 * back:
 *
 * <ul>
 *   <li>{@link #tryAcquire} is for what may as well be left undone, such as reading ahead. It never
 *       waits and leaves half of the budget to others.
 *   <li>{@code acquireForPart} is for bytes a user has written. It waits only while parts are being
 *       sent, for those come back by themselves; else its caller must put the bytes elsewhere.
 * </ul>
 */
public final class BufferPool {

  private static final int SMALLEST_SLAB = 8 << 20;
  private static final int LARGEST_SLAB = 256 << 20;

  private final Slabs slabs;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  // Callers of acquireForPart in the order they came.
  private final Deque<Object> queue = new ArrayDeque<>();
  private long bytesInFlight;

  BufferPool(long budget) {
    long slab = Math.max(SMALLEST_SLAB, Math.min(budget / 64, LARGEST_SLAB));
    slabs = new Slabs(budget, (int) Math.min(slab, budget));
  }

  /** Bytes lent out now. */
  public long bytesInUse() {
    lock.lock();
    try {
      return slabs.lent();
    } finally {
      lock.unlock();
    }
  }

  /** Bytes allocated now, lent or idle; never more than the budget. */
  public long bytesAllocated() {
    lock.lock();
    try {
      return slabs.allocated();
    } finally {
      lock.unlock();
    }
  }

  /**
   * A buffer that may be kept for long, unless half of the budget is lent already; never waits.
   *
   * @param size in bytes
   */
  public Optional<PooledBuffer> tryAcquire(int size) {
    lock.lock();
    try {
      if (!queue.isEmpty() || slabs.lent() + Slabs.roundUp(size) > slabs.capacity() / 2) {
        return Optional.empty();
      }
      return lend(slabs.take(size), size);
    } finally {
      lock.unlock();
    }
  }

  /**
   * A buffer for bytes that a user writes; waits its turn as long as any part is being sent, and
   * gives up when none is: then only users could give memory back.
   *
   * @param size in bytes
   */
  Optional<PooledBuffer> acquireForPart(int size) throws InterruptedIOException {
    lock.lock();
    try {
      if (queue.isEmpty()) {
        Slabs.Extent extent = slabs.take(size);
        if (extent != null || bytesInFlight == 0) {
          return lend(extent, size);
        }
      }
      return Slabs.roundUp(size) > slabs.capacity() ? Optional.empty() : awaitTurn(size);
    } finally {
      lock.unlock();
    }
  }

  private Optional<PooledBuffer> awaitTurn(int size) throws InterruptedIOException {
    var turn = new Object();
    queue.add(turn);
    try {
      while (true) {
        if (queue.peek() == turn) {
          Slabs.Extent extent = slabs.take(size);
          if (extent != null || bytesInFlight == 0) {
            return lend(extent, size);
          }
        }
        try {
          changed.await();
        } catch (InterruptedException e) {
          throw Interrupts.failure("waiting for " + size + " bytes of buffer", e);
        }
      }
    } finally {
      queue.remove(turn);
      changed.signalAll();
    }
  }

  private Optional<PooledBuffer> lend(Slabs.@Nullable Extent extent, int size) {
    return extent == null
        ? Optional.empty()
        : Optional.of(new PooledBuffer(this, slabs, extent, size));
  }

  void sending(PooledBuffer buffer) {
    lock.lock();
    try {
      if (!buffer.isInFlight()) {
        buffer.setInFlight();
        bytesInFlight += buffer.extentSize();
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
  }

  void takeBack(PooledBuffer buffer) {
    lock.lock();
    try {
      if (!buffer.noteReturn()) {
        return;
      }
      if (buffer.isInFlight()) {
        bytesInFlight -= buffer.extentSize();
      }
      buffer.giveBack();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
