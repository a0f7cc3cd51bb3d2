package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables of Spark 3.5's catalog, which Spark reads by the {@code FileFormat}. */
class V1ReadTest {

  @TempDir Path home;

  /** Ten records, {@code s} a number in the first five and text in the others. */
  @BeforeEach
  void write() {
    for (String s : List.of("id", "string(id)")) {
      spark()
          .range(s.equals("id") ? 0 : 5, s.equals("id") ? 5 : 10, 1, 1)
          .selectExpr("id", s + " s")
          .write()
          .format("tfrecord")
          .mode(SaveMode.Append)
          .save(home.resolve("data").toString());
    }
  }

  @AfterEach
  void drop() {
    spark().sql("drop table if exists t");
  }

  private void table(String columns, String options) {
    spark()
        .sql(
            "create table t (%s) using tfrecord options (%s) location '%s'"
                .formatted(columns, options, home.resolve("data").toUri()));
  }

  private static List<Object> column(String query) {
    return spark().sql(query).collectAsList().stream().map(row -> row.get(0)).sorted().toList();
  }

  private static List<Object> range(long from, long to) {
    return LongStream.range(from, to).mapToObj(i -> (Object) i).toList();
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  @Test
  void whatAFilterLeavesOutIsNotDecoded() {
    table("id bigint, s bigint", "mode 'FAILFAST'");
    assertThatThrownBy(() -> column("select s from t"))
        .hasStackTraceContaining("[TFRECORD_UNDECODABLE]");
    assertThat(plan(spark().sql("select s from t where id < 5"))).contains("FileScan tfrecord");
    assertThat(column("select s from t where id < 5")).isEqualTo(range(0, 5));
    assertThat(column("select s from t where id < 8 and id in (2, 4, 9)"))
        .isEqualTo(List.of(2L, 4L));
  }

  @Test
  void damagedRecordsAreFoundWhateverIsAskedFor() {
    table("id bigint, s bigint, _corrupt_record string", "mode 'PERMISSIVE'");
    assertThat(plan(spark().sql("select _corrupt_record from t"))).contains("FileScan tfrecord");
    assertThat(column("select id from t where _corrupt_record is null")).isEqualTo(range(0, 5));
    assertThat(column("select _corrupt_record from t where _corrupt_record is not null"))
        .hasSize(5)
        .allMatch(text -> text.toString().contains("s"));
    assertThat(column("select coalesce(s, -1) from t").subList(0, 6))
        .isEqualTo(List.of(-1L, -1L, -1L, -1L, -1L, 0L));
  }

  @Test
  void bucketsArePrunedAndJoinedWithoutAnExchange() {
    spark()
        .range(0, 1000, 1, 2)
        .selectExpr("id", "id % 7 r")
        .write()
        .format("tfrecord")
        .bucketBy(4, "id")
        .sortBy("id")
        .saveAsTable("t");
    assertThat(column("select id from t")).isEqualTo(range(0, 1000));
    spark().conf().set("spark.sql.sources.bucketing.autoBucketedScan.enabled", "false");
    try {
      assertThat(plan(spark().sql("select * from t where id = 77")))
          .contains("SelectedBucketsCount: 1 out of 4");
      assertThat(column("select r from t where id = 77")).isEqualTo(List.of(0L));
    } finally {
      spark().conf().unset("spark.sql.sources.bucketing.autoBucketedScan.enabled");
    }
    Dataset<Row> groups = spark().sql("select id, count(*) n from t group by id");
    assertThat(plan(groups)).contains("Bucketed: true").doesNotContain("Exchange");
    assertThat(groups.where("n = 1").count()).isEqualTo(1000);
  }
}
