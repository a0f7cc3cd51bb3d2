package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a user sees who reads what was written. */
class ReadTest {

  private static final long ROWS = 10_000;

  @TempDir static Path home;
  private static String indexed;
  private static String plain;

  @BeforeAll
  static void write() {
    indexed = home.resolve("indexed").toString();
    plain = home.resolve("plain").toString();
    Dataset<Row> rows =
        SparkTest.spark()
            .range(0, ROWS, 1, 2)
            .selectExpr(
                "id",
                "cast(id as float) / 2 as half",
                "concat('name ', id) as name",
                "cast(id as binary) as raw",
                "array(id, id + 1) as pair",
                "id % 3 as kind");
    rows.write().format("tfrecord").mode(SaveMode.Overwrite).save(indexed);
    rows.write().format("tfrecord").option("writeIndex", "none").save(plain);
  }

  private static Dataset<Row> read(String path) {
    return SparkTest.spark().read().format("tfrecord").load(path);
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  @Test
  void theSchemaIsInferredInTheOrderOfNames() {
    assertThat(read(indexed).schema().toDDL())
        .isEqualTo("half FLOAT,id BIGINT,kind BIGINT,name BINARY,pair ARRAY<BIGINT>,raw BINARY");
    assertThat(
            SparkTest.spark()
                .read()
                .format("tfrecords")
                .option("inferBytesAs", "auto")
                .load(plain)
                .schema()
                .apply("name")
                .dataType()
                .simpleString())
        .isEqualTo("string");
  }

  @Test
  void everyValueComesBack() {
    for (String path : List.of(indexed, plain)) {
      Row row =
          read(path)
              .selectExpr(
                  "count(distinct id)",
                  "sum(id)",
                  "sum(half)",
                  "count(distinct name)",
                  "sum(pair[1])",
                  "min(cast(name as string))")
              .head();
      assertThat(row.getLong(0)).isEqualTo(ROWS);
      assertThat(row.getLong(1)).isEqualTo(ROWS * (ROWS - 1) / 2);
      assertThat(row.getDouble(2)).isEqualTo(ROWS * (ROWS - 1) / 4.0);
      assertThat(row.getLong(3)).isEqualTo(ROWS);
      assertThat(row.getLong(4)).isEqualTo(ROWS * (ROWS - 1) / 2 + ROWS);
      assertThat(row.getString(5)).isEqualTo("name 0");
    }
  }

  @Test
  void columnsAndFiltersReachTheReader() {
    Dataset<Row> rows = read(plain).where("kind = 1 and id < 100").select("half");
    assertThat(plan(rows))
        .contains("ReadSchema: struct<half:float,id:bigint,kind:bigint>")
        .contains("kind = 1")
        .contains("id < 100");
    assertThat(rows.count()).isEqualTo(33);
  }

  @Test
  void rowsTellTheirFileAsThoseOfSparksOwnSourcesDo(@TempDir Path folder) {
    String path = folder.resolve("a b").toString();
    SparkTest.spark()
        .range(0, 30, 1, 2)
        .selectExpr("id", "concat('ä=', id % 3) as k")
        .write()
        .format("tfrecord")
        .partitionBy("k")
        .save(path);
    String place =
        "input_file_name()||' '||input_file_block_start()||' '||input_file_block_length()";
    List<Row> theirs =
        SparkTest.spark().read().format("binaryFile").load(path).selectExpr(place).collectAsList();
    assertThat(read(path).selectExpr(place).distinct().collectAsList())
        .hasSize(6)
        .containsExactlyInAnyOrderElementsOf(theirs);
  }
}
