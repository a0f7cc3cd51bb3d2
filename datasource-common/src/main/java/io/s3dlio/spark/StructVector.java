package io.s3dlio.spark;

import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;

/** Structs that are never null, of columns that stand side by side. */
public final class StructVector extends SourceVector {

  private final ColumnVector[] fields;

  /**
   * A column of structs.
   *
   * @param fields one for each field of the type
   */
  public StructVector(StructType type, ColumnVector... fields) {
    super(type);
    if (fields.length != type.fields().length) {
      throw new IllegalArgumentException(fields.length + " columns for " + type.simpleString());
    }
    this.fields = fields.clone();
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
  public ColumnVector getChild(int ordinal) {
    return fields[ordinal];
  }
}
