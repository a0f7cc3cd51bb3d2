package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static io.s3dlio.tfrecord.spark.TfRecordFunctions.from_tf_example;
import static io.s3dlio.tfrecord.spark.TfRecordFunctions.to_tf_example;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code from_tf_example} and {@code to_tf_example} in Java and in SQL. */
class TfRecordFunctionsTest {

  /** Every type that has a place, with a value of it in SQL. */
  private static final Map<String, String> VALUES =
      Map.ofEntries(
          Map.entry("boolean", "true"),
          Map.entry("tinyint", "-1Y"),
          Map.entry("smallint", "-2S"),
          Map.entry("int", "3"),
          Map.entry("bigint", "-4L"),
          Map.entry("float", "1.5F"),
          Map.entry("double", "2.5D"),
          Map.entry("decimal(10,2)", "-12.50BD"),
          Map.entry("string", "'grüße'"),
          Map.entry("binary", "X'00FF'"),
          Map.entry("date", "DATE'2024-02-29'"),
          Map.entry("timestamp", "TIMESTAMP'2024-02-29 01:02:03.456789'"),
          Map.entry("timestamp_ntz", "TIMESTAMP_NTZ'1969-02-28 01:02:03.456789'"),
          Map.entry("array<bigint>", "array(1L, 2L)"),
          Map.entry("array<double>", "array(1.5D)"),
          Map.entry("array<string>", "array('a', '')"),
          Map.entry("array<binary>", "array(X'01')"),
          Map.entry("array<boolean>", "cast(array() as array<boolean>)"),
          Map.entry("array<decimal(5,1)>", "array(1.5BD, -2.5BD)"),
          Map.entry("array<date>", "array(DATE'1960-01-01')"));

  @TempDir Path temporary;

  @BeforeAll
  static void register() {
    TfRecordFunctions.register(spark());
    TfRecordFunctions.register(spark());
  }

  private static Row first(String sql) {
    return spark().sql(sql).first();
  }

  @Test
  void everyTypeComesBackAsItWent() {
    VALUES.forEach(
        (type, value) ->
            assertThat(
                    first(
                            "select v is not distinct from"
                                + " from_tf_example(to_tf_example(struct(v)), 'v "
                                + type
                                + "').v, from_tf_example(to_tf_example(struct(v)), 'v "
                                + type
                                + "').v from (select cast("
                                + value
                                + " as "
                                + type
                                + ") v)")
                        .getBoolean(0))
                .as(type)
                .isTrue());
  }

  @Test
  void aNullIsAnAbsentFeatureAndTheOtherWayRound() {
    String types =
        String.join(", ", VALUES.keySet().stream().map(t -> "cast(null as " + t + ")").toList());
    Row row = first("select to_tf_example(struct(" + types + "))");
    assertThat(row.<byte[]>getAs(0)).as("features without any").containsExactly(10, 0);
    assertThat(first("select from_tf_example(X'0A00', 'a int, b array<string>')").getStruct(0))
        .isEqualTo(RowFactory.create(null, null));
    assertThat(first("select from_tf_example(cast(null as binary), 'a int') is null").getBoolean(0))
        .isTrue();
    assertThat(first("select to_tf_example(if(1 = 1, null, struct(1 a))) is null").getBoolean(0))
        .isTrue();
  }

  @Test
  void columnsInJavaDoTheSame() {
    Dataset<Row> rows = spark().range(0, 1000, 1, 2).selectExpr("id", "array(id, id + 1) two");
    Dataset<Row> there = rows.select(to_tf_example(struct(col("id"), col("two"))).as("value"));
    StructType schema = StructType.fromDDL("two array<bigint>, id bigint");
    for (Dataset<Row> back :
        List.of(
            there.select(from_tf_example(col("value"), "two array<bigint>, id bigint").as("v")),
            there.select(from_tf_example(col("value"), schema).as("v")))) {
      assertThat(back.schema().fields()[0].dataType()).isEqualTo(schema);
      assertThat(back.selectExpr("sum(v.id)", "sum(v.two[1])").first())
          .isEqualTo(RowFactory.create(499_500L, 500_500L));
    }
  }

  @Test
  void sequenceExamplesHaveListsOfLists() {
    Row row =
        first(
            "select from_tf_example(to_tf_example(struct(1 c, array(array('a'), array()) s),"
                + " map('recordType', 'SequenceExample')), 'c int, s array<array<string>>',"
                + " map('RECORDTYPE', 'sequenceexample')) v");
    assertThat(row.getStruct(0).getInt(0)).isEqualTo(1);
    assertThat(row.getStruct(0).get(1).toString()).contains("a");
    assertThat(row.getStruct(0).getList(1)).hasSize(2);
    Dataset<Row> rows = spark().sql("select struct(array(array(1.5F)) s) v");
    Map<String, String> options = Map.of("recordType", "SequenceExample");
    Dataset<Row> back =
        rows.select(
            from_tf_example(to_tf_example(col("v"), options), "s array<array<float>>", options)
                .as("w"));
    assertThat(back.selectExpr("w.s[0][0]").first().getFloat(0)).isEqualTo(1.5f);
  }

  @Test
  void whatIsWrittenIsWhatTheSourceWrites() throws Exception {
    Dataset<Row> rows = spark().range(0, 5, 1, 1).selectExpr("id", "string(id) s");
    rows.write().format(TfRecordFileFormat.class.getName()).save(uri("out"));
    List<Row> payloads = rows.selectExpr("to_tf_example(struct(*))").collectAsList();
    assertThat(payloads)
        .map(row -> row.<byte[]>getAs(0))
        .containsExactlyElementsOf(WrittenFiles.payloads(temporary.resolve("out")));
  }

  private String uri(String name) {
    return temporary.resolve(name).toUri().toString();
  }

  @Test
  void rowsThatAreKeptAreNotOverwrittenByLaterOnes() {
    Row row =
        spark()
            .range(0, 100, 1, 1)
            .selectExpr(
                "from_tf_example(to_tf_example(struct(id, array(id) a, string(id) s)),"
                    + " 'id bigint, a array<bigint>, s string') v")
            .selectExpr("collect_list(v) l")
            .selectExpr("sum(aggregate(l, 0L, (n, v) -> n + v.id + v.a[0] + bigint(v.s)))")
            .first();
    assertThat(row.getLong(0)).isEqualTo(3 * 4950);
  }

  @Test
  void whatCannotBeDecodedIsAnErrorOrNull() {
    String value = "to_tf_example(struct(1 a))";
    assertThatThrownBy(() -> first("select from_tf_example(X'0AFF', 'a int')"))
        .hasStackTraceContaining("[TFRECORD_VALUE_UNDECODABLE]");
    assertThatThrownBy(() -> first("select from_tf_example(" + value + ", 'a string')"))
        .hasStackTraceContaining("feature \"a\" is int64_list, asked for is bytes_list");
    assertThatThrownBy(
            () -> first("select from_tf_example(to_tf_example(struct(300 a)), 'a tinyint')"))
        .hasStackTraceContaining("feature \"a\" has a value that no TINYINT holds");
    assertThat(
            first("select from_tf_example(X'0AFF', 'a int', map('mode', 'PERMISSIVE')) is null")
                .getBoolean(0))
        .isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "from_tf_example(X'00')|it has 1 arguments",
        "from_tf_example('text', 'a int')|argument 1 is STRING, not binary",
        "from_tf_example(X'00', 'a whatever')|is no schema",
        "from_tf_example(X'00', string(id))|argument 2 is not a schema, a constant",
        "from_tf_example(X'00', 'a int', 'x')|argument 3 is not a map of strings",
        "from_tf_example(X'00', 'a int', map('mode', 1))|argument 3 is not a map of strings",
        "from_tf_example(X'00', 'a int', map('mode', string(null)))|argument 3 is not a map of strings",
        "from_tf_example(X'00', 'a int, b int, a int')|two fields are called a",
        "from_tf_example(X'00', 'int')|is no struct",
        "from_tf_example(X'00', 'a int', map('recordType', 'ByteArray'))|a ByteArray has no",
        "from_tf_example(X'00', 'a int', map('mode', 'x'))|Legal is one of",
        "from_tf_example(X'00', 'a map<int,int>')|TFRECORD_UNSUPPORTED_TYPE",
        "to_tf_example(1)|argument 1 is INT, not a struct",
        "to_tf_example(struct(map(1, 2) m))|TFRECORD_UNSUPPORTED_TYPE",
        "to_tf_example(struct(array(array(1)) a))|TFRECORD_NESTED_ARRAY"
      })
  void wrongCallsFailInTheAnalysis(String call, String message) {
    assertThatThrownBy(() -> spark().sql("select " + call + " from range(1)"))
        .hasMessageContaining(message)
        .message()
        .as("said once")
        .doesNotContainPattern("cannot be called so(.|\\s)*cannot be called so");
  }

  @Test
  void schemasComeInEveryFormThatSparkHas() {
    for (String schema :
        List.of(
            "'a int'",
            "'struct<a: int>'",
            "'{\"type\":\"struct\",\"fields\":[{\"name\":\"a\",\"type\":\"integer\","
                + "\"nullable\":true,\"metadata\":{}}]}'",
            "schema_of_json('{\"a\": 1}')")) {
      Row row =
          first("select from_tf_example(to_tf_example(struct(7 a)), " + schema + ", map()).a");
      assertThat(((Number) row.get(0)).intValue()).as(schema).isEqualTo(7);
    }
  }

  @Test
  void plansNameTheFunctions() {
    Dataset<Row> there = spark().range(1).selectExpr("to_tf_example(struct(id)) value");
    assertThat(there.queryExecution().analyzed().toString()).contains("to_tf_example");
    assertThat(
            there
                .selectExpr("from_tf_example(value, 'id bigint').id")
                .queryExecution()
                .analyzed()
                .toString())
        .contains("from_tf_example");
  }

  @Test
  void anExtensionBringsThemIntoEverySession() {
    assertThat(spark().newSession().sql("select to_tf_example(struct(1 a))").schema().fields()[0])
        .extracting(field -> field.dataType())
        .isEqualTo(DataTypes.BinaryType);
  }
}
