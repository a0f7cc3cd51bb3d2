package io.s3dlio.store.transfer;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chunk reads of one open object: runs them on I/O threads, in order, at most so many at a
 * time, and only one until the object's version is known. Thread-safe.
 *
 * <p>The executor gets tickets rather than chunks; a ticket takes the next chunk when it runs. So
 * closing never has to wait for a task that no thread has begun.
 */
final class ChunkQueue {

  private static final Logger log = LoggerFactory.getLogger(ChunkQueue.class);

  private final Executor executor;
  private final int limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Deque<Runnable> waiting = new ArrayDeque<>();
  private final Set<Thread> running = new HashSet<>();
  private int tickets;
  private boolean versionKnown;
  private boolean closed;

  ChunkQueue(Executor executor, int limit, boolean versionKnown) {
    this.executor = executor;
    this.limit = limit;
    this.versionKnown = versionKnown;
  }

  /** Queues chunk reads; false, and none is queued, when the queue is closed. */
  boolean add(Collection<? extends Runnable> chunks) {
    lock.lock();
    try {
      if (closed) {
        return false;
      }
      waiting.addAll(chunks);
    } finally {
      lock.unlock();
    }
    issueTickets();
    return true;
  }

  /** A request was answered, so from now on as many as the limit may be in flight. */
  void noteVersionKnown() {
    lock.lock();
    try {
      if (versionKnown) {
        return;
      }
      versionKnown = true;
    } finally {
      lock.unlock();
    }
    issueTickets();
  }

  boolean isVersionKnown() {
    lock.lock();
    try {
      return versionKnown;
    } finally {
      lock.unlock();
    }
  }

  boolean isClosed() {
    lock.lock();
    try {
      return closed;
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more chunks and returns those that were not begun. */
  List<Runnable> close() {
    lock.lock();
    try {
      closed = true;
      List<Runnable> left = List.copyOf(waiting);
      waiting.clear();
      return left;
    } finally {
      lock.unlock();
    }
  }

  /**
   * Waits until no chunk is being read, except on the calling thread, whose callback this may be.
   */
  void awaitIdle() {
    lock.lock();
    try {
      Interrupts.awaitAlways(
          changed, () -> running.isEmpty() || Set.of(Thread.currentThread()).equals(running));
    } finally {
      lock.unlock();
    }
  }

  private void issueTickets() {
    int wanted;
    lock.lock();
    try {
      int most = versionKnown ? limit : 1;
      int unused = tickets - running.size();
      wanted = Math.max(0, Math.min(most - tickets, waiting.size() - unused));
      tickets += wanted;
    } finally {
      lock.unlock();
    }
    for (int i = 0; i < wanted; i++) {
      try {
        executor.execute(this::useTicket);
      } catch (RuntimeException | Error e) {
        log.warn("no thread reads this object any more", e);
        giveUp(wanted - i);
        return;
      }
    }
  }

  /** Whoever waits for a chunk must hear that nobody will read it. */
  private void giveUp(int unissued) {
    lock.lock();
    try {
      tickets -= unissued;
    } finally {
      lock.unlock();
    }
    close().forEach(Runnable::run);
  }

  private void useTicket() {
    Runnable chunk;
    lock.lock();
    try {
      chunk = waiting.poll();
      if (chunk == null) {
        tickets--;
        return;
      }
      running.add(Thread.currentThread());
    } finally {
      lock.unlock();
    }
    try {
      chunk.run();
    } finally {
      lock.lock();
      try {
        running.remove(Thread.currentThread());
        tickets--;
        changed.signalAll();
      } finally {
        lock.unlock();
      }
      issueTickets();
    }
  }
}
