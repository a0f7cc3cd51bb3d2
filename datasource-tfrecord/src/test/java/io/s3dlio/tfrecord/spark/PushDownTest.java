package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filters, limits, samples and counts: what the plan says, and that the rows are right. */
class PushDownTest {

  private static final int ROWS = 6_000;

  @TempDir static Path home;
  private static String indexed;
  private static String plain;
  private static String gzip;

  @BeforeAll
  static void write() {
    indexed = home.resolve("indexed").toString();
    plain = home.resolve("plain").toString();
    gzip = home.resolve("gzip").toString();
    Dataset<Row> rows =
        SparkTest.spark()
            .range(0, ROWS, 1, 1)
            .selectExpr(
                "id",
                "case when id % 10 = 0 then null else id % 7 end as seven",
                "concat('n', id % 100) as name",
                "id % 3 as part");
    rows.write().format("tfrecord").partitionBy("part").save(indexed);
    rows.write().format("tfrecord").partitionBy("part").option("writeIndex", "none").save(plain);
    rows.write().format("tfrecord").option("compression", "gzip").save(gzip);
  }

  private static Dataset<Row> read(String path) {
    return SparkTest.spark()
        .read()
        .schema("id long, seven int, name string, part int")
        .format("tfrecord")
        .load(path);
  }

  @Test
  void partitionsArePrunedAndNotTestedAgain() {
    for (String path : List.of(indexed, plain)) {
      Dataset<Row> rows = read(path).where("part = 2");
      assertThat(Plans.of(rows))
          .contains("part = 2], PushedFilters: []", "Files: 1,")
          .doesNotContain("Filter (");
      assertThat(rows.count()).isEqualTo(ROWS / 3);
    }
  }

  @Test
  void dataFiltersDropTheSameRowsAsSpark() {
    List<String> conditions =
        List.of(
            "seven = 3",
            "seven is null",
            "seven is not null and id > 5990",
            "seven in (1, 2) or name = 'n5'",
            "name like 'n1%'",
            "not (seven <=> 4)",
            "seven <> 4 and part = 1",
            "length(name) = 2 and seven = 1");
    Dataset<Row> judge =
        SparkTest.spark()
            .range(0, ROWS)
            .selectExpr(
                "id",
                "cast(case when id % 10 = 0 then null else id % 7 end as int) as seven",
                "concat('n', id % 100) as name",
                "cast(id % 3 as int) as part")
            .cache();
    for (String condition : conditions) {
      List<String> counts =
          Stream.of(plain, gzip)
              .map(path -> read(path).where(condition).selectExpr("count(*)", "sum(id)").head())
              .map(Row::toString)
              .distinct()
              .toList();
      assertThat(counts)
          .as(condition)
          .containsExactly(
              judge.where(condition).selectExpr("count(*)", "sum(id)").head().toString());
    }
    assertThat(Plans.of(read(plain).where("seven = 3 and name like 'n1%'")))
        .contains("PushedFilters: [seven IS NOT NULL, name IS NOT NULL, seven = 3,");
  }

  @Test
  void anIndexedCountHasNoTask() {
    Dataset<Row> count = read(indexed).groupBy().count();
    assertThat(Plans.of(count)).contains("LocalTableScan").doesNotContain("BatchScan");
    assertThat(count.head().getLong(0)).isEqualTo(ROWS);
    assertThat(read(indexed).where("part = 1").count()).isEqualTo(ROWS / 3);
    assertThat(Plans.of(read(indexed).where("part = 1").groupBy().count()))
        .contains("LocalTableScan");
  }

  @Test
  void aCountWithoutIndexReadsHeaders() {
    for (String path : List.of(plain, gzip)) {
      Dataset<Row> count = read(path).groupBy().count();
      assertThat(Plans.of(count)).contains("PushedAggregation: [COUNT(*)]", "BatchScan");
      assertThat(count.head().getLong(0)).isEqualTo(ROWS);
    }
    assertThat(read(plain).where("part = 9").count()).isZero();
    assertThat(read(plain).where("seven = 1").groupBy().count().head().getLong(0))
        .isEqualTo(SparkTest.spark().range(0, ROWS).where("id % 7 = 1 and id % 10 <> 0").count());
  }

  @Test
  void limitAndOffsetAreExactWithIndexes() {
    Dataset<Row> rows = read(indexed).limit(5);
    assertThat(Plans.of(rows)).contains("PushedLimit: 5").doesNotContain("Limit 5");
    assertThat(rows.collectAsList()).hasSize(5);
    Dataset<Row> skipped = read(indexed).offset(2_500).limit(100);
    assertThat(Plans.of(skipped)).contains("PushedOffset: 2500", "PushedLimit: 2600");
    assertThat(skipped.collectAsList())
        .isEqualTo(read(indexed).collectAsList().subList(2_500, 2_600));
    assertThat(read(indexed).offset(5_990).count()).isEqualTo(10);
    assertThat(read(indexed).limit(10).offset(4).count()).isEqualTo(6);
  }

  /** A file of no bytes has no index, and needs none. */
  @Test
  void limitAndOffsetPassOverEmptyFiles(@TempDir Path folder) throws IOException {
    String path = folder.toString();
    SparkTest.spark()
        .range(0, 20, 1, 2)
        .selectExpr("id")
        .write()
        .format("tfrecord")
        .mode("append")
        .save(path);
    Files.createFile(folder.resolve("a"));
    Files.createFile(folder.resolve("part-00000-z"));
    Dataset<Row> rows = SparkTest.spark().read().format("tfrecord").load(path);
    assertThat(Plans.of(rows.limit(15))).contains("PushedLimit: 15").doesNotContain("Limit 15");
    assertThat(rows.limit(15).collectAsList()).hasSize(15);
    assertThat(rows.offset(15).collectAsList()).hasSize(5);
    assertThat(rows.count()).isEqualTo(20);
  }

  @Test
  void aLimitWithoutIndexEndsEachTask() {
    Dataset<Row> rows = read(plain).limit(5);
    assertThat(Plans.of(rows)).contains("PushedLimit: 5", "Limit 5");
    assertThat(rows.collectAsList()).hasSize(5);
    assertThat(read(plain).limit(ROWS * 2).collectAsList()).hasSize(ROWS);
    assertThat(read(gzip).offset(5_990).collectAsList()).hasSize(10);
  }

  @Test
  void aSampleIsTheSameEachTime() {
    String view = "tfrecord_sample";
    read(indexed).createOrReplaceTempView(view);
    Dataset<Row> sample = read(indexed).sample(false, 0.1, 42);
    assertThat(Plans.of(sample)).contains("PushedSample: [0.0, 0.1) seed 42");
    List<Row> first = sample.collectAsList();
    assertThat(first).hasSizeBetween(450, 750).isEqualTo(sample.collectAsList());
    assertThat(read(indexed).sample(false, 0.1, 43).collectAsList()).isNotEqualTo(first);
    assertThat(sample.count()).isEqualTo(first.size());
    assertThat(sample.where("seven = 1").collectAsList())
        .isEqualTo(first.stream().filter(r -> !r.isNullAt(1) && r.getInt(1) == 1).toList());
  }

  @Test
  void recordsArePickedByNumber() {
    for (String path : List.of(indexed, plain)) {
      Dataset<Row> rows =
          read(path)
              .where("_metadata.record_index in (3, 4, 1999, 777) and part = 1")
              .select("id", "_metadata.record_index");
      assertThat(Plans.of(rows)).contains("PushedFilters: [_metadata.record_index IN (");
      assertThat(rows.collectAsList().stream().map(Row::toString))
          .containsExactlyInAnyOrder("[10,3]", "[13,4]", "[5998,1999]", "[2332,777]");
      assertThat(
              read(path)
                  .where("_metadata.record_index >= 10 and _metadata.record_index < 15")
                  .count())
          .isEqualTo(15);
      assertThat(read(path).where("_metadata.record_index = 5000").count()).isZero();
    }
    assertThat(read(gzip).where("_metadata.record_index = 5000").head().getLong(0)).isEqualTo(5000);
  }

  @Test
  void metadataSaysWhereARecordIs() throws IOException {
    Row row =
        read(indexed)
            .where("_metadata.record_offset > 0 and part = 0")
            .selectExpr(
                "_metadata.file_path",
                "_metadata.file_name",
                "_metadata.file_size",
                "_metadata.record_offset",
                "_metadata.record_length",
                "_metadata.record_index")
            .head();
    Path file = Path.of(java.net.URI.create(row.getString(0)));
    assertThat(file).exists();
    assertThat(row.getString(1)).isEqualTo(file.getFileName().toString());
    assertThat(row.getLong(2)).isEqualTo(Files.size(file));
    assertThat(row.getLong(5)).isEqualTo(1);
    byte[] bytes = Files.readAllBytes(file);
    assertThat(bytes[(int) row.getLong(3)]).isEqualTo((byte) row.getLong(4));
  }

  @Test
  void filesArePrunedByTheirMetadata() {
    String name = read(indexed).where("part = 1").select("_metadata.file_name").head().getString(0);
    Dataset<Row> rows = read(indexed).where("_metadata.file_name = '" + name + "' and part = 1");
    assertThat(Plans.of(rows)).contains("Files: 1,");
    assertThat(rows.count()).isEqualTo(ROWS / 3);
    assertThat(read(indexed).where("_metadata.file_size < 10").count()).isZero();
  }

  @Test
  void statisticsKnowTheRows() {
    assertThat(read(indexed).queryExecution().optimizedPlan().stats().rowCount().get().toString())
        .isEqualTo(Integer.toString(ROWS));
    assertThat(read(plain).queryExecution().optimizedPlan().stats().rowCount().isEmpty()).isTrue();
  }

  @Test
  void anIndexThatIsRequiredMustBeThere() {
    assertThatThrownBy(
            () ->
                SparkTest.spark()
                    .read()
                    .format("tfrecord")
                    .option("index", "required")
                    .load(plain)
                    .count())
        .hasMessageContaining("[TFRECORD_INDEX_MISSING]")
        .hasMessageContaining("s3dlio tfrecord index");
  }
}
