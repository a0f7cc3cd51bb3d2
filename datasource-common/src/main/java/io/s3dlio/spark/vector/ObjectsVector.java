package io.s3dlio.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** Decimals, strings or binary values, each an object in Spark's internal form. */
public final class ObjectsVector extends SourceVector {

  private @Nullable Object[] values = new @Nullable Object[0];

  public ObjectsVector(DataType type) {
    super(type);
  }

  /**
   * Shows these values, which are not copied.
   *
   * @param values {@link Decimal}, {@link UTF8String} or byte arrays; null for a row that is null
   */
  public void set(@Nullable Object[] values, int rows) {
    requireRows(rows, values.length);
    this.values = values;
    boolean[] nulls = new boolean[rows];
    for (int row = 0; row < rows; row++) {
      nulls[row] = values[row] == null;
    }
    setNulls(nulls, rows);
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    return (Decimal) values[row];
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return (UTF8String) values[row];
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    return (byte[]) values[row];
  }
}
