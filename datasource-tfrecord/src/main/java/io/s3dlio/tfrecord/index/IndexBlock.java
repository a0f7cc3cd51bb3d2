package io.s3dlio.tfrecord.index;

import org.jspecify.annotations.Nullable;

/**
 * The offsets of up to 4,096 consecutive records, in the least of three forms.
 *
 * @param base where its first record begins
 * @param stride the size of each record, when all have the same; else 0
 * @param narrow offsets from the base as unsigned numbers, when they are below 4 GiB
 * @param wide offsets from the base, when they are not
 */
@SuppressWarnings("ArrayRecordComponent") // never compared, never handed out
record IndexBlock(long base, long stride, int @Nullable [] narrow, long @Nullable [] wide) {

  static final int SHIFT = 12;
  static final int RECORDS = 1 << SHIFT;
  static final int MASK = RECORDS - 1;

  /** A block out of the sizes of its records, of which there is at least one. */
  static IndexBlock of(long base, long[] sizes, int count) {
    long first = sizes[0];
    long sum = 0;
    boolean same = true;
    for (int i = 0; i < count; i++) {
      same &= sizes[i] == first;
      sum += sizes[i];
    }
    if (same) {
      return new IndexBlock(base, first, null, null);
    }
    return sum >>> 32 == 0
        ? new IndexBlock(base, 0, narrow(sizes, count), null)
        : new IndexBlock(base, 0, null, wide(sizes, count));
  }

  private static int[] narrow(long[] sizes, int count) {
    int[] offsets = new int[count];
    int offset = 0;
    for (int i = 0; i < count; i++) {
      offsets[i] = offset;
      offset += (int) sizes[i];
    }
    return offsets;
  }

  private static long[] wide(long[] sizes, int count) {
    long[] offsets = new long[count];
    long offset = 0;
    for (int i = 0; i < count; i++) {
      offsets[i] = offset;
      offset += sizes[i];
    }
    return offsets;
  }

  /** Where the block's record {@code i} begins in the file. */
  long offset(int i) {
    if (narrow != null) {
      return base + Integer.toUnsignedLong(narrow[i]);
    }
    return wide != null ? base + wide[i] : base + i * stride;
  }

  long memoryBytes() {
    long offsets = narrow != null ? 4L * narrow.length : wide != null ? 8L * wide.length : 0;
    return 56 + offsets;
  }
}
