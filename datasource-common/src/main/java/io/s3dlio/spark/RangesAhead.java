package io.s3dlio.spark;

import io.s3dlio.store.ByteRange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Small ranges that will be asked for one after the other, read some at a time ahead of that.
 * Bounded in ranges and bytes; for one thread.
 */
final class RangesAhead {

  /** Ranges of one call: enough that neighbours are read together. */
  private static final int RANGES = 128;

  /** Bytes of one call; a range of more than half of them is left to be read by itself. */
  private static final long BYTES = 8 << 20;

  /** Reads some ranges at the same time. */
  interface Reads {
    List<CompletableFuture<ByteBuffer>> start(List<ByteRange> ranges) throws IOException;
  }

  private record Pending(ByteRange range, CompletableFuture<ByteBuffer> bytes) {}

  private final Reads reads;
  private final Deque<ByteRange> later = new ArrayDeque<>();
  private final Deque<Pending> pending = new ArrayDeque<>();

  /**
   * Nothing is read yet.
   *
   * @param ranges ascending and not overlapping, in the order in which they will be taken
   */
  RangesAhead(Reads reads, List<ByteRange> ranges) {
    this.reads = reads;
    for (ByteRange range : ranges) {
      if (range.length() > 0 && range.length() <= BYTES / 2) {
        later.add(range);
      }
    }
  }

  /** The bytes of a range; null when it was not announced or its turn is over. */
  @Nullable ByteBuffer take(ByteRange range) throws IOException {
    while (true) {
      if (pending.size() <= RANGES / 2) {
        startMore();
      }
      Pending next = pending.peek();
      if (next == null || next.range().offset() > range.offset()) {
        return null;
      }
      pending.remove();
      if (next.range().equals(range)) {
        return await(next.bytes());
      }
    }
  }

  private void startMore() throws IOException {
    List<ByteRange> some = new ArrayList<>();
    long bytes = 0;
    while (!later.isEmpty() && some.size() < RANGES && bytes < BYTES) {
      ByteRange range = later.remove();
      some.add(range);
      bytes += range.length();
    }
    if (!some.isEmpty()) {
      List<CompletableFuture<ByteBuffer>> started = reads.start(some);
      for (int i = 0; i < some.size(); i++) {
        pending.add(new Pending(some.get(i), started.get(i)));
      }
    }
  }

  private static ByteBuffer await(CompletableFuture<ByteBuffer> bytes) throws IOException {
    try {
      return bytes.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (IOException) new InterruptedIOException("interrupted while reading").initCause(e);
    }
  }
}
