package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class VectorsTest {

  private static final StructType STRUCT =
      new StructType().add("n", DataTypes.LongType).add("s", DataTypes.StringType);

  @Test
  void constantsAreTheSameInEveryRow() {
    InternalRow row =
        row(
            1000,
            new ConstantVector(DataTypes.IntegerType, 7),
            new ConstantVector(DataTypes.StringType, UTF8String.fromString("x")),
            new ConstantVector(DataTypes.BooleanType, true),
            new ConstantVector(DataTypes.DoubleType, 1.5),
            new ConstantVector(DataTypes.createDecimalType(4, 2), Decimal.apply("12.25")),
            new ConstantVector(DataTypes.DateType, 3),
            new ConstantVector(DataTypes.LongType, null));
    assertThat(row.getInt(0)).isEqualTo(7);
    assertThat(row.getUTF8String(1)).hasToString("x");
    assertThat(row.getBoolean(2)).isTrue();
    assertThat(row.getDouble(3)).isEqualTo(1.5);
    assertThat(row.getDecimal(4, 4, 2)).hasToString("12.25");
    assertThat(row.get(5, DataTypes.DateType)).isEqualTo(3);
    assertThat(row.isNullAt(6)).isTrue();
  }

  @Test
  void structsAreColumnsSideBySide() {
    LongVector numbers = new LongVector();
    numbers.values(3)[2] = 42;
    InternalRow row =
        row(2, new StructVector(STRUCT, numbers, new ConstantVector(DataTypes.StringType, null)));
    assertThat(row.getStruct(0, 2).getLong(0)).isEqualTo(42);
    assertThat(row.getStruct(0, 2).isNullAt(1)).isTrue();
    assertThatThrownBy(() -> new StructVector(STRUCT, numbers))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void whatATypeHasNotIsRefused() {
    assertThatThrownBy(() -> row(0, new LongVector()).getDouble(0))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("bigint");
  }

  private static InternalRow row(int number, ColumnVector... columns) {
    ColumnarBatch batch = new ColumnarBatch(columns);
    batch.setNumRows(number + 1);
    return batch.getRow(number);
  }
}
