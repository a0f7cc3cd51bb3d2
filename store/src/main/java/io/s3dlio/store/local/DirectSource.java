package io.s3dlio.store.local;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Reads one file by O_DIRECT. Whole blocks land in the caller's memory when position and memory are
 * aligned; all else is rounded outward into a window of whole blocks and copied from there.
 */
final class DirectSource implements FileOpener.Source {

  private final FileChannel channel;
  private final int block;
  private final AlignedBuffers buffers;
  private final LongAdder reads;

  /** Whole blocks from {@link #windowStart}, up to its limit; null while resting. */
  private @Nullable ByteBuffer window;

  private long windowStart;

  DirectSource(FileChannel channel, int block, AlignedBuffers buffers, LongAdder reads) {
    this.channel = channel;
    this.block = block;
    this.buffers = buffers;
    this.reads = reads;
  }

  @Override
  public int read(long position, long end, ByteBuffer target) throws IOException {
    long wanted = Math.min(target.remaining(), end - position);
    if (wanted == 0) {
      return 0;
    }
    ByteBuffer held = window;
    if (held != null && position >= windowStart && position < windowStart + held.limit()) {
      return copy(held, position, wanted, target);
    }
    int whole = (int) (wanted - wanted % block);
    boolean inPlace =
        whole > 0
            && position % block == 0
            && target.isDirect()
            && target.alignmentOffset(target.position(), block) == 0;
    return inPlace ? readInPlace(position, whole, target) : readWindow(position, end, target);
  }

  private int readInPlace(long position, int whole, ByteBuffer target) throws IOException {
    int count = channel.read(target.slice(target.position(), whole), position);
    reads.increment();
    if (count > 0) {
      target.position(target.position() + count);
    }
    return count;
  }

  private int readWindow(long position, long end, ByteBuffer target) throws IOException {
    ByteBuffer held = window;
    if (held == null) {
      held = buffers.borrow(block);
      window = held;
    }
    windowStart = position - position % block;
    long rounded = -Math.floorDiv(windowStart - end, (long) block) * block;
    held.clear().limit((int) Math.min(rounded, held.capacity() - held.capacity() % block));
    int count = channel.read(held, windowStart);
    reads.increment();
    held.position(0).limit(Math.max(count, 0));
    if (position >= windowStart + held.limit()) {
      return -1;
    }
    return copy(held, position, Math.min(target.remaining(), end - position), target);
  }

  private int copy(ByteBuffer held, long position, long wanted, ByteBuffer target) {
    int from = (int) (position - windowStart);
    int count = (int) Math.min(wanted, held.limit() - from);
    target.put(held.slice(from, count));
    return count;
  }

  @Override
  public void rest() {
    if (window != null) {
      buffers.giveBack(window);
      window = null;
    }
  }

  @Override
  public void close() throws IOException {
    // The window is not given back here: another thread may still be filling it.
    channel.close();
  }
}
