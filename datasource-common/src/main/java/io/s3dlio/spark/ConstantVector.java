package io.s3dlio.spark;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** One value in every row: what is the same for a whole file. */
public final class ConstantVector extends SourceVector {

  private final @Nullable Object value;

  /**
   * A column of a value.
   *
   * @param value as Spark's rows hold it inside: a number, a Boolean, UTF8String, byte[], Decimal
   */
  public ConstantVector(DataType type, @Nullable Object value) {
    super(type);
    this.value = value;
  }

  private Object value() {
    if (value == null) {
      throw new NullPointerException("null in every row");
    }
    return value;
  }

  /** Of one row, which stands for all. */
  @Override
  public int numNulls() {
    return value == null ? 1 : 0;
  }

  @Override
  public boolean isNullAt(int row) {
    return value == null;
  }

  @Override
  public boolean getBoolean(int row) {
    return (Boolean) value();
  }

  @Override
  public byte getByte(int row) {
    return ((Number) value()).byteValue();
  }

  @Override
  public short getShort(int row) {
    return ((Number) value()).shortValue();
  }

  @Override
  public int getInt(int row) {
    return ((Number) value()).intValue();
  }

  @Override
  public long getLong(int row) {
    return ((Number) value()).longValue();
  }

  @Override
  public float getFloat(int row) {
    return ((Number) value()).floatValue();
  }

  @Override
  public double getDouble(int row) {
    return ((Number) value()).doubleValue();
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return (Decimal) value();
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return (UTF8String) value();
  }

  @Override
  public byte[] getBinary(int row) {
    return (byte[]) value();
  }
}
