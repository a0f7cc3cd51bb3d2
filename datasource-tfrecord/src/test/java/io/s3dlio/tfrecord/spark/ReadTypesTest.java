package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Schemas: inferred, given, refused; record types; streams. */
class ReadTypesTest {

  @TempDir private Path home;

  private String path(String name) {
    return home.resolve(name).toString();
  }

  private static List<String> json(Dataset<Row> rows) {
    return rows
        .selectExpr("to_json(struct(*), map('ignoreNullFields', 'false'))")
        .collectAsList()
        .stream()
        .map(row -> row.getString(0))
        .toList();
  }

  @Test
  void aSchemaHasEachColumnOnce() {
    SparkTest.spark().range(1).write().format("tfrecord").save(path("once"));
    assertThatThrownBy(
            () ->
                SparkTest.spark()
                    .read()
                    .format("tfrecord")
                    .schema("id bigint, id bigint")
                    .load(path("once")))
        .hasMessageContaining("TFRECORD_UNSUPPORTED_COLUMN")
        .hasMessageContaining("the schema has it twice");
  }

  @Test
  void everyTypeComesBackAsItWasWritten() {
    Dataset<Row> rows =
        SparkTest.spark()
            .range(0, 5, 1, 1)
            .selectExpr(
                "id as l",
                "cast(id as int) as i",
                "cast(id - 2 as short) as s",
                "cast(id - 2 as byte) as b",
                "id % 2 = 0 as flag",
                "cast(id / 3 as float) as f",
                "cast(id as double) / 4 as d",
                "cast(id * 1.25 - 2 as decimal(10, 3)) as dec",
                "cast(id * 1.25 as decimal(30, 3)) as wide",
                "date_add(date'1969-12-30', cast(id as int)) as day",
                "timestamp_micros(id * 1000003 - 2) as at",
                "cast('2026-01-31 12:00:00' as timestamp_ntz) as local",
                "if(id = 1, null, concat('ä', id)) as text",
                "unhex('00ff80') as raw",
                "if(id = 3, null, sequence(0, id)) as list",
                "array('a', concat('b', id)) as words",
                "array(cast(id as decimal(5, 1))) as decs",
                "array(cast(id as double)) as doubles");
    rows.write().format("tfrecord").save(path("types"));
    StructType schema = rows.schema();
    Dataset<Row> back =
        SparkTest.spark().read().format("tfrecord").schema(schema).load(path("types"));
    assertThat(json(back)).isEqualTo(json(rows));
    assertThat(back.where("day = date'1970-01-01'").count()).isEqualTo(1);
    assertThat(back.where("dec = 0.500 and wide > 1").select("text").head().getString(0))
        .isEqualTo("ä2");
    assertThat(back.where("list is null").select("l").head().getLong(0)).isEqualTo(3);
    assertThat(back.where("not flag").count()).isEqualTo(2);
  }

  @Test
  void sequencesAreArraysOfArrays() {
    Dataset<Row> rows =
        SparkTest.spark()
            .range(0, 3, 1, 1)
            .selectExpr(
                "id",
                "array(array(id), array(), array(id, id)) as steps",
                "array(array(concat('w', id))) as words");
    rows.write().format("tfrecord").option("recordType", "SequenceExample").save(path("seq"));
    Dataset<Row> back =
        SparkTest.spark()
            .read()
            .format("tfrecord")
            .option("recordType", "SequenceExample")
            .option("inferBytesAs", "auto")
            .load(path("seq"));
    assertThat(back.schema().toDDL())
        .isEqualTo("id BIGINT,steps ARRAY<ARRAY<BIGINT>>,words ARRAY<ARRAY<STRING>>");
    assertThat(json(back)).isEqualTo(json(rows));
    assertThatThrownBy(
            () ->
                SparkTest.spark()
                    .read()
                    .format("tfrecord")
                    .schema(back.schema())
                    .load(path("seq"))
                    .collectAsList())
        .hasMessageContaining("[TFRECORD_UNSUPPORTED_COLUMN]")
        .hasMessageContaining("SequenceExample");
  }

  @Test
  void byteArraysKeepTheirPartitionColumns() {
    SparkTest.spark()
        .range(0, 6, 1, 1)
        .selectExpr("cast(concat('x', id) as binary) as byteArray", "id % 2 as k")
        .write()
        .format("tfrecord")
        .option("recordType", "ByteArray")
        .partitionBy("k")
        .save(path("bytes"));
    Dataset<Row> back =
        SparkTest.spark()
            .read()
            .format("tfrecord")
            .option("recordType", "ByteArray")
            .load(path("bytes"));
    assertThat(back.schema().toDDL()).isEqualTo("byteArray BINARY,k INT");
    assertThat(back.groupBy("k").count().orderBy("k").collectAsList().toString())
        .isEqualTo("[[0,3], [1,3]]");
    assertThat(back.where("k = 1").selectExpr("max(cast(byteArray as string))").head().getString(0))
        .isEqualTo("x5");
  }

  @Test
  void schemasAreMergedOverFiles() throws IOException {
    SparkTest.spark().range(2).selectExpr("id as a").write().format("tfrecord").save(path("m/p=1"));
    SparkTest.spark()
        .range(2)
        .selectExpr("array(id, id) as a", "'t' as b")
        .write()
        .format("tfrecord")
        .save(path("m/p=2"));
    Files.createFile(home.resolve("m/p=1/a-first-and-empty.tfrecord"));
    var reader = SparkTest.spark().read().format("tfrecord");
    assertThat(reader.load(path("m")).schema().toDDL()).isEqualTo("a BIGINT,p INT");
    Dataset<Row> merged = reader.option("mergeSchema", "true").load(path("m"));
    assertThat(merged.schema().toDDL()).isEqualTo("a ARRAY<BIGINT>,b BINARY,p INT");
    assertThat(merged.selectExpr("sum(size(a))").head().getLong(0)).isEqualTo(6);
  }

  @Test
  void mistakesAreNamedBeforeAnythingRuns() throws IOException {
    SparkTest.spark().range(1).write().format("tfrecord").save(path("x"));
    var reader = SparkTest.spark().read().format("tfrecord");
    assertThatThrownBy(() -> SparkTest.spark().read().format("tfrecord").load(path("none")))
        .hasMessageContaining("[PATH_NOT_FOUND]");
    for (String missing : List.of(path("none"), path("none*"), path("x") + "," + path("none"))) {
      assertThatThrownBy(
              () ->
                  SparkTest.spark()
                      .read()
                      .format("tfrecord")
                      .schema("id long")
                      .load(missing.split(",")))
          .as("with a schema %s", missing)
          .isInstanceOf(AnalysisException.class)
          .hasMessageContaining("[PATH_NOT_FOUND]")
          .hasMessageContaining("/none");
    }
    assertThatThrownBy(() -> reader.schema("m map<string, int>").load(path("x")).collectAsList())
        .hasMessageContaining("[TFRECORD_UNSUPPORTED_COLUMN]")
        .hasMessageContaining("map<string,int>");
    assertThatThrownBy(
            () -> SparkTest.spark().read().format("tfrecord").option("mode", "x").load(path("x")))
        .hasMessageContaining("Legal is one of FAILFAST, PERMISSIVE, DROPMALFORMED");
    Files.createDirectories(home.resolve("empty"));
    assertThatThrownBy(() -> SparkTest.spark().read().format("tfrecord").load(path("empty")))
        .hasMessageContaining("[TFRECORD_UNABLE_TO_INFER_SCHEMA]");
    assertThat(reader.schema("id long").load(path("empty")).count()).isZero();
  }

  @Test
  void aStreamReadsEachFileOnce() throws Exception {
    String source = path("stream");
    StructType schema = new StructType().add("id", "long").add("k", "int");
    List<Long> counts = new java.util.ArrayList<>();
    for (int round = 0; round < 2; round++) {
      SparkTest.spark()
          .range(round * 10L, round * 10L + 10, 1, 1)
          .selectExpr("id", "id % 2 as k")
          .write()
          .format("tfrecord")
          .partitionBy("k")
          .mode("append")
          .save(source);
      StreamingQuery query =
          SparkTest.spark()
              .readStream()
              .format("tfrecord")
              .schema(schema)
              .option("maxFilesPerTrigger", 1)
              .load(source)
              .writeStream()
              .format("parquet")
              .option("checkpointLocation", path("checkpoint"))
              .option("path", path("sink"))
              .trigger(org.apache.spark.sql.streaming.Trigger.AvailableNow())
              .start();
      query.awaitTermination();
      Row row =
          SparkTest.spark()
              .read()
              .parquet(path("sink"))
              .selectExpr("count(*)", "sum(id)", "sum(k)")
              .head();
      counts.add(row.getLong(0));
      assertThat(row.getLong(1)).isEqualTo(round == 0 ? 45 : 190);
      assertThat(row.getLong(2)).isEqualTo(round == 0 ? 5 : 10);
    }
    assertThat(counts).containsExactly(10L, 20L);
  }
}
