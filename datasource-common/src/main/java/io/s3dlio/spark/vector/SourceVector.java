package io.s3dlio.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/**
 * A column of a batch, filled anew for each batch. Subclasses answer for what they hold; all else
 * is refused. For one thread, as Spark's own vectors are.
 *
 * <p>Not Spark's WritableColumnVector, whose abstract methods differ between Spark's lines.
 */
abstract class SourceVector extends ColumnVector {

  private boolean @Nullable [] nulls;
  private int nullCount;

  SourceVector(DataType type) {
    super(type);
  }

  /**
   * Says which rows are null.
   *
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  final void setNulls(boolean @Nullable [] nulls, int rows) {
    nullCount = 0;
    if (nulls != null) {
      for (int row = 0; row < rows; row++) {
        nullCount += nulls[row] ? 1 : 0;
      }
    }
    this.nulls = nullCount == 0 ? null : nulls;
  }

  /** Lengths of what is set must agree. */
  static void requireRows(int rows, int length) {
    if (rows < 0 || rows > length) {
      throw new IllegalArgumentException(rows + " rows out of " + length);
    }
  }

  @Override
  public final boolean hasNull() {
    return nulls != null;
  }

  @Override
  public final int numNulls() {
    return nullCount;
  }

  @Override
  public final boolean isNullAt(int row) {
    return nulls != null && nulls[row];
  }

  @Override
  public boolean getBoolean(int row) {
    throw refusal();
  }

  @Override
  public byte getByte(int row) {
    throw refusal();
  }

  @Override
  public short getShort(int row) {
    throw refusal();
  }

  @Override
  public int getInt(int row) {
    throw refusal();
  }

  @Override
  public long getLong(int row) {
    throw refusal();
  }

  @Override
  public float getFloat(int row) {
    throw refusal();
  }

  @Override
  public double getDouble(int row) {
    throw refusal();
  }

  @Override
  public @Nullable ColumnarArray getArray(int row) {
    throw refusal();
  }

  @Override
  public ColumnarMap getMap(int ordinal) {
    throw refusal();
  }

  @Override
  public @Nullable Decimal getDecimal(int row, int precision, int scale) {
    throw refusal();
  }

  @Override
  public @Nullable UTF8String getUTF8String(int row) {
    throw refusal();
  }

  @Override
  public byte @Nullable [] getBinary(int row) {
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
