package io.s3dlio.spark.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/**
 * Whole numbers as any of Spark's types that are one: boolean (not 0), byte, short, int, long, date
 * (days), timestamps (microseconds), intervals. Whoever fills it sees to it that numbers fit.
 */
public final class LongsVector extends SourceVector {

  private long[] values = new long[0];

  public LongsVector(DataType type) {
    super(type);
  }

  /**
   * Shows these values, which are not copied.
   *
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  public void set(long[] values, boolean @Nullable [] nulls, int rows) {
    requireRows(rows, values.length);
    this.values = values;
    setNulls(nulls, rows);
  }

  @Override
  public boolean getBoolean(int row) {
    return values[row] != 0;
  }

  @Override
  public byte getByte(int row) {
    return (byte) values[row];
  }

  @Override
  public short getShort(int row) {
    return (short) values[row];
  }

  @Override
  public int getInt(int row) {
    return (int) values[row];
  }

  @Override
  public long getLong(int row) {
    return values[row];
  }

  @Override
  public long[] getLongs(int row, int count) {
    return Arrays.copyOfRange(values, row, row + count);
  }
}
