package io.s3dlio.tfrecord.spark.row;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.spark.SourceException;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureColumn;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.catalyst.util.GenericArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Rows become the features that {@link TypeMapping} promises, whatever kind of row they are. */
class RowEncoderTest {

  /** The values of the only feature, in words; from plain rows and from Spark's unsafe ones. */
  private static List<String> encoded(String type, Object value) {
    StructType schema = StructType.fromDDL("c " + type);
    InternalRow row = new GenericInternalRow(new Object[] {value});
    byte[] payload = encode(schema, row);
    assertThat(encode(schema, UnsafeProjection.create(schema).apply(row)))
        .as("the same bytes from an unsafe row")
        .isEqualTo(payload);
    return decoded(DataType.fromDDL(type), payload);
  }

  private static RecordType recordType(DataType type) {
    return type.simpleString().startsWith("array<array<")
        ? RecordType.SEQUENCE_EXAMPLE
        : RecordType.EXAMPLE;
  }

  private static byte[] encode(StructType schema, InternalRow row) {
    RowEncoder encoder = RowEncoder.of(schema, recordType(schema.fields()[0].dataType()));
    encoder.encode(row);
    return Arrays.copyOfRange(encoder.array(), encoder.start(), encoder.start() + encoder.length());
  }

  private static List<String> decoded(DataType type, byte[] payload) {
    TypeMapping.FeatureType feature = TypeMapping.of(type).orElseThrow();
    ExampleDecoder decoder =
        new ExampleDecoder(
            recordType(type), List.of(new FeatureSpec("c", feature.kind(), feature.depth())));
    assertThat(decoder.decode(payload, 0, payload.length)).isZero();
    FeatureColumn column = decoder.column(0);
    if (column.isNull(0)) {
      return List.of("absent");
    }
    int values =
        switch (feature.depth()) {
          case SCALAR -> 1;
          case LIST -> column.offsets()[1];
          case LIST_OF_LISTS -> column.stepOffsets()[column.offsets()[1]];
        };
    List<String> words = new ArrayList<>();
    for (int i = 0; i < values; i++) {
      words.add(
          switch (feature.kind()) {
            case INT64 -> "int64 " + column.longs()[i];
            case FLOAT -> "float " + column.floats()[i];
            case BYTES ->
                "bytes "
                    + new String(
                        payload, column.starts()[i], column.lengths()[i], StandardCharsets.UTF_8);
          });
    }
    return words;
  }

  private static GenericArrayData list(Object... values) {
    return new GenericArrayData(values);
  }

  private static Object string(String text) {
    return UTF8String.fromString(text);
  }

  @Test
  void numbersOfAllWidthsBecomeInt64() {
    assertThat(encoded("boolean", true)).containsExactly("int64 1");
    assertThat(encoded("tinyint", (byte) -3)).containsExactly("int64 -3");
    assertThat(encoded("smallint", (short) 300)).containsExactly("int64 300");
    assertThat(encoded("int", Integer.MIN_VALUE)).containsExactly("int64 -2147483648");
    assertThat(encoded("bigint", Long.MIN_VALUE)).containsExactly("int64 -9223372036854775808");
  }

  @Test
  void timesBecomeDaysMonthsOrMicroseconds() {
    assertThat(encoded("date", 19_000)).containsExactly("int64 19000");
    assertThat(encoded("timestamp", 1_700_000_000_123_456L))
        .containsExactly("int64 1700000000123456");
    assertThat(encoded("timestamp_ntz", -1L)).containsExactly("int64 -1");
    assertThat(encoded("interval year to month", 14)).containsExactly("int64 14");
    assertThat(encoded("interval day to second", 5_000_000L)).containsExactly("int64 5000000");
  }

  @Test
  void floatsStayAndDoublesBecomeTheNearest() {
    assertThat(encoded("float", 1.5f)).containsExactly("float 1.5");
    assertThat(encoded("float", Float.NaN)).containsExactly("float NaN");
    assertThat(encoded("double", 0.1)).containsExactly("float 0.1");
    assertThat(encoded("double", 1e300)).containsExactly("float Infinity");
  }

  @Test
  void textBinaryAndDecimalBecomeBytes() {
    assertThat(encoded("string", string("grüße"))).containsExactly("bytes grüße");
    assertThat(encoded("string", string(""))).containsExactly("bytes ");
    assertThat(encoded("binary", new byte[] {'a', 'b'})).containsExactly("bytes ab");
    assertThat(encoded("decimal(10,2)", decimal("-12.5", 10, 2))).containsExactly("bytes -12.50");
    assertThat(encoded("decimal(38,20)", decimal("0.00000000000000000001", 38, 20)))
        .containsExactly("bytes 0.00000000000000000001");
  }

  private static Decimal decimal(String text, int precision, int scale) {
    return Decimal.apply(new BigDecimal(text), precision, scale);
  }

  @Test
  void arraysBecomeListsOfEveryKind() {
    assertThat(encoded("array<bigint>", list(1L, -2L))).containsExactly("int64 1", "int64 -2");
    assertThat(encoded("array<int>", list(3))).containsExactly("int64 3");
    assertThat(encoded("array<smallint>", list((short) 4))).containsExactly("int64 4");
    assertThat(encoded("array<tinyint>", list((byte) 5))).containsExactly("int64 5");
    assertThat(encoded("array<boolean>", list(true, false))).containsExactly("int64 1", "int64 0");
    assertThat(encoded("array<float>", list(1f, 2f))).containsExactly("float 1.0", "float 2.0");
    assertThat(encoded("array<double>", list(2.5))).containsExactly("float 2.5");
    assertThat(encoded("array<string>", list(string("a"), string(""), string("ccc"))))
        .containsExactly("bytes a", "bytes ", "bytes ccc");
    assertThat(encoded("array<binary>", list(new byte[] {'x'}, new byte[] {'y', 'z'})))
        .containsExactly("bytes x", "bytes yz");
    assertThat(encoded("array<decimal(3,1)>", list(decimal("1.5", 3, 1), decimal("20", 3, 1))))
        .containsExactly("bytes 1.5", "bytes 20.0");
  }

  @Test
  void anEmptyArrayIsThereAndANullIsNot() {
    assertThat(encoded("array<bigint>", list())).isEmpty();
    assertThat(decoded(DataType.fromDDL("bigint"), encodeNull("bigint"))).containsExactly("absent");
    assertThat(decoded(DataType.fromDDL("array<string>"), encodeNull("array<string>")))
        .containsExactly("absent");
    assertThat(encodeNull("bigint")).as("features without any").containsExactly(10, 0);
  }

  private static byte[] encodeNull(String type) {
    return encode(StructType.fromDDL("c " + type), new GenericInternalRow(new Object[1]));
  }

  @Test
  void arraysOfArraysBecomeFeatureLists() {
    assertThat(encoded("array<array<bigint>>", list(list(1L, 2L), list(), list(3L))))
        .containsExactly("int64 1", "int64 2", "int64 3");
    assertThat(encoded("array<array<float>>", list(list(1f)))).containsExactly("float 1.0");
    assertThat(encoded("array<array<string>>", list(list(string("a")), list(string("b")))))
        .containsExactly("bytes a", "bytes b");
    assertThat(encoded("array<array<int>>", list())).isEmpty();
  }

  @Test
  void longArraysAndStringsMakeTheBuffersGrow() {
    Object[] numbers = new Object[10_000];
    Arrays.setAll(numbers, i -> (long) i * i);
    assertThat(encoded("array<bigint>", list(numbers))).hasSize(10_000).endsWith("int64 99980001");
    Object[] texts = new Object[1000];
    Arrays.setAll(texts, i -> string("x".repeat(i)));
    assertThat(encoded("array<string>", list(texts)))
        .hasSize(1000)
        .endsWith("bytes " + "x".repeat(999));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "map<int,int>|TFRECORD_UNSUPPORTED_TYPE",
        "struct<a:int>|TFRECORD_UNSUPPORTED_TYPE",
        "array<array<array<int>>>|TFRECORD_UNSUPPORTED_TYPE",
        "array<struct<a:int>>|TFRECORD_UNSUPPORTED_TYPE",
        "void|TFRECORD_UNSUPPORTED_TYPE",
        "array<array<int>>|TFRECORD_NESTED_ARRAY"
      })
  void whatHasNoPlaceIsRefusedWithTheColumnsNameAndACure(String type, String error) {
    assertThatThrownBy(
            () -> RowEncoder.of(StructType.fromDDL("fine int, c " + type), RecordType.EXAMPLE))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("[" + error + "] The column `c` has the type ")
        .hasMessageContaining("SQLSTATE: 0A000");
  }

  @ParameterizedTest
  @ValueSource(strings = {"array<int>", "array<float>", "array<string>", "array<array<int>>"})
  void aNullInAnArrayIsAnErrorThatNamesTheColumn(String type) {
    assertThatThrownBy(() -> encoded(type, new GenericArrayData(new Object[1])))
        .isInstanceOf(SourceException.class)
        .hasMessageContaining("[TFRECORD_NULL_IN_ARRAY] The column `c` has a null inside");
  }

  @Test
  void rawRecordsAreTheBytesOfTheOnlyColumn() {
    for (String type : List.of("binary", "string")) {
      RowEncoder encoder = RowEncoder.of(StructType.fromDDL("x " + type), RecordType.BYTE_ARRAY);
      StructType schema = StructType.fromDDL("x binary");
      byte[] bytes = {0, -1, 'x'};
      InternalRow row = new GenericInternalRow(new Object[] {bytes});
      encoder.encode(UnsafeProjection.create(schema).apply(row));
      assertThat(
              Arrays.copyOfRange(
                  encoder.array(), encoder.start(), encoder.start() + encoder.length()))
          .isEqualTo(bytes);
      assertThatThrownBy(() -> encoder.encode(new GenericInternalRow(new Object[1])))
          .hasMessageContaining("[TFRECORD_NULL_RECORD] The column `x` is null");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a binary, b binary", "a int", "a array<binary>"})
  void rawRecordsNeedExactlyOneColumnOfBytes(String schema) {
    assertThatThrownBy(() -> RowEncoder.of(StructType.fromDDL(schema), RecordType.BYTE_ARRAY))
        .isInstanceOf(SourceException.class)
        .hasMessageStartingWith("[TFRECORD_BYTE_ARRAY_SCHEMA]");
  }
}
