package io.s3dlio.store.local;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Small aligned direct buffers through which unaligned O_DIRECT transfers go; thread-safe.
 *
 * <p>They are not of the engine's budget: a task that fills one of the engine's buffers must not
 * wait for another. At most one is lent to each transfer in flight, and few are kept idle.
 */
final class AlignedBuffers {

  /** Large enough for many pages a call, small enough for one per thread. */
  static final int SIZE = 256 * 1024;

  private static final int MOST_IDLE = 8;

  private final Deque<ByteBuffer> idle = new ArrayDeque<>();

  /** A cleared buffer whose address is a multiple of {@code alignment}, at least that long. */
  ByteBuffer borrow(int alignment) {
    synchronized (idle) {
      ByteBuffer buffer = idle.pollLast();
      if (buffer != null
          && buffer.capacity() >= alignment
          && buffer.alignmentOffset(0, alignment) == 0) {
        return buffer.clear();
      }
    }
    int size = Math.max(SIZE, alignment);
    return ByteBuffer.allocateDirect(size + alignment).alignedSlice(alignment).slice(0, size);
  }

  void giveBack(ByteBuffer buffer) {
    synchronized (idle) {
      if (idle.size() < MOST_IDLE) {
        idle.addLast(buffer);
      }
    }
  }
}
