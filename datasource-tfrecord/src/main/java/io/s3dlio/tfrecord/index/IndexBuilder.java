package io.s3dlio.tfrecord.index;

import java.util.ArrayList;
import java.util.List;

/** Makes an index out of the sizes of a file's records, first to last. Not thread-safe. */
public final class IndexBuilder {

  /** Bytes of a record without payload: the least a record can have. */
  public static final int LEAST_SIZE = 16;

  private final List<IndexBlock> blocks = new ArrayList<>();
  private final long[] sizes = new long[IndexBlock.RECORDS];
  private int pending;
  private long base;
  private long end;

  /**
   * Adds the next record.
   *
   * @param size of the whole record in bytes: payload and 16
   * @throws IllegalArgumentException when it is less than 16, or the file more than 2^63 bytes
   */
  public void add(long size) {
    if (size < LEAST_SIZE || size > Long.MAX_VALUE - end) {
      throw new IllegalArgumentException("a record of " + size + " bytes at offset " + end);
    }
    sizes[pending++] = size;
    end += size;
    if (pending == sizes.length) {
      seal();
    }
  }

  /** Records added so far. */
  public long count() {
    return ((long) blocks.size() << IndexBlock.SHIFT) + pending;
  }

  /** Where the next record begins: the sum of all sizes, in bytes. */
  public long end() {
    return end;
  }

  /** The index of what was added. The builder is used up by it. */
  public RecordIndex build() {
    long count = count();
    if (pending > 0) {
      seal();
    }
    return new RecordIndex(blocks.toArray(IndexBlock[]::new), count, end);
  }

  private void seal() {
    blocks.add(IndexBlock.of(base, sizes, pending));
    pending = 0;
    base = end;
  }
}
