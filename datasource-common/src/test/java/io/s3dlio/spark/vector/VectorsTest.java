package io.s3dlio.spark.vector;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

final class VectorsTest {

  private static final boolean[] SECOND = {false, true, false};

  private static InternalRow row(int row, ColumnVector... columns) {
    return new ColumnarBatch(columns, 3).getRow(row).copy();
  }

  @Test
  void wholeNumbersServeEachTypeThatIsOne() {
    for (DataType type :
        List.of(
            DataTypes.BooleanType,
            DataTypes.ByteType,
            DataTypes.ShortType,
            DataTypes.IntegerType,
            DataTypes.LongType,
            DataTypes.DateType,
            DataTypes.TimestampType,
            DataTypes.TimestampNTZType,
            DataTypes.createDayTimeIntervalType(),
            DataTypes.createYearMonthIntervalType())) {
      LongsVector vector = new LongsVector(type);
      vector.set(new long[] {1, 9, 0}, SECOND, 3);
      assertThat(row(0, vector).get(0, type).toString()).isIn("1", "true");
      assertThat(row(1, vector).isNullAt(0)).isTrue();
      assertThat(row(2, vector).get(0, type).toString()).isIn("0", "false");
      assertThat(vector.numNulls()).isEqualTo(1);
    }
    LongsVector vector = new LongsVector(DataTypes.LongType);
    vector.set(new long[] {Long.MIN_VALUE, -1, Long.MAX_VALUE}, new boolean[3], 3);
    assertThat(vector.hasNull()).isFalse();
    assertThat(vector.getLongs(1, 2)).containsExactly(-1, Long.MAX_VALUE);
  }

  @Test
  void fractionsServeBothTypes() {
    FloatsVector floats = new FloatsVector(DataTypes.DoubleType);
    floats.set(new float[] {1.5f, 0, Float.NaN}, SECOND, 3);
    assertThat(row(0, floats).getDouble(0)).isEqualTo(1.5);
    assertThat(row(1, floats).isNullAt(0)).isTrue();
    assertThat(row(2, floats).getDouble(0)).isNaN();
    FloatsVector singles = new FloatsVector(DataTypes.FloatType);
    singles.set(new float[] {0.1f}, null, 1);
    assertThat(singles.getFloat(0)).isEqualTo(0.1f);
    DoublesVector doubles = new DoublesVector(DataTypes.DoubleType);
    doubles.set(new double[] {0.1, 0.2, 0.3}, null, 3);
    assertThat(doubles.getDoubles(1, 2)).containsExactly(0.2, 0.3);
    assertThat(row(2, doubles).getDouble(0)).isEqualTo(0.3);
  }

  @Test
  void stringsAreViewsAndBinaryIsCopiedOnce() {
    byte[] bytes = "abcdef".getBytes(UTF_8);
    BytesVector vector = new BytesVector(DataTypes.StringType);
    vector.set(bytes, new int[] {1, 0, 6}, new int[] {3, 0, 0}, SECOND, 3);
    UTF8String view = Objects.requireNonNull(vector.getUTF8String(0));
    assertThat(view).hasToString("bcd");
    assertThat(view.getBaseObject()).isSameAs(bytes);
    assertThat(vector.getUTF8String(1)).isNull();
    assertThat(vector.getBinary(1)).isNull();
    assertThat(vector.getUTF8String(2)).hasToString("");
    byte[] copy = vector.getBinary(0);
    bytes[1] = 'x';
    assertThat(copy).isEqualTo("bcd".getBytes(UTF_8));
    assertThat(vector.getUTF8String(0)).hasToString("xcd");
  }

  @Test
  void listsNest() {
    LongsVector values = new LongsVector(DataTypes.IntegerType);
    values.set(new long[] {1, 2, 3, 4}, null, 4);
    ArrayType inner = DataTypes.createArrayType(DataTypes.IntegerType);
    ListVector steps = new ListVector(inner, values);
    steps.set(new int[] {0, 2, 2, 4}, null, 3);
    ListVector lists = new ListVector(DataTypes.createArrayType(inner), steps);
    lists.set(new int[] {0, 2, 2, 3}, SECOND, 3);
    ArrayData first = row(0, lists).getArray(0);
    assertThat(first.numElements()).isEqualTo(2);
    assertThat(first.getArray(0).toIntArray()).containsExactly(1, 2);
    assertThat(first.getArray(1).toIntArray()).isEmpty();
    assertThat(lists.isNullAt(1)).isTrue();
    assertThat(row(2, lists).getArray(0).getArray(0).toIntArray()).containsExactly(3, 4);
  }

  @Test
  void structsAndConstants() {
    StructType type = new StructType().add("a", DataTypes.LongType).add("b", DataTypes.StringType);
    ConstantVector name = new ConstantVector(DataTypes.StringType, UTF8String.fromString("n"));
    LongsVector numbers = new LongsVector(DataTypes.LongType);
    numbers.set(new long[] {7, 8, 9}, null, 3);
    InternalRow struct = row(2, new StructVector(type, List.of(numbers, name))).getStruct(0, 2);
    assertThat(struct.getLong(0)).isEqualTo(9);
    assertThat(struct.getString(1)).isEqualTo("n");
    assertThatThrownBy(() -> new StructVector(type, List.of(name)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void constantsOfEachType() {
    Decimal decimal = Decimal.apply(new BigDecimal("1.25"), 5, 2);
    assertConstant(DataTypes.createDecimalType(5, 2), decimal);
    assertConstant(DataTypes.BooleanType, true);
    assertConstant(DataTypes.ByteType, (byte) -1);
    assertConstant(DataTypes.ShortType, (short) -2);
    assertConstant(DataTypes.IntegerType, -3);
    assertConstant(DataTypes.DateType, 4);
    assertConstant(DataTypes.LongType, Long.MIN_VALUE);
    assertConstant(DataTypes.FloatType, 0.1f);
    assertConstant(DataTypes.DoubleType, Double.NEGATIVE_INFINITY);
    assertConstant(DataTypes.BinaryType, new byte[] {1});
    for (DataType type : List.of(DataTypes.NullType, DataTypes.StringType, DataTypes.LongType)) {
      ConstantVector none = new ConstantVector(type, null);
      assertThat(none.isNullAt(2)).isTrue();
      assertThat(row(2, none).isNullAt(0)).isTrue();
    }
  }

  private static void assertConstant(DataType type, Object value) {
    assertThat(row(1, new ConstantVector(type, value)).get(0, type)).isEqualTo(value);
  }

  @Test
  void objectsAreHandedOut() {
    Decimal decimal = Decimal.apply(new BigDecimal("1.25"), 5, 2);
    ObjectsVector vector = new ObjectsVector(DataTypes.createDecimalType(5, 2));
    vector.set(new Object[] {decimal, null, decimal}, 3);
    assertThat(row(0, vector).getDecimal(0, 5, 2)).isEqualTo(decimal);
    assertThat(row(1, vector).isNullAt(0)).isTrue();
    assertThatThrownBy(() -> vector.getArray(0))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("decimal(5,2)");
  }

  @Test
  void moreRowsThanValuesAreRefused() {
    LongsVector vector = new LongsVector(DataTypes.LongType);
    assertThatThrownBy(() -> vector.set(new long[2], null, 3))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
