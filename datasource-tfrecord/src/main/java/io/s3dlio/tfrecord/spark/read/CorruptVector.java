package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.SourceVector;
import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The corrupt record's column: null but in rows that stand for a damaged record. */
final class CorruptVector extends SourceVector {

  private @Nullable Object[] values = new Object[0];
  private int rows;
  private int damaged;

  CorruptVector(DataType type) {
    super(type);
  }

  /** Begins a batch without damage. */
  void begin(int rows) {
    if (damaged > 0) {
      Arrays.fill(values, null);
      damaged = 0;
    }
    this.rows = rows;
  }

  /**
   * Makes a row damaged.
   *
   * @param value a UTF8String or a byte[], as the type is
   */
  void set(int row, Object value) {
    if (values.length < rows) {
      values = new Object[rows];
    }
    values[row] = value;
    damaged++;
  }

  @Override
  public int numNulls() {
    return rows - damaged;
  }

  @Override
  public boolean isNullAt(int row) {
    return damaged == 0 || values[row] == null;
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
