package io.s3dlio.store.transfer;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Direct memory in slabs, handed out in page-aligned extents; best fit, neighbours joined on
 * return. Not thread-safe.
 *
 * <p>Slabs rather than one allocation per buffer, because the JDK frees direct memory only when the
 * garbage collector finds it: what is kept and carved anew is known to the byte. Only a request
 * larger than a slab gets one of its own, and only then idle slabs of another size are given up to
 * stay below the capacity. Each slab costs one page more than it holds, for alignment.
 */
final class Slabs {

  static final int PAGE = 4096;

  private static final Logger log = LoggerFactory.getLogger(Slabs.class);

  private long capacity;
  private final int slabSize;
  private final List<Slab> slabs = new ArrayList<>();
  private long allocated;
  private long lent;

  Slabs(long capacity, int slabSize) {
    this.capacity = capacity;
    this.slabSize = slabSize;
  }

  /** Most bytes that may be allocated. */
  long capacity() {
    return capacity;
  }

  /** Bytes of all slabs. */
  long allocated() {
    return allocated;
  }

  /** Bytes of all extents handed out. */
  long lent() {
    return lent;
  }

  /** An extent of at least this size, or null when there is no room for it now. */
  @Nullable Extent take(int size) {
    int rounded = (int) Math.min(roundUp(Math.max(size, 1)), Integer.MAX_VALUE - 2L * PAGE);
    if (rounded < size) {
      return null;
    }
    Slab slab = fitting(rounded);
    if (slab == null) {
      slab = grow(rounded);
    }
    if (slab == null) {
      return null;
    }
    lent += rounded;
    return slab.take(rounded);
  }

  /** Takes an extent back. */
  void giveBack(Extent extent) {
    lent -= extent.size();
    extent.slab().giveBack(extent);
  }

  static long roundUp(long size) {
    return (size + PAGE - 1) & -PAGE;
  }

  private @Nullable Slab fitting(int size) {
    Slab best = null;
    int bestFit = Integer.MAX_VALUE;
    for (Slab slab : slabs) {
      int fit = slab.bestFit(size);
      if (fit >= size && fit < bestFit) {
        best = slab;
        bestFit = fit;
      }
    }
    return best;
  }

  private @Nullable Slab grow(int size) {
    long idle = slabs.stream().filter(Slab::isIdle).mapToLong(Slab::size).sum();
    if (allocated - idle + size > capacity) {
      return null;
    }
    int wanted = size;
    if (size <= slabSize) {
      // The last slab may be smaller than the others; it still must hold what is asked for.
      wanted = (int) Math.max(size, Math.min(slabSize, (capacity - allocated) / PAGE * PAGE));
    }
    for (int i = slabs.size() - 1; i >= 0 && allocated + wanted > capacity; i--) {
      if (slabs.get(i).isIdle()) {
        allocated -= slabs.remove(i).size();
      }
    }
    Slab slab = allocate(wanted);
    if (slab == null) {
      return null;
    }
    slabs.add(slab);
    allocated += wanted;
    return slab;
  }

  private @Nullable Slab allocate(int size) {
    try {
      return new Slab(size);
    } catch (OutOfMemoryError e) {
      if (allocated == 0) {
        throw e;
      }
      // -XX:MaxDirectMemorySize, which follows -Xmx, is below our budget: make do with what there
      // is.
      capacity = allocated;
      log.warn(
          "The JVM refused {} bytes of direct memory; buffers stay at {} bytes. Lower memory.budget"
              + " or raise -XX:MaxDirectMemorySize.",
          size,
          allocated);
      return null;
    }
  }

  /** Page-aligned bytes of one slab, on loan. */
  record Extent(Slab slab, int offset, int size) {
    ByteBuffer bytes() {
      return slab.memory.slice(offset, size);
    }
  }

  /** One allocation and its free extents by offset. */
  static final class Slab {

    private final ByteBuffer memory;
    private final int size;
    private final TreeMap<Integer, Integer> free = new TreeMap<>();

    private Slab(int size) {
      this.size = size;
      this.memory = ByteBuffer.allocateDirect(size + PAGE).alignedSlice(PAGE);
      free.put(0, size);
    }

    private int size() {
      return size;
    }

    private boolean isIdle() {
      Integer whole = free.get(0);
      return whole != null && whole == size;
    }

    private int bestFit(int wanted) {
      int best = -1;
      for (int length : free.values()) {
        if (length >= wanted && (best < 0 || length < best)) {
          best = length;
        }
      }
      return best;
    }

    private Extent take(int wanted) {
      int fit = bestFit(wanted);
      int offset = -1;
      for (Map.Entry<Integer, Integer> entry : free.entrySet()) {
        if (entry.getValue() == fit) {
          offset = entry.getKey();
          break;
        }
      }
      free.remove(offset);
      if (fit > wanted) {
        free.put(offset + wanted, fit - wanted);
      }
      return new Extent(this, offset, wanted);
    }

    private void giveBack(Extent extent) {
      int offset = extent.offset();
      int length = extent.size();
      Integer after = free.remove(offset + length);
      if (after != null) {
        length += after;
      }
      Map.Entry<Integer, Integer> before = free.lowerEntry(offset);
      if (before != null && before.getKey() + before.getValue() == offset) {
        offset = before.getKey();
        length += before.getValue();
      }
      free.put(offset, length);
    }
  }
}
