package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables and files by SQL: on Spark 3.5 these are V1 reads and writes. */
class SqlTest {

  @TempDir Path temporary;

  @AfterEach
  void dropTables() {
    for (Row table : spark().sql("show tables").collectAsList()) {
      spark().sql("drop table " + table.<String>getAs("tableName"));
    }
  }

  private String uri() {
    return temporary.resolve("out").toUri().toString();
  }

  private static Dataset<Row> sql(String text) {
    return spark().sql(text);
  }

  private static List<Long> longs(String query) {
    return sql(query).collectAsList().stream().map(row -> row.getLong(0)).toList();
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static Dataset<Row> rows(int count) {
    return spark()
        .range(0, count, 1, 2)
        .selectExpr("id", "string(id) s", "array(id, id + 1) a", "cast(id as float) f", "id % 3 p");
  }

  private static String plan(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  @Test
  void filesAreATableByTheirPath() {
    rows(30).write().format("tfrecord").partitionBy("p").save(uri());
    String table = "tfrecord.`" + uri() + "`";
    assertThat(longs("select id from " + table + " order by id")).isEqualTo(range(0, 30));
    assertThat(longs("select count(*) from " + table + " where p = 1")).containsExactly(10L);
    assertThat(longs("select sum(a[1]) from " + table + " where f > 27")).containsExactly(59L);
    assertThat(longs("select count(distinct _metadata.file_path) from " + table))
        .containsExactly(6L);
    assertThat(sql("select * from " + table).schema().simpleString())
        .isEqualTo("struct<a:array<bigint>,f:float,id:bigint,s:binary,p:int>");
  }

  @Test
  void columnsAndPartitionsThatAreNotAskedForAreNotRead() {
    rows(30).write().format("tfrecord").partitionBy("p").save(uri());
    String plan = plan(sql("select f from tfrecord.`" + uri() + "` where p = 1 and id > 3"));
    assertThat(plan)
        .contains("FileScan tfrecord", "Batched: true", "ReadSchema: struct<f:float,id:bigint>")
        .contains("PushedFilters: [IsNotNull(id), GreaterThan(id,3)]")
        .contains("PartitionFilters: [isnotnull(p#");
  }

  @Test
  void rowsDoWhereBatchesDoNot() {
    rows(30).write().format("tfrecord").partitionBy("p").save(uri());
    spark().conf().set("spark.sql.codegen.maxFields", "2");
    try {
      Dataset<Row> all = sql("select * from tfrecord.`" + uri() + "`");
      assertThat(plan(all)).contains("Batched: false");
      assertThat(all.orderBy("id").collectAsList().get(29).toString())
          .startsWith("[")
          .contains("29.0,29,")
          .endsWith(",2]");
    } finally {
      spark().conf().unset("spark.sql.codegen.maxFields");
    }
  }

  @Test
  void largeFilesWithAnIndexAreCutAndOthersAreNot() {
    Dataset<Row> rows = spark().range(0, 20_000, 1, 1).selectExpr("id", "repeat('x', 20) s");
    rows.write().format("tfrecord").save(uri());
    rows.write().format("tfrecord").option("writeIndex", "none").save(uri() + "2");
    rows.write().format("tfrecord").option("compression", "gzip").save(uri() + "3");
    spark().conf().set("spark.sql.files.maxPartitionBytes", "100000");
    try {
      for (String path : List.of(uri(), uri() + "2", uri() + "3")) {
        Dataset<Row> read = sql("select id from tfrecord.`" + path + "`");
        assertThat(longs("select sum(id) from tfrecord.`" + path + "`"))
            .containsExactly(199_990_000L);
        assertThat(longs("select count(distinct id) from tfrecord.`" + path + "`"))
            .containsExactly(20_000L);
        assertThat(read.javaRDD().getNumPartitions() > 5).as(path).isEqualTo(path.equals(uri()));
      }
    } finally {
      spark().conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void tablesAreCreatedFilledAndReplaced() {
    rows(10).write().format("tfrecord").saveAsTable("t");
    rows(5).write().format("tfrecord").mode(SaveMode.Append).saveAsTable("t");
    sql("insert into t select id + 100, s, a, f, p from t where id < 2");
    assertThat(longs("select id from t order by id"))
        .containsExactly(
            0L, 0L, 1L, 1L, 2L, 2L, 3L, 3L, 4L, 4L, 5L, 6L, 7L, 8L, 9L, 100L, 100L, 101L, 101L);
    assertThat(sql("select * from t").schema().simpleString())
        .isEqualTo("struct<id:bigint,s:string,a:array<bigint>,f:float,p:bigint>");
    sql("insert overwrite t values (7L, 'seven', array(7L), 7.0F, 1L)");
    assertThat(sql("select * from t").collectAsList()).hasSize(1);
    assertThat(sql("select s from t").first().getString(0)).isEqualTo("seven");
  }

  @Test
  void tablesAsSelectKeepTheirTypes() {
    sql(
        "create table t using tfrecord as select 1 i, 2Y b, 'x' s, X'01' n, 1.50BD d, true t,"
            + " DATE'2020-01-02' day, array(1.5D) a");
    assertThat(sql("select * from t").schema().simpleString())
        .isEqualTo(
            "struct<i:int,b:tinyint,s:string,n:binary,d:decimal(3,2),t:boolean,day:date,a:array<double>>");
    assertThat(sql("select i, b, s, hex(n), d, t, day, a[0] from t").first().toString())
        .isEqualTo("[1,2,x,01,1.50,true,2020-01-02,1.5]");
  }

  @Test
  void partitionsOfTablesAreOverwrittenOneByOne() {
    sql("create table t (id bigint, p bigint, q string) using tfrecord partitioned by (p, q)");
    rows(9).selectExpr("id", "p", "s q").write().insertInto("t");
    sql("insert overwrite t partition (p = 1, q = '4') select 44L");
    assertThat(longs("select id from t order by id"))
        .containsExactly(0L, 1L, 2L, 3L, 5L, 6L, 7L, 8L, 44L);
    sql("insert overwrite t partition (p = 2, q) select 22L, 'new'");
    assertThat(longs("select id from t order by id")).containsExactly(0L, 1L, 3L, 6L, 7L, 22L, 44L);
    spark().conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
    try {
      sql("insert overwrite t partition (p, q) select 33L, 0L, '3'");
    } finally {
      spark().conf().unset("spark.sql.sources.partitionOverwriteMode");
    }
    assertThat(longs("select id from t order by id"))
        .containsExactly(0L, 1L, 6L, 7L, 22L, 33L, 44L);
  }

  @Test
  void tablesOverFilesThatAreThereHaveTheirSchema() {
    rows(6).write().format("tfrecord").save(uri());
    sql("create table t using tfrecord options (inferBytesAs 'string') location '" + uri() + "'");
    assertThat(longs("select count(*) from t where s = '3'")).containsExactly(1L);
    sql("create table u (id int, s string) using tfrecord location '" + uri() + "'");
    assertThat(sql("select max(id) from u").first().getInt(0)).isEqualTo(5);
    sql("create temporary view v using tfrecord options (path '" + uri() + "')");
    assertThat(longs("select max(id) from v")).containsExactly(5L);
    sql("drop view v");
  }

  @Test
  void optionsOfATableCountWhenItIsWritten() throws IOException {
    sql(
        "create table t (a array<array<bigint>>) using tfrecord options (recordType"
            + " 'SequenceExample', compression 'gzip') location '"
            + uri()
            + "'");
    sql("insert into t values (array(array(1L), array(2L, 3L)))");
    assertThat(WrittenFiles.data(temporary.resolve("out")))
        .hasSize(1)
        .allMatch(name -> name.endsWith(".tfrecord.gz"));
    assertThat(sql("select a[1][1] from t").first().getLong(0)).isEqualTo(3);
  }

  @Test
  void aDamagedFileIsAnErrorWithItsPlace() throws IOException {
    rows(10).coalesce(1).write().format("tfrecord").save(uri());
    Path file =
        temporary.resolve("out").resolve(WrittenFiles.data(temporary.resolve("out")).get(0));
    byte[] bytes = Files.readAllBytes(file);
    bytes[20] ^= 1;
    Files.write(file, bytes);
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThatThrownBy(() -> longs("select id from tfrecord.`" + uri() + "`"))
        .hasStackTraceContaining("[TFRECORD_BAD_CRC] Record 0 at byte 0 of ");
  }

  @Test
  void anOverwriteThatCannotBeWrittenRemovesNothing() throws IOException {
    rows(10).write().format("tfrecord").save(uri());
    List<String> before = WrittenFiles.names(temporary.resolve("out"));
    for (String column : List.of("map(1, 2) m", "array(array(1)) m")) {
      assertThatThrownBy(
              () ->
                  rows(1)
                      .selectExpr("id", column)
                      .write()
                      .format("tfrecord")
                      .mode(SaveMode.Overwrite)
                      .save(uri()))
          .hasMessageContaining("`m`");
      assertThat(WrittenFiles.names(temporary.resolve("out"))).as(column).isEqualTo(before);
    }
    for (String columns : List.of("id", "s, id", "array(s) s")) {
      assertThatThrownBy(
              () ->
                  rows(1)
                      .selectExpr(columns.split(", "))
                      .write()
                      .format("tfrecord")
                      .option("recordType", "ByteArray")
                      .mode(SaveMode.Overwrite)
                      .save(uri()))
          .hasMessageContaining("[TFRECORD_BYTE_ARRAY_SCHEMA]");
      assertThat(WrittenFiles.names(temporary.resolve("out"))).as(columns).isEqualTo(before);
    }
    assertThatThrownBy(
            () ->
                rows(1)
                    .write()
                    .format("tfrecord")
                    .option("compression", "none at all")
                    .mode(SaveMode.Overwrite)
                    .save(uri()))
        .hasMessageContaining("[DATA_SOURCE_OPTION_VALUE]");
    assertThat(WrittenFiles.names(temporary.resolve("out"))).isEqualTo(before);
  }

  @Test
  void aTableThatIsReadCannotBeOverwritten() {
    rows(4).write().format("tfrecord").saveAsTable("t");
    assertThatThrownBy(() -> sql("insert overwrite t select * from t"))
        .isInstanceOf(AnalysisException.class);
    assertThatThrownBy(
            () ->
                sql(
                    "insert overwrite t select id, s, a, f, (select max(p) from t)"
                        + " from values (1L, 's', array(1L), 1F) v (id, s, a, f)"))
        .as("Spark does not look into subqueries")
        .hasMessageContaining("[TFRECORD_OVERWRITES_SOURCE]");
    assertThat(longs("select count(*) from t")).containsExactly(4L);
  }
}
