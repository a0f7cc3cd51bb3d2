package io.s3dlio.store.transfer;

import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;

/**
 * The chunks that are read ahead of one sequential reader: without gap, ascending, a few at first
 * and then more. For one thread.
 *
 * <p>Reading ahead takes only memory that nobody waits for; without any the window stays empty and
 * its user reads by itself.
 */
final class ReadAheadWindow {

  private final ObjectReader reader;
  private final IoRuntime runtime;
  private final int blockSize;
  private final int most;
  private final Deque<ReadAheadBlock> blocks = new ArrayDeque<>();
  private int wanted = 1;

  ReadAheadWindow(ObjectReader reader, IoRuntime runtime, StoreConfig.Range config) {
    this.reader = reader;
    this.runtime = runtime;
    this.blockSize = (int) Math.min(config.chunkSize(), config.readAhead());
    this.most =
        blockSize == 0 ? 0 : (int) Math.min(config.readAhead() / blockSize, config.concurrency());
  }

  boolean isEmpty() {
    return blocks.isEmpty();
  }

  /** Whether the byte at {@code position} is here or under way. */
  boolean covers(long position) {
    return !blocks.isEmpty()
        && blocks.getFirst().offset() <= position
        && position < blocks.getLast().end();
  }

  /** From now on as much as allowed is read ahead. */
  void widen() {
    wanted = Math.max(most, 1);
  }

  /**
   * Starts reading what is wanted and not yet under way.
   *
   * @param from where to begin when nothing is under way
   * @param size of the object, never read past
   */
  void extend(long from, long size) {
    // On an I/O thread our user would wait for a task of its own pool.
    if (runtime.isIoThread()) {
      return;
    }
    long next = blocks.isEmpty() ? from : blocks.getLast().end();
    while (blocks.size() < Math.min(wanted, most) && next < size) {
      int length = (int) Math.min(blockSize, size - next);
      Optional<PooledBuffer> buffer = runtime.buffers().tryAcquire(length);
      if (buffer.isEmpty()) {
        return;
      }
      var block = new ReadAheadBlock(reader, next, buffer.get());
      blocks.add(block);
      runtime.executor().execute(block);
      next += length;
    }
  }

  /** Reads a covered position; what lies before it is given back. */
  int read(long position, ByteBuffer target) throws IOException {
    while (blocks.getFirst().end() <= position) {
      blocks.removeFirst().drop();
    }
    ReadAheadBlock block = blocks.getFirst();
    int count = block.read(position, target);
    if (position + count == block.end()) {
      blocks.removeFirst().drop();
      // Whoever reads chunk after chunk will go on.
      wanted = Math.min(wanted * 2, Math.max(most, 1));
    }
    return count;
  }

  /** Gives everything back and begins small again. */
  void drop() {
    blocks.forEach(ReadAheadBlock::drop);
    blocks.clear();
    wanted = 1;
  }
}
