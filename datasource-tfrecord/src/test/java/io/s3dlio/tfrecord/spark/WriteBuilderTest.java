package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.catalyst.plans.logical.LogicalPlan;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.V1Write;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.sources.And;
import org.apache.spark.sql.sources.EqualNullSafe;
import org.apache.spark.sql.sources.EqualTo;
import org.apache.spark.sql.sources.Filter;
import org.apache.spark.sql.sources.GreaterThan;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What Spark 4 does for INSERT into a table of its catalog, called as Spark 4 calls it. */
class WriteBuilderTest {

  private record Info(CaseInsensitiveStringMap options, StructType schema)
      implements LogicalWriteInfo {
    @Override
    public String queryId() {
      return "q";
    }
  }

  @TempDir Path temporary;

  private String uri() {
    return temporary.resolve("t").toUri().toString();
  }

  private TfRecordWriteBuilder builder(Map<String, String> options, String... partitions) {
    Info info = new Info(new CaseInsensitiveStringMap(options), new StructType());
    return new TfRecordWriteBuilder(
        info, Map.of("path", uri(), "Compression", "gzip"), List.of(uri()), List.of(partitions));
  }

  private static Dataset<Row> rows(long from, long to) {
    return spark().range(from, to, 1, 1).selectExpr("id", "id % 2 p", "string(id) q");
  }

  private static void insert(WriteBuilder builder, Dataset<Row> rows) {
    ((V1Write) builder.build()).toInsertableRelation().insert(rows, false);
  }

  private List<Long> ids() throws IOException {
    return WrittenFiles.longs(temporary.resolve("t"), "id");
  }

  @Test
  void rowsAreAppendedOrReplaceAll() throws IOException {
    insert(builder(Map.of()), rows(0, 3));
    insert(builder(Map.of()), rows(3, 5));
    assertThat(ids()).containsExactly(0L, 1L, 2L, 3L, 4L);
    insert(builder(Map.of()).truncate(), rows(7, 8));
    assertThat(ids()).containsExactly(7L);
  }

  @Test
  void optionsOfTheWriteGoBeforeThoseOfTheTable() throws IOException {
    insert(builder(Map.of()), rows(0, 1));
    insert(builder(Map.of("compression", "none")), rows(1, 2));
    assertThat(WrittenFiles.data(temporary.resolve("t")))
        .anyMatch(name -> name.endsWith(".tfrecord.gz"))
        .anyMatch(name -> name.endsWith(".tfrecord"));
  }

  @Test
  void aStaticPartitionIsReplacedAndOthersStay() throws IOException {
    insert(builder(Map.of(), "p", "q"), rows(0, 4));
    Filter[] first = {new EqualNullSafe("p", 1L)};
    TfRecordWriteBuilder builder = builder(Map.of(), "p", "q");
    assertThat(builder.canOverwrite(first)).isTrue();
    insert(builder.overwrite(first), rows(5, 6));
    assertThat(ids()).containsExactly(0L, 2L, 5L);
    Filter[] both = {new EqualTo("q", "2"), new EqualTo("p", 0L)};
    insert(builder(Map.of(), "p", "q").overwrite(both), rows(8, 9).selectExpr("id", "p", "'2' q"));
    assertThat(ids()).containsExactly(0L, 5L, 8L);
    assertThat(WrittenFiles.data(temporary.resolve("t")))
        .allMatch(name -> name.matches("p=[01]/q=[025]/[^/]*") || name.startsWith("p=1/q=5/"));
  }

  /** As {@code INSERT ... REPLACE WHERE} has them; they would silently become rows of that one. */
  @Test
  void rowsOfOtherPartitionsAreRefusedBeforeAnythingIsRemoved() throws IOException {
    insert(builder(Map.of(), "p", "q"), rows(0, 4));
    Filter[] first = {new EqualTo("p", 1L)};
    for (String p : List.of("0L", "id", "cast(null as bigint)")) {
      Dataset<Row> others = rows(1, 3).selectExpr("id", p + " p", "q");
      assertThatThrownBy(() -> insert(builder(Map.of(), "p", "q").overwrite(first), others))
          .as(p)
          .hasMessageContaining("[TFRECORD_OTHER_PARTITION] Rows of other partitions")
          .hasMessageContaining("p=1");
    }
    assertThat(ids()).containsExactly(0L, 1L, 2L, 3L);
  }

  @Test
  void otherFiltersAreRefusedForSparkToSaySo() {
    TfRecordWriteBuilder builder = builder(Map.of(), "p", "q");
    for (Filter filter :
        List.of(
            new GreaterThan("p", 1L),
            new EqualTo("q", "inner without outer"),
            new EqualTo("id", 1L),
            new EqualTo("p", 1.5),
            new And(new EqualTo("p", 1L), new EqualTo("q", "1")))) {
      assertThat(builder.canOverwrite(new Filter[] {filter})).as(filter.toString()).isFalse();
    }
  }

  @Test
  void whatAQueryReadsItCannotOverwrite() throws IOException {
    insert(builder(Map.of()), rows(0, 3));
    Dataset<Row> read = spark().read().format("tfrecord").load(uri()).where("id > 0");
    assertThatThrownBy(() -> insert(builder(Map.of()).truncate(), read))
        .hasMessageContaining("[TFRECORD_OVERWRITES_SOURCE]")
        .hasMessageContaining(uri());
    read.createOrReplaceTempView("v");
    for (String query :
        List.of(
            "select (select max(id) from v) id",
            "select id from range(9) where id in (select id from v where p = 1)",
            "select id from tfrecord.`" + uri() + "`")) {
      Dataset<Row> rows = spark().sql(query);
      assertThatThrownBy(() -> insert(builder(Map.of()).truncate(), rows))
          .as(query)
          .hasMessageContaining("[TFRECORD_OVERWRITES_SOURCE]");
    }
    assertThat(ids()).containsExactly(0L, 1L, 2L);
    insert(builder(Map.of()), read);
    assertThat(ids()).containsExactly(0L, 1L, 1L, 2L, 2L);
  }

  @Test
  void theSamePathOfAnotherStoreIsAnotherPath() throws IOException {
    Files.createDirectories(temporary.resolve("t"));
    Dataset<Row> read = spark().read().format("tfrecord").schema("id long").load(uri());
    LogicalPlan plan = read.queryExecution().analyzed();
    String path = temporary.resolve("t").toString();
    for (String same :
        List.of(path, "file:" + path, path + "/k=1", temporary.toString(), "file:/")) {
      assertThat(TablesRead.overlap(plan, same)).as(same).isTrue();
    }
    for (String other : List.of("s3://bucket" + path, path + "2", temporary + "/other")) {
      assertThat(TablesRead.overlap(plan, other)).as(other).isFalse();
    }
  }

  /** A pattern stands for what it matches, and a relative path for one below the directory. */
  @Test
  void whatAQueryReadsIsFoundHoweverItIsNamed() throws IOException {
    Files.createDirectories(temporary.resolve("t/k=1"));
    Files.createDirectories(temporary.resolve("other"));
    Path here = Path.of("").toAbsolutePath();
    for (String name : List.of(temporary + "/t*", here.relativize(temporary) + "/t")) {
      Dataset<Row> read = spark().read().format("tfrecord").schema("id long").load(name);
      LogicalPlan plan = read.queryExecution().analyzed();
      assertThat(TablesRead.overlap(plan, uri())).as(name).isTrue();
      assertThat(TablesRead.overlap(plan, uri() + "/k=1")).as(name).isTrue();
      assertThat(TablesRead.overlap(plan, temporary + "/other")).as(name).isFalse();
    }
  }

  @Test
  void allIsReplacedWhateverTheSessionSaysOfPartitions() throws IOException {
    insert(builder(Map.of(), "p"), rows(0, 4));
    spark().conf().set("spark.sql.sources.partitionOverwriteMode", "dynamic");
    try {
      insert(builder(Map.of(), "p").truncate(), rows(5, 6));
    } finally {
      spark().conf().unset("spark.sql.sources.partitionOverwriteMode");
    }
    assertThat(ids()).containsExactly(5L);
  }

  @Test
  void aTableOfSeveralPathsCannotBeWritten() {
    Info info = new Info(CaseInsensitiveStringMap.empty(), new StructType());
    assertThatThrownBy(() -> new TfRecordWriteBuilder(info, Map.of(), List.of("a", "b"), List.of()))
        .hasMessageContaining("[TFRECORD_SEVERAL_PATHS]");
  }
}
