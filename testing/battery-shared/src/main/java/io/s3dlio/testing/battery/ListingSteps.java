package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Which files are read, and what their names say. */
final class ListingSteps {
  private ListingSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("several paths and globs are one set, in the order of names", ListingSteps::paths),
        Step.of("pathGlobFilter and recursiveFileLookup choose files", ListingSteps::filters),
        Step.of("modifiedBefore and modifiedAfter choose files", ListingSteps::times),
        Step.of("hidden files are no data", ListingSteps::hidden),
        Step.of("a path that is not there is said by name", ListingSteps::missing),
        Step.of("ignoreMissingFiles survives a file that went away", ListingSteps::wentAway),
        Step.of("folders name=value are columns with Spark's types", ListingSteps::partitions),
        Step.of("partition filters leave files out", ListingSteps::pruned),
        Step.of("basePath says where partitions begin", ListingSteps::basePath),
        Step.of("ByteArray honours the requested partition columns", ListingSteps::byteArrays));
  }

  private static void paths(Bench bench) throws Exception {
    Path a = bench.file("set/a.tfrecord", Samples.examples(0, 2));
    Path b = bench.file("set/b.tfrecord", Samples.examples(2, 4));
    bench.file("set/c.other", Samples.examples(4, 6));
    Dataset<Row> both = bench.tfrecord().load(a.toString(), b.toString()).select("id");
    assertThat(bench.json(both.orderBy("id")))
        .containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}");
    Dataset<Row> glob = bench.tfrecord().load(bench.path("set") + "/*.tfrecord").select("id");
    assertThat(bench.sorted(glob)).isEqualTo(bench.sorted(both));
    Dataset<Row> option = bench.tfrecord().option("path", a.toString()).load().select("id");
    assertThat(option.count()).isEqualTo(2);
  }

  private static void filters(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", Samples.examples(0, 2));
    Path set = bench.path("set");
    bench.file("set/b.other", Samples.examples(2, 4));
    bench.file("set/deep/er/c.tfrecord", Samples.examples(4, 6));
    assertThat(bench.tfrecord().option("pathGlobFilter", "*.tfrecord").load(set + "").count())
        .isEqualTo(2);
    assertThat(bench.tfrecord().option("recursiveFileLookup", true).load(set + "").count())
        .isEqualTo(6);
    assertThat(
            bench
                .tfrecord()
                .option("recursiveFileLookup", true)
                .option("pathGlobFilter", "*.tfrecord")
                .load(set + "")
                .count())
        .isEqualTo(4);
  }

  private static void times(Bench bench) throws Exception {
    Path old = bench.file("set/old.tfrecord", Samples.examples(0, 2));
    bench.file("set/new.tfrecord", Samples.examples(2, 5));
    Files.setLastModifiedTime(old, FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    String set = bench.path("set").toString();
    assertThat(bench.tfrecord().option("modifiedBefore", "2021-01-01T00:00:00").load(set).count())
        .isEqualTo(2);
    assertThat(bench.tfrecord().option("modifiedAfter", "2021-01-01T00:00:00").load(set).count())
        .isEqualTo(3);
  }

  private static void hidden(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", Samples.examples(0, 2));
    Path set = bench.path("set");
    Files.writeString(set.resolve("_SUCCESS"), "");
    Files.writeString(set.resolve("_notes"), "no record");
    Files.writeString(set.resolve(".a.tfrecord.crc"), "no record");
    assertThat(bench.load(set).count()).isEqualTo(2);
  }

  private static void missing(Bench bench) {
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(bench.path("no") + "").schema())
        .hasMessageContainingAll("PATH_NOT_FOUND", "/no");
    bench
        .failure(() -> bench.load(bench.path("no-such-folder")).count())
        .hasMessageContainingAll("PATH_NOT_FOUND", "no-such-folder");
  }

  private static void wentAway(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", Samples.examples(0, 2));
    Path set = bench.path("set");
    Path gone = bench.file("set/b.tfrecord", Samples.examples(2, 4));
    Dataset<Row> rows =
        bench.tfrecord().option("ignoreMissingFiles", true).schema("id BIGINT").load(set + "");
    Dataset<Row> strict = bench.tfrecord().schema("id BIGINT").load(set + "");
    // Whichever side lists early sees the file; a list made now must do without it.
    rows.schema();
    Files.delete(gone);
    assertThat(bench.sorted(rows)).containsExactly("{\"id\":0}", "{\"id\":1}");
    assertThat(strict.columns()).containsExactly("id");
  }

  private static Path partitioned(Bench bench) throws Exception {
    bench.file("set/day=2026-01-01/n=1/a.tfrecord", Samples.examples(0, 2));
    bench.file("set/day=2026-01-02/n=2/a.tfrecord", Samples.examples(2, 5));
    bench.file("set/day=2026-01-02/n=__HIVE_DEFAULT_PARTITION__/a", Samples.examples(5, 6));
    return bench.path("set");
  }

  private static void partitions(Bench bench) throws Exception {
    Dataset<Row> rows = bench.load(partitioned(bench)).select("id", "day", "n");
    assertThat(rows.schema().simpleString()).isEqualTo("struct<id:bigint,day:date,n:int>");
    assertThat(bench.sorted(rows))
        .containsExactly(
            "{\"id\":0,\"day\":\"2026-01-01\",\"n\":1}",
            "{\"id\":1,\"day\":\"2026-01-01\",\"n\":1}",
            "{\"id\":2,\"day\":\"2026-01-02\",\"n\":2}",
            "{\"id\":3,\"day\":\"2026-01-02\",\"n\":2}",
            "{\"id\":4,\"day\":\"2026-01-02\",\"n\":2}",
            "{\"id\":5,\"day\":\"2026-01-02\"}");
  }

  private static void pruned(Bench bench) throws Exception {
    Path set = partitioned(bench);
    // What is no record would fail, if it were read.
    Files.writeString(set.resolve("day=2026-01-01/n=1/b.tfrecord"), "this is no record at all");
    Dataset<Row> rows =
        bench.tfrecord().schema("id BIGINT, day DATE, n INT").load(set + "").filter("n = 2");
    assertThat(bench.sorted(rows.select("id")))
        .containsExactly("{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
    assertThat(bench.physicalPlan(rows))
        .contains("PartitionFilters")
        .containsPattern("n#?\\d* = 2");
    assertThat(bench.load(set).filter("n is null").count()).isEqualTo(1);
  }

  private static void basePath(Bench bench) throws Exception {
    Path set = partitioned(bench);
    Path day = set.resolve("day=2026-01-02");
    assertThat(bench.load(day).columns()).contains("n").doesNotContain("day");
    Dataset<Row> rows = bench.tfrecord().option("basePath", set + "").load(day + "");
    assertThat(rows.columns()).contains("n", "day");
    assertThat(rows.filter("day = '2026-01-02'").count()).isEqualTo(4);
  }

  private static void byteArrays(Bench bench) throws Exception {
    bench.file("set/k=a/f", Samples.texts(0, 3));
    bench.file("set/k=b/f", Samples.texts(0, 4));
    Path set = bench.path("set");
    Dataset<Row> rows = bench.tfrecord().option("recordType", "ByteArray").load(set + "");
    assertThat(bench.sorted(rows.groupBy("k").count()))
        .containsExactly("{\"k\":\"a\",\"count\":3}", "{\"k\":\"b\",\"count\":4}");
    assertThat(rows.select("k", "byteArray").filter("k = 'b'").count()).isEqualTo(4);
  }
}
