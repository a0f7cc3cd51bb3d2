package io.s3dlio.tfrecord.index;

import java.util.Objects;

/**
 * Where each record of one uncompressed file lies: record 0 begins at byte 0, each other where the
 * one before it ends, the last one ends with the file.
 *
 * <p>Immutable and so thread-safe. Takes about 4 bytes a record, and next to none where 4,096
 * neighbours are of one size: ten million records fit into 40 MiB.
 */
public final class RecordIndex {

  /** An index of an empty file. */
  public static final RecordIndex EMPTY = new RecordIndex(new IndexBlock[0], 0, 0);

  private final IndexBlock[] blocks;
  private final long count;
  private final long fileLength;

  RecordIndex(IndexBlock[] blocks, long count, long fileLength) {
    this.blocks = blocks;
    this.count = count;
    this.fileLength = fileLength;
  }

  /** Records of the file. */
  public long count() {
    return count;
  }

  /** Bytes of the file that this is the index of: the end of the last record. */
  public long fileLength() {
    return fileLength;
  }

  /**
   * Where a record begins (its length field), in bytes.
   *
   * @param record its number, zero-based; {@link #count} gives the end of the file
   * @throws IndexOutOfBoundsException when the file has no such record
   */
  public long offset(long record) {
    if (record == count) {
      return fileLength;
    }
    Objects.checkIndex(record, count);
    return blocks[(int) (record >> IndexBlock.SHIFT)].offset((int) record & IndexBlock.MASK);
  }

  /**
   * Bytes of a whole record: header, payload and both CRCs.
   *
   * @param record its number, zero-based
   * @throws IndexOutOfBoundsException when the file has no such record
   */
  public long size(long record) {
    Objects.checkIndex(record, count);
    return offset(record + 1) - offset(record);
  }

  /**
   * The number of the first record that begins at a position or after it; {@link #count} when none
   * does.
   *
   * @param position in bytes, not negative
   */
  public long firstFrom(long position) {
    long low = 0;
    long high = count;
    while (low < high) {
      long middle = (low + high) >>> 1;
      if (offset(middle) < position) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  /** Bytes of memory that this takes, about: what a cache should count. */
  public long memoryBytes() {
    long bytes = 64;
    for (IndexBlock block : blocks) {
      bytes += block.memoryBytes();
    }
    return bytes;
  }

  @Override
  public String toString() {
    return "index of " + count + " records in " + fileLength + " bytes";
  }
}
