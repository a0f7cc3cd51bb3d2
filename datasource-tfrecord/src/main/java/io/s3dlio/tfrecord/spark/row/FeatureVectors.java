package io.s3dlio.tfrecord.spark.row;

import io.s3dlio.tfrecord.example.FeatureColumn;
import java.util.Arrays;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;
import org.jspecify.annotations.Nullable;

/** The kinds of {@link FeatureVector}: one for each array that a decoder fills. */
final class FeatureVectors {

  private FeatureVectors() {}

  /** The vector of a column, of the type that the column's feature was asked for with. */
  static FeatureVector of(FeatureColumn column, DataType type) {
    return switch (column.spec().depth()) {
      case SCALAR -> values(column, type, column);
      case LIST -> new Lists(type, column, false, values(column, element(type), null));
      case LIST_OF_LISTS -> {
        DataType steps = element(type);
        FeatureVector values = values(column, element(steps), null);
        yield new Lists(type, column, false, new Lists(steps, column, true, values));
      }
    };
  }

  private static DataType element(DataType type) {
    return ((ArrayType) type).elementType();
  }

  private static FeatureVector values(
      FeatureColumn column, DataType type, @Nullable FeatureColumn rows) {
    return switch (TypeMapping.of(type).orElseThrow().value()) {
      case BYTE -> new Narrow(type, column, rows, Byte.MIN_VALUE, Byte.MAX_VALUE);
      case SHORT -> new Narrow(type, column, rows, Short.MIN_VALUE, Short.MAX_VALUE);
      case INT -> new Narrow(type, column, rows, Integer.MIN_VALUE, Integer.MAX_VALUE);
      case BOOLEAN, LONG -> new Longs(type, column, rows);
      case FLOAT, DOUBLE -> new Floats(type, column, rows);
      case STRING, BINARY -> new Slices(type, column, rows);
      case DECIMAL -> new Decimals((DecimalType) type, column, rows);
    };
  }

  private static class Longs extends FeatureVector {
    private final FeatureColumn column;
    long[] values;

    Longs(DataType type, FeatureColumn column, @Nullable FeatureColumn rows) {
      super(type, rows);
      this.column = column;
      values = column.longs();
    }

    @Override
    void show(byte[] bytes) {
      values = column.longs();
    }

    @Override
    public boolean getBoolean(int row) {
      return values[row] != 0;
    }

    @Override
    public long getLong(int row) {
      return values[row];
    }
  }

  /** Integers of fewer than 64 bits: what has more is no value of the type. */
  private static final class Narrow extends Longs {
    private final long least;
    private final long most;

    Narrow(
        DataType type, FeatureColumn column, @Nullable FeatureColumn rows, long least, long most) {
      super(type, column, rows);
      this.least = least;
      this.most = most;
    }

    @Override
    boolean fits(int from, int to) {
      for (int i = from; i < to; i++) {
        if ((values[i] < least || values[i] > most) && !super.isNullAt(i)) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean isNullAt(int row) {
      return super.isNullAt(row) || values[row] < least || values[row] > most;
    }

    @Override
    public boolean hasNull() {
      return rows == null || super.hasNull() || !fits(0, rows.rows());
    }

    @Override
    public byte getByte(int row) {
      return (byte) values[row];
    }

    @Override
    public short getShort(int row) {
      return (short) values[row];
    }

    @Override
    public int getInt(int row) {
      return (int) values[row];
    }
  }

  private static final class Floats extends FeatureVector {
    private final FeatureColumn column;
    private float[] values;

    Floats(DataType type, FeatureColumn column, @Nullable FeatureColumn rows) {
      super(type, rows);
      this.column = column;
      values = column.floats();
    }

    @Override
    void show(byte[] bytes) {
      values = column.floats();
    }

    @Override
    public float getFloat(int row) {
      return values[row];
    }

    @Override
    public double getDouble(int row) {
      return values[row];
    }
  }

  private static class Slices extends FeatureVector {
    private final FeatureColumn column;
    byte[] bytes = new byte[0];
    int[] starts;
    int[] lengths;

    Slices(DataType type, FeatureColumn column, @Nullable FeatureColumn rows) {
      super(type, rows);
      this.column = column;
      starts = column.starts();
      lengths = column.lengths();
    }

    @Override
    void show(byte[] newBytes) {
      bytes = newBytes;
      starts = column.starts();
      lengths = column.lengths();
    }

    /** Of the block's own bytes: Spark copies what it keeps. */
    @Override
    public UTF8String getUTF8String(int row) {
      return UTF8String.fromAddress(
          bytes, Platform.BYTE_ARRAY_OFFSET + (long) starts[row], lengths[row]);
    }

    @Override
    public byte[] getBinary(int row) {
      return Arrays.copyOfRange(bytes, starts[row], starts[row] + lengths[row]);
    }
  }

  private static final class Decimals extends Slices {
    private final DecimalType decimal;

    Decimals(DecimalType type, FeatureColumn column, @Nullable FeatureColumn rows) {
      super(type, column, rows);
      decimal = type;
    }

    private @Nullable Decimal parse(int row) {
      return DecimalText.parse(bytes, starts[row], lengths[row], decimal);
    }

    @Override
    boolean fits(int from, int to) {
      for (int i = from; i < to; i++) {
        if (!super.isNullAt(i) && parse(i) == null) {
          return false;
        }
      }
      return true;
    }

    @Override
    public boolean isNullAt(int row) {
      return super.isNullAt(row) || parse(row) == null;
    }

    @Override
    public boolean hasNull() {
      return rows == null || super.hasNull() || !fits(0, rows.rows());
    }

    @Override
    public @Nullable Decimal getDecimal(int row, int precision, int scale) {
      return parse(row);
    }
  }

  private static final class Lists extends FeatureVector {
    private final FeatureColumn column;
    private final boolean ofSteps;
    private final FeatureVector elements;
    private int[] offsets;

    Lists(DataType type, FeatureColumn column, boolean ofSteps, FeatureVector elements) {
      super(type, ofSteps ? null : column);
      this.column = column;
      this.ofSteps = ofSteps;
      this.elements = elements;
      offsets = column.offsets();
    }

    @Override
    void show(byte[] bytes) {
      offsets = ofSteps ? column.stepOffsets() : column.offsets();
      elements.show(bytes);
    }

    @Override
    boolean fits(int from, int to) {
      return from == to || elements.fits(offsets[from], offsets[to]);
    }

    @Override
    public ColumnarArray getArray(int row) {
      return new ColumnarArray(elements, offsets[row], offsets[row + 1] - offsets[row]);
    }

    @Override
    public ColumnVector getChild(int ordinal) {
      return elements;
    }
  }
}
