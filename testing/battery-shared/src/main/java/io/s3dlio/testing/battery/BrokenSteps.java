package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Files that are not as they should be. */
final class BrokenSteps {
  private static final String WITH_CORRUPT = "id BIGINT, _corrupt_record BINARY";

  private BrokenSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("a bad CRC names file, record and byte", BrokenSteps::badCrc),
        Step.of("a bad length header names file, record and byte", BrokenSteps::badLength),
        Step.of("a file cut anywhere is an error, or ends at a border", BrokenSteps::cut),
        Step.of("plain CRC-32 is called by its name", BrokenSteps::plainCrc32),
        Step.of("what is no TFRecord at all fails", BrokenSteps::noise),
        Step.of("verifyCrc=off and length read past a bad payload", BrokenSteps::unverified),
        Step.of("PERMISSIVE makes a bad payload one corrupt row", BrokenSteps::permissive),
        Step.of("PERMISSIVE makes the rest after a bad header one corrupt row", BrokenSteps::rest),
        Step.of(
            "PERMISSIVE makes an undecodable Example one corrupt row", BrokenSteps::undecodable),
        Step.of("DROPMALFORMED leaves such rows out", BrokenSteps::dropped),
        Step.of("ignoreCorruptFiles leaves the broken rest out", BrokenSteps::ignored),
        Step.of("a feature of another kind names the column and the kinds", BrokenSteps::kinds));
  }

  /** Three records with the payload of the second, or its header, damaged. */
  private static Path damaged(Bench bench, int inSecond) throws Exception {
    byte[] file = Frames.file(Samples.examples(0, 3));
    file[Frames.frame(Samples.example(0)).length + inSecond] ^= 1;
    return Files.write(bench.path("set/a.tfrecord"), file);
  }

  private static Path badPayload(Bench bench) throws Exception {
    return damaged(bench, Frames.HEADER + 20);
  }

  private static void badCrc(Bench bench) throws Exception {
    Path file = badPayload(bench);
    long offset = Frames.frame(Samples.example(0)).length;
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").collectAsList())
        .hasMessageContainingAll("[TFRECORD_BAD_CRC]", "a.tfrecord", "" + offset, "SQLSTATE")
        .hasMessageContaining("verifyCrc");
  }

  private static void badLength(Bench bench) throws Exception {
    Path file = damaged(bench, 1);
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").collectAsList())
        .hasMessageContainingAll("[TFRECORD_", "a.tfrecord", "SQLSTATE");
  }

  private static void cut(Bench bench) throws Exception {
    byte[] whole = Frames.file(Samples.examples(0, 3));
    int first = Frames.frame(Samples.example(0)).length;
    for (int length : new int[] {1, 7, 8, 11, 12, 40, first - 1, first, first + 1, first + 11}) {
      Path file = Files.write(bench.path("cut"), Arrays.copyOf(whole, length));
      Dataset<Row> rows = bench.tfrecord().schema("id BIGINT").load(file + "");
      if (length == first) {
        assertThat(rows.count()).isEqualTo(1);
      } else {
        bench.failure(() -> rows.collectAsList()).hasMessageContainingAll("[TFRECORD_", "cut");
        bench.failure(() -> rows.count()).hasMessageContainingAll("[TFRECORD_", "cut");
      }
    }
  }

  private static void plainCrc32(Bench bench) throws Exception {
    Path file = Files.write(bench.path("a"), Frames.frameWithPlainCrc32(Samples.example(1)));
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").collectAsList())
        .hasMessageContainingAll("CRC-32", "CRC-32C");
  }

  private static void noise(Bench bench) throws Exception {
    Path file = Files.writeString(bench.path("a"), "Lorem ipsum dolor sit amet. ".repeat(20));
    bench.failure(() -> bench.load(file).count()).hasMessageContaining("[TFRECORD_");
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").collectAsList())
        .hasMessageContaining("[TFRECORD_");
  }

  private static void unverified(Bench bench) throws Exception {
    byte[] file = Frames.file(Samples.examples(0, 3));
    // The payload's own CRC, so that the Example is still whole.
    file[Frames.frame(Samples.example(0)).length - 1] ^= 1;
    Path path = Files.write(bench.path("a"), file);
    for (String level : List.of("off", "length")) {
      assertThat(
              bench.json(
                  bench.tfrecord().option("verifyCrc", level).schema("id BIGINT").load(path + "")))
          .containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}");
    }
  }

  private static Dataset<Row> permissive(Bench bench, Path file) {
    return bench.tfrecord().option("mode", "PERMISSIVE").schema(WITH_CORRUPT).load(file + "");
  }

  private static void permissive(Bench bench) throws Exception {
    List<Row> rows = permissive(bench, badPayload(bench)).collectAsList();
    assertThat(rows.stream().map(row -> row.get(0))).containsExactly(0L, null, 2L);
    byte[] corrupt = (byte[]) rows.get(1).get(1);
    assertThat(corrupt).hasSameSizeAs(Samples.example(1)).isNotEqualTo(Samples.example(1));
    assertThat(permissive(bench, badPayload(bench)).filter("_corrupt_record is not null").count())
        .isEqualTo(1);
    assertThat(permissive(bench, badPayload(bench)).count()).isEqualTo(3);
  }

  private static void rest(Bench bench) throws Exception {
    List<Row> rows = permissive(bench, damaged(bench, 1)).collectAsList();
    assertThat(rows.stream().map(row -> row.get(0))).containsExactly(0L, null);
    assertThat(rows.get(1).get(1)).isNotNull();
  }

  private static void undecodable(Bench bench) throws Exception {
    Path file =
        bench.file("a", List.of(Samples.example(0), new byte[] {10, 99, 1}, Samples.example(2)));
    assertThat(permissive(bench, file).collectAsList().stream().map(row -> row.get(0)))
        .containsExactly(0L, null, 2L);
    bench
        .failure(() -> bench.tfrecord().schema("id BIGINT").load(file + "").collectAsList())
        .hasMessageContainingAll("[TFRECORD_", "SQLSTATE");
  }

  private static void dropped(Bench bench) throws Exception {
    Dataset<Row> rows =
        bench
            .tfrecord()
            .option("mode", "DROPMALFORMED")
            .schema("id BIGINT")
            .load(badPayload(bench) + "");
    assertThat(bench.json(rows)).containsExactly("{\"id\":0}", "{\"id\":2}");
    assertThat(rows.count()).isEqualTo(2);
  }

  private static void ignored(Bench bench) throws Exception {
    badPayload(bench);
    Path set = bench.path("set");
    ByteArrayOutputStream good = new ByteArrayOutputStream();
    good.writeBytes(Frames.file(Samples.examples(10, 12)));
    Files.write(set.resolve("b.tfrecord"), good.toByteArray());
    Dataset<Row> rows =
        bench.tfrecord().option("ignoreCorruptFiles", true).schema("id BIGINT").load(set + "");
    assertThat(bench.sorted(rows))
        .contains("{\"id\":10}", "{\"id\":11}")
        .doesNotContain("{\"id\":1}");
  }

  private static void kinds(Bench bench) throws Exception {
    Path file = bench.file("a", List.of(Wire.example(Map.of("v", Wire.floats(1f)))));
    bench
        .failure(() -> bench.tfrecord().schema("v BIGINT").load(file + "").collectAsList())
        .hasMessageContainingAll("[TFRECORD_", "v");
  }
}
