package io.s3dlio.testing.battery;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/**
 * Examples in a column: {@code to_tf_example} and {@code from_tf_example}. A server of Connect
 * knows them by its extensions; in the driver one call makes them known.
 */
final class FunctionSteps {
  private static final String FIELDS =
      "'id bigint, image binary, name string, score float, tags array<bigint>'";

  private FunctionSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("from_tf_example decodes payloads in SQL", FunctionSteps::decode),
        Step.of("to_tf_example encodes as the writer does", FunctionSteps::encode),
        Step.of("both know SequenceExamples", FunctionSteps::sequences),
        Step.of("what cannot be decoded fails, or is null when PERMISSIVE", FunctionSteps::broken),
        Step.inDriver("the functions are columns in Java", FunctionSteps::columns));
  }

  private static void known(Bench bench) throws Exception {
    if (!Sessions.isRemote()) {
      Functions.register(bench.spark());
    }
  }

  private static Dataset<Row> payloads(Bench bench) throws Exception {
    known(bench);
    Path file = bench.file("a", Samples.examples(0, 20));
    return bench.tfrecord().option("recordType", "ByteArray").load(file + "");
  }

  private static void decode(Bench bench) throws Exception {
    Dataset<Row> decoded =
        payloads(bench).selectExpr("from_tf_example(byteArray, " + FIELDS + ") e").select("e.*");
    assertThat(bench.json(decoded))
        .isEqualTo(bench.json(bench.tfrecord().schema(Samples.SCHEMA).load(bench.path("a") + "")));
  }

  private static void encode(Bench bench) throws Exception {
    Dataset<Row> payloads = payloads(bench);
    Dataset<Row> encoded =
        bench
            .tfrecord()
            .schema(Samples.SCHEMA)
            .load(bench.path("a") + "")
            .selectExpr("to_tf_example(struct(*)) byteArray");
    assertThat(bench.json(encoded)).isEqualTo(bench.json(payloads));
  }

  private static void sequences(Bench bench) throws Exception {
    known(bench);
    String options = "map('recordType', 'SequenceExample')";
    Dataset<Row> rows =
        bench.sql(
            "SELECT from_tf_example(to_tf_example(struct(7L id, array(array(1L), array(2L, 3L)) l), "
                + options
                + "), 'id bigint, l array<array<bigint>>', "
                + options
                + ") e");
    assertThat(bench.json(rows)).containsExactly("{\"e\":{\"id\":7,\"l\":[[1],[2,3]]}}");
  }

  private static void broken(Bench bench) throws Exception {
    known(bench);
    String value = "from_tf_example(x, 'id bigint'";
    Dataset<Row> bytes = bench.sql("SELECT X'0A6301' x");
    bench
        .failure(() -> bytes.selectExpr(value + ") e").collectAsList())
        .hasMessageContaining("[TFRECORD_");
    assertThat(bench.json(bytes.selectExpr(value + ", map('mode', 'PERMISSIVE')) e")))
        .containsExactly("{}");
    assertThat(bench.json(bench.sql("SELECT cast(null as binary) x").selectExpr(value + ") e")))
        .containsExactly("{}");
  }

  private static void columns(Bench bench) throws Exception {
    Dataset<Row> rows =
        payloads(bench)
            .select(Functions.from(col("byteArray"), "id bigint").as("e"))
            .select(Functions.to(col("e")).as("x"), col("e.id"));
    assertThat((byte[]) rows.filter("id = 3").first().get(0))
        .isEqualTo(Wire.example(java.util.Map.of("id", Wire.int64s(3))));
  }
}
