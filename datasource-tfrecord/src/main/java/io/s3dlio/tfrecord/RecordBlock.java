package io.s3dlio.tfrecord;

import java.util.Arrays;

/**
 * Some consecutive records, as slices of one array: nothing is copied out of what was read.
 *
 * <p>Filled by {@link RecordReader#read}; what it shows is valid until it is filled again. Not
 * thread-safe.
 */
public final class RecordBlock {

  private byte[] bytes = new byte[0];
  private int[] starts = new int[64];
  private int[] lengths = new int[64];
  private long[] offsets = new long[64];
  private boolean[] damaged = new boolean[64];
  private int count;
  private long firstNumber;
  private long nanos;

  /** Records in here. */
  public int count() {
    return count;
  }

  /** What the payloads are slices of. Not to be changed. */
  public byte[] bytes() {
    return bytes;
  }

  /** Where the payload of record {@code i} begins in {@link #bytes()}. */
  public int start(int i) {
    return starts[i];
  }

  /** Bytes of the payload of record {@code i}. */
  public int length(int i) {
    return lengths[i];
  }

  /** Where record {@code i} begins (its length field), in bytes of the uncompressed file. */
  public long offset(int i) {
    return offsets[i];
  }

  /** Zero-based number of record {@code i} in its file; -1 when it is not known. */
  public long number(int i) {
    return firstNumber < 0 ? -1 : firstNumber + i;
  }

  /** Whether the payload's CRC differs; only of a reader that was told to go on over such. */
  public boolean isDamaged(int i) {
    return damaged[i];
  }

  /**
   * Nanoseconds that it took to find these records among the bytes and to compare their CRCs, which
   * is most of it.
   */
  public long nanos() {
    return nanos;
  }

  void took(long nanoseconds) {
    nanos = nanoseconds;
  }

  /** Empties the block. */
  void begin(byte[] bytes, long firstNumber) {
    this.bytes = bytes;
    this.firstNumber = firstNumber;
    count = 0;
  }

  void add(int start, int length, long offset, boolean isDamaged) {
    if (count == starts.length) {
      int size = count * 2;
      starts = Arrays.copyOf(starts, size);
      lengths = Arrays.copyOf(lengths, size);
      offsets = Arrays.copyOf(offsets, size);
      damaged = Arrays.copyOf(damaged, size);
    }
    starts[count] = start;
    lengths[count] = length;
    offsets[count] = offset;
    damaged[count] = isDamaged;
    count++;
  }
}
