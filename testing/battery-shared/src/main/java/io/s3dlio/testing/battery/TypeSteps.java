package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Spark's types through TFRecord and back. */
final class TypeSteps {
  private static final String EVERY_TYPE =
      """
      SELECT true b, 1Y y, 2S s, 3 i, 4L l, 1.5f f, 2.5d d, 12.345BD n, 'tüxt' t, X'00FF' x,
        DATE'2026-11-21' da, TIMESTAMP'2026-11-21 12:34:56.789012' ts,
        TIMESTAMP_NTZ'1969-12-31 23:59:59.999999' tn
      """;
  private static final String EVERY_LIST =
      """
      SELECT array(true, false) b, array(1, -2) i, array(3L) l, array(1.5f, float('nan')) f,
        array('a', '') t, array(X'', X'80') x, array(DATE'1969-01-01') da, array() AS e
      """;

  private TypeSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("every scalar type comes back as it was", TypeSteps::scalars),
        Step.of("every list type comes back as it was", TypeSteps::lists),
        Step.of("arrays of arrays make SequenceExamples", TypeSteps::nested),
        Step.of("null makes no feature", TypeSteps::nulls),
        Step.of("extreme values come back", TypeSteps::extremes),
        Step.of("text of a bytes column is binary, string or proved, as asked", TypeSteps::bytesAs),
        Step.of(
            "a type without a mapping is refused before anything is written", TypeSteps::refused),
        Step.of("a null inside a list names the column", TypeSteps::nullInList));
  }

  private static void roundTrip(Bench bench, Dataset<Row> rows, String recordType) {
    String set = bench.path("set").toString();
    rows.write().format("tfrecord").option("recordType", recordType).mode("overwrite").save(set);
    Dataset<Row> back =
        bench.tfrecord().option("recordType", recordType).schema(rows.schema()).load(set);
    assertThat(bench.sorted(back)).isEqualTo(bench.sorted(rows));
  }

  private static void scalars(Bench bench) {
    roundTrip(bench, bench.sql(EVERY_TYPE), "Example");
  }

  private static void lists(Bench bench) {
    roundTrip(bench, bench.sql(EVERY_LIST).drop("e"), "Example");
  }

  private static void nested(Bench bench) {
    Dataset<Row> rows =
        bench.sql(
            "SELECT 7L id, array(array(1L, 2L), array(3L)) a, array(array(1.5f)) f,"
                + " array(array('x', 'y'), array('z')) t, array(1, 2) flat");
    roundTrip(bench, rows, "SequenceExample");
  }

  private static void nulls(Bench bench) throws Exception {
    Path set = bench.path("set");
    Dataset<Row> rows =
        bench.sql("SELECT 1L id, cast(null as bigint) v, cast(null as array<float>) l").coalesce(1);
    rows.write().format("tfrecord").save(set + "");
    assertThat(Frames.payloads(Files.readAllBytes(set.resolve(Bench.dataFiles(set).get(0)))))
        .containsExactly(Wire.example(java.util.Map.of("id", Wire.int64s(1))));
    roundTrip(bench, rows, "Example");
  }

  private static void extremes(Bench bench) {
    roundTrip(
        bench,
        bench.sql(
            "SELECT -9223372036854775808L l, 9223372036854775807L h, float('-inf') f, float('nan')"
                + " n, -0.0f z, '' t, X'' x, repeat('ä', 100000) r"),
        "Example");
  }

  private static void bytesAs(Bench bench) throws Exception {
    Path file = bench.file("a", Samples.examples(0, 5));
    for (List<String> choice :
        List.of(
            List.of("binary", "image:binary,name:binary"),
            List.of("string", "image:string,name:string"),
            List.of("auto", "image:binary,name:string"))) {
      assertThat(
              bench
                  .tfrecord()
                  .option("inferBytesAs", choice.get(0))
                  .load(file + "")
                  .select("image", "name")
                  .schema()
                  .simpleString())
          .isEqualTo("struct<" + choice.get(1) + ">");
    }
  }

  private static void refused(Bench bench) throws Exception {
    for (String column :
        List.of("map('a', 1) AS m", "named_struct('a', 1) AS m", "array(map('a', 1)) AS m")) {
      Path set = bench.path("set");
      bench
          .failure(
              () -> {
                bench.sql("SELECT 1L id, " + column).write().format("tfrecord").save(set + "");
                return set;
              })
          .hasMessageContaining("`m`");
      assertThat(set).doesNotExist();
    }
  }

  private static void nullInList(Bench bench) {
    bench
        .failure(
            () -> {
              bench
                  .sql("SELECT array(1L, null) AS holes")
                  .write()
                  .format("tfrecord")
                  .save(bench.path("set") + "");
              return 0;
            })
        .hasMessageContaining("holes");
  }
}
