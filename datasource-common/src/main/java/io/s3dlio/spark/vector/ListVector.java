package io.s3dlio.spark.vector;

import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.jspecify.annotations.Nullable;

/** Lists of different lengths over one vector of all their elements. */
public final class ListVector extends SourceVector {

  private final ColumnVector elements;
  private int[] offsets = new int[1];

  /**
   * @param elements filled beside this one; its type is that of the elements
   */
  public ListVector(ArrayType type, ColumnVector elements) {
    super(type);
    this.elements = elements;
  }

  /**
   * Shows these lists.
   *
   * @param offsets of row {@code i} the elements from {@code offsets[i]} up to, without, {@code
   *     offsets[i + 1]}; not copied
   * @param nulls true for each row that is null; itself null when none is; not copied
   */
  public void set(int[] offsets, boolean @Nullable [] nulls, int rows) {
    requireRows(rows, offsets.length - 1);
    this.offsets = offsets;
    setNulls(nulls, rows);
  }

  @Override
  public @Nullable ColumnarArray getArray(int row) {
    if (isNullAt(row)) {
      return null;
    }
    return new ColumnarArray(elements, offsets[row], offsets[row + 1] - offsets[row]);
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    return elements;
  }

  @Override
  public void close() {
    elements.close();
  }
}
