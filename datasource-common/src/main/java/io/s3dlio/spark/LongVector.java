package io.s3dlio.spark;

import org.apache.spark.sql.types.DataTypes;

/** Longs without nulls, in an array that is filled anew for each batch. */
public final class LongVector extends SourceVector {

  private long[] values = new long[0];

  /** A column without rows. */
  public LongVector() {
    super(DataTypes.LongType);
  }

  /** The array to fill, of at least so many elements. */
  public long[] values(int rows) {
    if (values.length < rows) {
      values = new long[rows];
    }
    return values;
  }

  @Override
  public int numNulls() {
    return 0;
  }

  @Override
  public boolean isNullAt(int row) {
    return false;
  }

  @Override
  public long getLong(int row) {
    return values[row];
  }
}
