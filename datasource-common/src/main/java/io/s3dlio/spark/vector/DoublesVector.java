package io.s3dlio.spark.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Numbers of 64 bits as double. */
public final class DoublesVector extends SourceVector {

  private double[] values = new double[0];

  public DoublesVector(DataType type) {
    super(type);
  }

  /**
   * Shows these values, which are not copied.
   *
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  public void set(double[] values, boolean @Nullable [] nulls, int rows) {
    requireRows(rows, values.length);
    this.values = values;
    setNulls(nulls, rows);
  }

  @Override
  public double getDouble(int row) {
    return values[row];
  }

  @Override
  public double[] getDoubles(int row, int count) {
    return Arrays.copyOfRange(values, row, row + count);
  }
}
