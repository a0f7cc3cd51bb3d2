package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** {@code _metadata}: where a row comes from, and queries by it. */
final class PositionSteps {
  private PositionSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("_metadata has Spark's fields of the file", PositionSteps::file),
        Step.of("_metadata has index, offset and length of the record", PositionSteps::record),
        Step.of("a filter on record_index reads those records", PositionSteps::byIndex),
        Step.of(
            "a filter on record_index finds the same without an index", PositionSteps::byIndexOff),
        Step.of("a filter on record_offset reads that place", PositionSteps::byOffset),
        Step.of("a filter on file_name leaves files out", PositionSteps::byName),
        Step.of("_metadata can be wanted beside columns and partitions", PositionSteps::beside));
  }

  private static void file(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 2));
    Row row =
        bench
            .load(file)
            .selectExpr(
                "_metadata.file_path",
                "_metadata.file_name",
                "_metadata.file_size",
                "_metadata.file_modification_time",
                "_metadata.file_block_start",
                "_metadata.file_block_length")
            .first();
    assertThat(row.getString(0)).startsWith("file:").endsWith("/a.tfrecord");
    assertThat(row.getString(1)).isEqualTo("a.tfrecord");
    assertThat(row.getLong(2)).isEqualTo(Files.size(file));
    assertThat(row.getTimestamp(3).getTime()).isEqualTo(Files.getLastModifiedTime(file).toMillis());
    assertThat(row.getLong(4)).isZero();
    assertThat(row.getLong(5)).isEqualTo(Files.size(file));
  }

  private static void record(Bench bench) throws Exception {
    List<byte[]> records = Samples.examples(0, 300);
    Dataset<Row> rows =
        bench
            .load(bench.file("a.tfrecord", records))
            .selectExpr(
                "_metadata.record_index", "_metadata.record_offset", "_metadata.record_length");
    List<List<Long>> expected = new ArrayList<>();
    long offset = 0;
    for (int i = 0; i < records.size(); i++) {
      long size = (long) records.get(i).length + Frames.OVERHEAD;
      expected.add(List.of((long) i, offset, (long) records.get(i).length));
      offset += size;
    }
    assertThat(
            rows.collectAsList().stream()
                .map(row -> List.of(row.getLong(0), row.getLong(1), row.getLong(2))))
        .isEqualTo(expected);
  }

  private static void byIndex(Bench bench) throws Exception {
    Dataset<Row> rows = bench.load(bench.indexedFile("a.tfrecord", Samples.examples(0, 1000)));
    Dataset<Row> chosen = rows.filter("_metadata.record_index in (3, 500, 999, 5000)");
    assertThat(bench.sorted(chosen.select("id")))
        .containsExactly("{\"id\":3}", "{\"id\":500}", "{\"id\":999}");
    assertThat(bench.physicalPlan(chosen)).containsPattern("PushedFilters: \\[[^\\n]*record_index");
    assertThat(rows.filter("_metadata.record_index between 10 and 19").count()).isEqualTo(10);
    assertThat(rows.filter("_metadata.record_index = 7 and id = 8").count()).isZero();
    assertThat(rows.filter("_metadata.record_index = 7 or id = 8").count()).isEqualTo(2);
  }

  private static void byIndexOff(Bench bench) throws Exception {
    Dataset<Row> rows = bench.load(bench.file("a.tfrecord", Samples.examples(0, 1000)));
    assertThat(bench.sorted(rows.filter("_metadata.record_index in (3, 500, 999)").select("id")))
        .containsExactly("{\"id\":3}", "{\"id\":500}", "{\"id\":999}");
    assertThat(rows.filter("_metadata.record_index >= 990").count()).isEqualTo(10);
  }

  private static void byOffset(Bench bench) throws Exception {
    List<byte[]> records = Samples.examples(0, 10);
    long third = (long) records.get(0).length + records.get(1).length + 2L * Frames.OVERHEAD;
    Dataset<Row> rows = bench.load(bench.indexedFile("a.tfrecord", records));
    assertThat(bench.json(rows.filter("_metadata.record_offset = " + third).select("id")))
        .containsExactly("{\"id\":2}");
    assertThat(rows.filter("_metadata.record_offset = " + (third + 1)).count()).isZero();
    assertThat(rows.filter("_metadata.record_length < 5").count()).isZero();
  }

  private static void byName(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", Samples.examples(0, 2));
    Path set = bench.path("set");
    Files.writeString(set.resolve("b.tfrecord"), "no record, and never read");
    Dataset<Row> rows =
        bench
            .tfrecord()
            .schema("id BIGINT")
            .load(set + "")
            .filter("_metadata.file_name = 'a.tfrecord'");
    assertThat(bench.sorted(rows)).containsExactly("{\"id\":0}", "{\"id\":1}");
  }

  private static void beside(Bench bench) throws Exception {
    bench.file("set/k=7/a.tfrecord", Samples.examples(0, 2));
    Path set = bench.path("set");
    assertThat(bench.json(bench.load(set).selectExpr("k", "_metadata.record_index i", "id")))
        .containsExactly("{\"k\":7,\"i\":0,\"id\":0}", "{\"k\":7,\"i\":1,\"id\":1}");
    assertThat(bench.load(set).columns()).doesNotContain("_metadata");
    Row whole = bench.load(set).select("_metadata").first();
    assertThat(whole.getStruct(0).schema().fieldNames())
        .contains("file_path", "file_name", "record_index", "record_offset", "record_length");
  }
}
