package io.s3dlio.spark.vector;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.jspecify.annotations.Nullable;

/** Numbers of 32 bits as float or double. */
public final class FloatsVector extends SourceVector {

  private float[] values = new float[0];

  public FloatsVector(DataType type) {
    super(type);
  }

  /**
   * Shows these values, which are not copied.
   *
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  public void set(float[] values, boolean @Nullable [] nulls, int rows) {
    requireRows(rows, values.length);
    this.values = values;
    setNulls(nulls, rows);
  }

  @Override
  public float getFloat(int row) {
    return values[row];
  }

  @Override
  public double getDouble(int row) {
    return values[row];
  }

  @Override
  public float[] getFloats(int row, int count) {
    return Arrays.copyOfRange(values, row, row + count);
  }
}
