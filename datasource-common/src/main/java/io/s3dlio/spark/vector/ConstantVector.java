package io.s3dlio.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** One value in every row: a partition column, or what is the same for a whole file. */
public final class ConstantVector extends ColumnVector {

  private final @Nullable Object value;
  private final long number;
  private final double fraction;

  /**
   * @param value in Spark's internal form: a boxed number or Boolean, {@link UTF8String}, {@link
   *     Decimal}, a byte array; or null
   */
  public ConstantVector(DataType type, @Nullable Object value) {
    super(type);
    this.value = value;
    if (value instanceof Number boxed && !(value instanceof Decimal)) {
      number = boxed.longValue();
      fraction = boxed.doubleValue();
    } else {
      number = Boolean.TRUE.equals(value) ? 1 : 0;
      fraction = 0;
    }
  }

  @Override
  public boolean hasNull() {
    return value == null;
  }

  /** Spark asks only whether there are any; how many rows a batch has is not known here. */
  @Override
  public int numNulls() {
    return value == null ? Integer.MAX_VALUE : 0;
  }

  @Override
  public boolean isNullAt(int row) {
    return value == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return number != 0;
  }

  @Override
  public byte getByte(int row) {
    return (byte) number;
  }

  @Override
  public short getShort(int row) {
    return (short) number;
  }

  @Override
  public int getInt(int row) {
    return (int) number;
  }

  @Override
  public long getLong(int row) {
    return number;
  }

  @Override
  public float getFloat(int row) {
    return (float) fraction;
  }

  @Override
  public double getDouble(int row) {
    return fraction;
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    return (Decimal) value;
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    return (UTF8String) value;
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
    return (byte[]) value;
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw refusal();
  }

  @Override
  public ColumnarMap getMap(int ordinal) {
    throw refusal();
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw refusal();
  }

  /** Nothing is held outside of Java's heap. */
  @Override
  public void close() {}

  private UnsupportedOperationException refusal() {
    return new UnsupportedOperationException("not in a column of " + dataType().simpleString());
  }
}
