package io.s3dlio.testing.battery;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What the reader takes over from Spark, as the plans show it, with the rows that come of it. */
final class PlanSteps {
  private static final int MANY = 1000;

  private PlanSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("batches are columnar", PlanSteps::columnar),
        Step.of("ReadSchema holds the wanted columns alone", PlanSteps::readSchema),
        Step.of("a column that is not wanted is not decoded", PlanSteps::notDecoded),
        Step.of(
            "PushedFilters holds comparisons, IN, LIKE 'a%' and null tests", PlanSteps::filters),
        Step.of(
            "filters find the same rows as Spark does, nulls and NaN included", PlanSteps::same),
        Step.of("count(*) over an index is planned without a scan", PlanSteps::countIndexed),
        Step.of("count(*) without an index counts right", PlanSteps::count),
        Step.of("count(*) by partition column counts right", PlanSteps::countByPartition),
        Step.of("LIMIT reaches the reader", PlanSteps::limit),
        Step.of("OFFSET gives the rows after it", PlanSteps::offset),
        Step.of("TABLESAMPLE with a seed gives the same rows again", PlanSteps::sample),
        Step.of("the index gives the optimizer the number of rows", PlanSteps::statistics),
        Step.of("a small set is broadcast in a join", PlanSteps::broadcast));
  }

  private static Dataset<Row> rows(Bench bench, boolean indexed) throws Exception {
    List<byte[]> records = Samples.examples(0, MANY);
    Path file = indexed ? bench.indexedFile("indexed", records) : bench.file("plain", records);
    return bench.tfrecord().schema(Samples.SCHEMA).load(file.toString());
  }

  private static void columnar(Bench bench) throws Exception {
    assertThat(bench.physicalPlan(rows(bench, false))).contains("ColumnarToRow");
  }

  private static void readSchema(Bench bench) throws Exception {
    Dataset<Row> rows = rows(bench, false);
    assertThat(bench.physicalPlan(rows.select("score", "id")))
        .contains("ReadSchema: struct<")
        .containsPattern("ReadSchema: struct<(score:float,id:bigint|id:bigint,score:float)>");
    assertThat(bench.json(rows.selectExpr("sum(id) s"))).containsExactly("{\"s\":499500}");
  }

  private static void notDecoded(Bench bench) throws Exception {
    // "broken" has the kind of floats: whoever decodes it as int64 must fail.
    Path file =
        bench.file(
            "a.tfrecord",
            List.of(
                Wire.example(java.util.Map.of("good", Wire.int64s(1), "broken", Wire.floats(1f)))));
    Dataset<Row> rows = bench.tfrecord().schema("good BIGINT, broken BIGINT").load(file + "");
    assertThat(bench.json(rows.select("good"))).containsExactly("{\"good\":1}");
    bench.failure(() -> rows.select("broken").collectAsList()).hasMessageContaining("broken");
  }

  private static void filters(Bench bench) throws Exception {
    Dataset<Row> rows = rows(bench, false).selectExpr("id", "score", "cast(name as string) name");
    String plan = bench.physicalPlan(rows.filter("id > 10 and id in (11, 12, 2000)"));
    assertThat(plan).containsPattern("PushedFilters: \\[[^\\n]*id > 10");
    assertThat(plan).containsPattern("(?i)PushedFilters: \\[[^\\n]*id IN \\(11, ?12, ?2000\\)");
    assertThat(bench.physicalPlan(rows.filter("score is not null and score < 3.0")))
        .containsPattern("(?i)PushedFilters: \\[[^\\n]*score IS NOT NULL")
        .containsPattern("PushedFilters: \\[[^\\n]*score < 3.0");
    assertThat(bench.json(rows.filter("id > 10 and id in (11, 12, 2000)").select("id")))
        .containsExactly("{\"id\":11}", "{\"id\":12}");
    assertThat(bench.json(rows.filter("name like 'näme 99%'").select("id"))).hasSize(11);
  }

  private static void same(Bench bench) throws Exception {
    List<byte[]> records = new java.util.ArrayList<>(Samples.examples(0, 50));
    records.add(
        Wire.example(java.util.Map.of("id", Wire.int64s(60), "score", Wire.floats(Float.NaN))));
    records.add(Wire.example(java.util.Map.of("id", Wire.int64s(61), "score", Wire.floats(-0f))));
    Path file = bench.file("a.tfrecord", records);
    Dataset<Row> rows =
        bench.tfrecord().schema("id BIGINT, score FLOAT, name STRING").load(file + "");
    Dataset<Row> plain = rows.cache();
    plain.count();
    Path parquet = bench.path("parquet");
    plain.write().parquet(parquet.toString());
    plain.unpersist();
    Dataset<Row> judge = bench.spark().read().parquet(parquet.toString());
    for (String filter :
        List.of(
            "score = 0.0",
            "score > 20",
            "score >= cast('NaN' as float)",
            "score <> 1.0",
            "not (score < 5)",
            "score is null",
            "score <=> null",
            "id = 3 or score = 2.5",
            "not (id = 3 or score = 2.5)",
            "id between 10 and 12",
            "id not in (1, 2, 3)",
            "id in (1, null)",
            "name > 'näme 3'",
            "name = 'näme 7'",
            "name like '%5'",
            "name like '%me 1%'",
            "id + 1 = 5",
            "score = id",
            "id = cast(60 as int)",
            "coalesce(score, -1) = -1",
            "not (score = 0.0)")) {
      assertThat(bench.sorted(rows.filter(filter)))
          .as(filter)
          .isEqualTo(bench.sorted(judge.filter(filter)));
    }
  }

  private static void countIndexed(Bench bench) throws Exception {
    Dataset<Row> count = rows(bench, true).selectExpr("count(*) n");
    assertThat(bench.json(count)).containsExactly("{\"n\":" + MANY + "}");
    assertThat(bench.plan(count))
        .containsPattern("PushedAggregates: \\[COUNT\\(\\*\\)\\]|LocalTableScan");
    assertThat(bench.physicalPlan(count)).doesNotContain("ColumnarToRow");
  }

  private static void count(Bench bench) throws Exception {
    Dataset<Row> rows = rows(bench, false);
    assertThat(rows.count()).isEqualTo(MANY);
    assertThat(rows.filter("id >= 0").count()).isEqualTo(MANY);
    assertThat(bench.json(rows.selectExpr("count(id) a", "count(score) b", "count(distinct id) c")))
        .containsExactly("{\"a\":1000,\"b\":750,\"c\":1000}");
    Path none = bench.file("none.tfrecord", List.of());
    assertThat(bench.tfrecord().schema("id BIGINT").load(none + "").count()).isZero();
  }

  private static void countByPartition(Bench bench) throws Exception {
    bench.indexedFile("set/k=1/a", Samples.examples(0, 3));
    bench.indexedFile("set/k=2/a", Samples.examples(0, 4));
    Path set = bench.path("set");
    Dataset<Row> rows = bench.load(set);
    assertThat(bench.sorted(rows.groupBy("k").count()))
        .containsExactly("{\"k\":1,\"count\":3}", "{\"k\":2,\"count\":4}");
    assertThat(rows.filter("k = 2").count()).isEqualTo(4);
    assertThat(rows.filter("k = 2 and id > 2").count()).isEqualTo(1);
  }

  private static void limit(Bench bench) throws Exception {
    Dataset<Row> rows = rows(bench, false);
    assertThat(bench.json(rows.select("id").limit(3)))
        .containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}");
    assertThat(bench.physicalPlan(rows.limit(3))).containsPattern("PushedLimit: (Some\\()?3");
    assertThat(rows.filter("id > 500").limit(3).count()).isEqualTo(3);
  }

  private static void offset(Bench bench) throws Exception {
    for (boolean indexed : new boolean[] {true, false}) {
      Dataset<Row> rows = rows(bench, indexed).select("id");
      assertThat(bench.json(rows.offset(MANY - 2))).containsExactly("{\"id\":998}", "{\"id\":999}");
      assertThat(bench.json(rows.offset(10).limit(2)))
          .containsExactly("{\"id\":10}", "{\"id\":11}");
    }
    assertThat(bench.physicalPlan(rows(bench, true).select("id").offset(5)))
        .containsPattern("PushedOffset: (Some\\()?5");
  }

  private static void sample(Bench bench) throws Exception {
    rows(bench, true).createOrReplaceTempView("sampled");
    String query = "SELECT id FROM sampled TABLESAMPLE (20 PERCENT) REPEATABLE (42)";
    List<String> first = bench.json(bench.sql(query));
    assertThat(first).hasSizeBetween(100, 320).doesNotHaveDuplicates();
    assertThat(bench.json(bench.sql(query))).isEqualTo(first);
    assertThat(bench.json(bench.sql(query.replace("42", "43")))).isNotEqualTo(first);
    assertThat(bench.physicalPlan(bench.sql(query))).contains("PushedSample");
  }

  /** From 4.3 on the optimizer looks at rows only when it weighs costs. */
  private static void statistics(Bench bench) throws Exception {
    String plan =
        bench.with(
            List.of("spark.sql.cbo.enabled", "true"),
            () -> bench.explain("COST", rows(bench, true)));
    assertThat(plan).containsPattern("rowCount=(1000\\b|1\\.0+E\\+?3)");
  }

  private static void broadcast(Bench bench) throws Exception {
    Dataset<Row> rows = rows(bench, true);
    Path small = Files.createDirectories(bench.path("small"));
    Files.write(small.resolve("a"), Frames.file(Samples.examples(0, 10)));
    Dataset<Row> few = bench.tfrecord().schema("id BIGINT").load(small + "");
    Dataset<Row> join = rows.join(few, "id").select(col("id"));
    assertThat(bench.physicalPlan(join)).contains("BroadcastHashJoin");
    assertThat(join.count()).isEqualTo(10);
  }
}
