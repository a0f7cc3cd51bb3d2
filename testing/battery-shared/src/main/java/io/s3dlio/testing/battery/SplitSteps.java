package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** One file read by several tasks, with an index and without. */
final class SplitSteps {
  private static final int MANY = 20_000;
  private static final List<String> SMALL_SPLITS =
      List.of(
          "spark.sql.files.maxPartitionBytes", "200000", "spark.sql.files.openCostInBytes", "0");

  private SplitSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("an index splits a file at borders", bench -> split(bench, true)),
        Step.of("a file without an index is split as well", bench -> split(bench, false)),
        Step.of("splitWithoutIndex=false reads it in one task", SplitSteps::notSplit),
        Step.of("small files share a task", SplitSteps::packed),
        Step.of(
            "records inside records: the rows of a whole read, or a conflict", SplitSteps::nested),
        Step.of("an index of another file is refused", SplitSteps::foreign),
        Step.of("an index older than its file is refused", SplitSteps::stale),
        Step.of("index=off does not look at an index", SplitSteps::off));
  }

  private static void split(Bench bench, boolean indexed) throws Exception {
    List<byte[]> records = Samples.examples(0, MANY);
    Path file = indexed ? bench.indexedFile("a", records) : bench.file("a", records);
    List<String> expected = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      expected.add("{\"id\":" + i + "}");
    }
    bench.with(
        SMALL_SPLITS,
        () -> {
          Dataset<Row> rows = bench.tfrecord().schema("id BIGINT").load(file + "");
          assertThat(bench.partitions(rows)).isBetween(5L, 20L);
          assertThat(bench.sorted(rows)).isEqualTo(expected.stream().sorted().toList());
          assertThat(rows.count()).isEqualTo(MANY);
          assertThat(rows.selectExpr("sum(id)").first().getLong(0))
              .isEqualTo((long) MANY * (MANY - 1) / 2);
          Dataset<Row> places = rows.selectExpr("_metadata.record_index i", "id").filter("i <> id");
          assertThat(places.count()).isZero();
          return rows;
        });
  }

  private static void notSplit(Bench bench) throws Exception {
    Path file = bench.file("a", Samples.examples(0, MANY));
    bench.with(
        SMALL_SPLITS,
        () -> {
          Dataset<Row> rows =
              bench
                  .tfrecord()
                  .option("splitWithoutIndex", false)
                  .schema("id BIGINT")
                  .load(file + "");
          assertThat(bench.partitions(rows)).isEqualTo(1);
          assertThat(rows.count()).isEqualTo(MANY);
          return rows;
        });
  }

  private static void packed(Bench bench) throws Exception {
    for (int i = 0; i < 40; i++) {
      bench.file("set/part-" + (100 + i), Samples.examples(10 * i, 10 * i + 10));
    }
    Path set = bench.path("set");
    List<String> settings =
        List.of("spark.sql.files.openCostInBytes", "1", "spark.sql.files.minPartitionNum", "2");
    bench.with(
        settings,
        () -> {
          Dataset<Row> rows = bench.tfrecord().schema("id BIGINT").load(set + "");
          assertThat(bench.partitions(rows)).isBetween(2L, 3L);
          assertThat(rows.distinct().count()).isEqualTo(400);
          return rows;
        });
  }

  /** Payloads that are whole files themselves lead any search for a border astray. */
  private static void nested(Bench bench) throws Exception {
    Random random = new Random(7);
    List<byte[]> records = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      ByteArrayOutputStream payload = new ByteArrayOutputStream();
      payload.writeBytes(new byte[random.nextInt(50)]);
      payload.writeBytes(Frames.file(Samples.texts(0, 200 + random.nextInt(200))));
      records.add(payload.toByteArray());
    }
    Path file = bench.file("a", records);
    for (String size : List.of("10000", "33333", "100000")) {
      List<String> settings = List.of("spark.sql.files.maxPartitionBytes", size);
      bench.note(size + " bytes a task: " + bench.with(settings, () -> read(bench, file, records)));
    }
  }

  /** Reads a file in which whole files lie, and says what came of it. */
  private static String read(Bench bench, Path file, List<byte[]> records) {
    List<Row> rows;
    try {
      rows = bench.tfrecord().option("recordType", "ByteArray").load(file + "").collectAsList();
    } catch (Exception e) {
      bench
          .failure(
              () -> {
                throw e;
              })
          .hasMessageContainingAll("[TFRECORD_SPLIT_CONFLICT]", "splitWithoutIndex");
      return "a conflict";
    }
    assertThat(rows.stream().map(row -> (byte[]) row.get(0)).toArray(byte[][]::new))
        .isDeepEqualTo(records.toArray(byte[][]::new));
    return "the rows";
  }

  private static void foreign(Bench bench) throws Exception {
    Path file = bench.indexedFile("a", Samples.examples(0, 100));
    bench.indexedFile("b", Samples.examples(5, 300));
    Files.move(
        file.resolveSibling("_b.idx"),
        file.resolveSibling("_a.idx"),
        java.nio.file.StandardCopyOption.REPLACE_EXISTING);
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").count())
        .hasMessageContainingAll("[TFRECORD_", "_a.idx", "index", "SQLSTATE");
  }

  private static void stale(Bench bench) throws Exception {
    Path file = bench.indexedFile("a", Samples.examples(0, 100));
    Files.setLastModifiedTime(
        file.resolveSibling("_a.idx"), FileTime.from(Instant.parse("2020-01-01T00:00:00Z")));
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").count())
        .hasMessageContainingAll("[TFRECORD_", "_a.idx", "index", "SQLSTATE");
  }

  private static void off(Bench bench) throws Exception {
    Path file = bench.indexedFile("a", Samples.examples(0, 100));
    Files.writeString(file.resolveSibling("_a.idx"), "no index at all");
    Dataset<Row> rows = bench.tfrecord().option("index", "off").schema("id BIGINT").load(file + "");
    assertThat(rows.count()).isEqualTo(100);
  }
}
