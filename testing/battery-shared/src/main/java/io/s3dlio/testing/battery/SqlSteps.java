package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** SQL alone: views, tables, inserts. Tables are dropped by whoever makes them. */
final class SqlSteps {
  private SqlSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("CREATE TEMPORARY VIEW USING tfrecord", SqlSteps::view),
        Step.of("CREATE TABLE USING tfrecord LOCATION", SqlSteps::located),
        Step.of("CREATE TABLE with a schema and OPTIONS", SqlSteps::withSchema),
        Step.of("SELECT FROM tfrecord.`path`", SqlSteps::direct),
        Step.of("saveAsTable and append", SqlSteps::saveAsTable),
        Step.of("CREATE TABLE AS SELECT, partitioned", SqlSteps::ctas),
        Step.of("a table with buckets has its rows", SqlSteps::buckets),
        Step.of("INSERT INTO and INSERT OVERWRITE a table", SqlSteps::insert),
        Step.of("INSERT OVERWRITE of one partition of a table", SqlSteps::insertPartition),
        Step.of("INSERT OVERWRITE DIRECTORY USING tfrecord", SqlSteps::insertDirectory),
        Step.of("spark.sql.sources.useV1SourceList reads the V1 way", SqlSteps::v1));
  }

  private static List<String> query(Bench bench, String statement) {
    return bench.sorted(bench.sql(statement));
  }

  private static void with(Bench bench, String table, Runnable action) {
    bench.sql("DROP TABLE IF EXISTS " + table);
    try {
      action.run();
    } finally {
      bench.sql("DROP TABLE IF EXISTS " + table);
    }
  }

  private static void view(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 5));
    bench.sql(
        "CREATE OR REPLACE TEMPORARY VIEW tf_view USING tfrecord OPTIONS (path '" + file + "')");
    assertThat(query(bench, "SELECT id FROM tf_view WHERE score > 1"))
        .containsExactly("{\"id\":4}");
  }

  private static void located(Bench bench) throws Exception {
    bench.file("set/k=1/a.tfrecord", Samples.examples(0, 5));
    Path set = bench.path("set");
    with(
        bench,
        "tf_located",
        () -> {
          bench.sql("CREATE TABLE tf_located USING tfrecord LOCATION '" + set + "'");
          // Spark 3.5 and later take partitions of such a table from its folders.
          assertThat(bench.spark().table("tf_located").columns()).contains("id", "tags", "k");
          assertThat(query(bench, "SELECT id FROM tf_located WHERE id > 2"))
              .containsExactly("{\"id\":3}", "{\"id\":4}");
        });
  }

  private static void withSchema(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", Samples.texts(0, 5));
    Path set = bench.path("set");
    with(
        bench,
        "tf_schema",
        () -> {
          bench.sql(
              "CREATE TABLE tf_schema (byteArray BINARY) USING tfrecord OPTIONS (recordType"
                  + " 'ByteArray') LOCATION '"
                  + set
                  + "'");
          assertThat(
                  query(bench, "SELECT length(byteArray) n FROM tf_schema WHERE byteArray > X'72'"))
              .hasSize(5);
        });
  }

  private static void direct(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 5));
    assertThat(query(bench, "SELECT id, name FROM tfrecord.`" + file + "` WHERE id = 2"))
        .containsExactly("{\"id\":2,\"name\":\"bsOkbWUgMg==\"}");
    assertThat(query(bench, "SELECT count(*) n FROM tfrecord.`" + file + "`"))
        .containsExactly("{\"n\":5}");
  }

  private static void saveAsTable(Bench bench) throws Exception {
    Dataset<Row> rows = bench.sql("SELECT id, id * 2 twice FROM range(5)");
    with(
        bench,
        "tf_saved",
        () -> {
          rows.write().format("tfrecord").saveAsTable("tf_saved");
          rows.write().format("tfrecord").mode("append").saveAsTable("tf_saved");
          assertThat(query(bench, "SELECT sum(twice) s, count(*) n FROM tf_saved"))
              .containsExactly("{\"s\":40,\"n\":10}");
        });
  }

  private static void ctas(Bench bench) {
    with(
        bench,
        "tf_ctas",
        () -> {
          bench.sql(
              "CREATE TABLE tf_ctas USING tfrecord PARTITIONED BY (k) AS"
                  + " SELECT id, array(id, id) l, id % 2 k FROM range(6)");
          assertThat(query(bench, "SELECT id, l FROM tf_ctas WHERE k = 1 AND id > 1"))
              .containsExactly("{\"id\":3,\"l\":[3,3]}", "{\"id\":5,\"l\":[5,5]}");
        });
  }

  private static void buckets(Bench bench) {
    with(
        bench,
        "tf_buckets",
        () -> {
          Dataset<Row> rows = bench.sql("SELECT id, id % 3 k FROM range(20)");
          rows.write().format("tfrecord").bucketBy(4, "id").saveAsTable("tf_buckets");
          bench.sql("INSERT INTO tf_buckets VALUES (20, 2)");
          assertThat(query(bench, "SELECT count(*) n, sum(id) s, sum(k) k FROM tf_buckets"))
              .containsExactly("{\"n\":21,\"s\":210,\"k\":21}");
          assertThat(query(bench, "SELECT k FROM tf_buckets WHERE id IN (3, 20)"))
              .containsExactly("{\"k\":0}", "{\"k\":2}");
        });
  }

  private static void insert(Bench bench) {
    with(
        bench,
        "tf_insert",
        () -> {
          bench.sql("CREATE TABLE tf_insert (id BIGINT, name STRING) USING tfrecord");
          bench.sql("INSERT INTO tf_insert VALUES (1, 'a'), (2, null)");
          bench.sql("INSERT INTO tf_insert SELECT id, 'r' FROM range(10, 12)");
          assertThat(query(bench, "SELECT * FROM tf_insert"))
              .containsExactly(
                  "{\"id\":1,\"name\":\"a\"}",
                  "{\"id\":10,\"name\":\"r\"}",
                  "{\"id\":11,\"name\":\"r\"}",
                  "{\"id\":2}");
          bench.sql("INSERT OVERWRITE tf_insert VALUES (3, 'c')");
          assertThat(query(bench, "SELECT * FROM tf_insert"))
              .containsExactly("{\"id\":3,\"name\":\"c\"}");
        });
  }

  private static void insertPartition(Bench bench) {
    with(
        bench,
        "tf_parts",
        () -> {
          bench.sql("CREATE TABLE tf_parts (id BIGINT, k INT) USING tfrecord PARTITIONED BY (k)");
          bench.sql("INSERT INTO tf_parts VALUES (1, 1), (2, 2)");
          bench.sql("INSERT OVERWRITE tf_parts PARTITION (k = 2) SELECT 22L");
          assertThat(query(bench, "SELECT * FROM tf_parts"))
              .containsExactly("{\"id\":1,\"k\":1}", "{\"id\":22,\"k\":2}");
        });
  }

  private static void insertDirectory(Bench bench) throws Exception {
    Path set = bench.path("set");
    bench.sql("INSERT OVERWRITE DIRECTORY '" + set + "' USING tfrecord SELECT id FROM range(3)");
    assertThat(bench.load(set).count()).isEqualTo(3);
  }

  private static void v1(Bench bench) throws Exception {
    bench.file("set/k=1/a", Samples.examples(0, 5));
    Path set = bench.path("set");
    bench.with(
        List.of("spark.sql.sources.useV1SourceList", "tfrecord"),
        () -> {
          Dataset<Row> rows = bench.tfrecord().schema(Samples.SCHEMA + ", k INT").load(set + "");
          assertThat(bench.json(rows.filter("id = 2")))
              .containsExactly(
                  "{\"id\":2,\"image\":\"/9gCgA==\",\"name\":\"näme 2\",\"score\":1.0,"
                      + "\"tags\":[2,-2],\"k\":1}");
          assertThat(rows.select("_metadata.file_name").distinct().count()).isEqualTo(1);
          assertThat(rows.count()).isEqualTo(5);
          return rows;
        });
  }
}
