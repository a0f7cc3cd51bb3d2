package io.s3dlio.spark.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * Strings or binary values as slices of one array. A string is handed out as a view of the array; a
 * binary value is copied once, because Spark has no other form of it.
 */
public final class BytesVector extends SourceVector {

  private byte[] bytes = new byte[0];
  private int[] starts = new int[0];
  private int[] lengths = new int[0];

  public BytesVector(DataType type) {
    super(type);
  }

  /**
   * Shows these slices; nothing is copied, so the array must stay as it is while the batch is in
   * use.
   *
   * @param starts first byte of each value
   * @param lengths in bytes
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  public void set(byte[] bytes, int[] starts, int[] lengths, boolean @Nullable [] nulls, int rows) {
    requireRows(rows, Math.min(starts.length, lengths.length));
    this.bytes = bytes;
    this.starts = starts;
    this.lengths = lengths;
    setNulls(nulls, rows);
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return isNullAt(row) ? null : UTF8String.fromBytes(bytes, starts[row], lengths[row]);
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    if (isNullAt(row)) {
      return null;
    }
    return Arrays.copyOfRange(bytes, starts[row], starts[row] + lengths[row]);
  }
}
