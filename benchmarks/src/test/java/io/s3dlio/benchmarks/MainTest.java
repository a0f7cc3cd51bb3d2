package io.s3dlio.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Cases run and all their contenders agree, on sets of a few records. */
final class MainTest {

  private static final double TINY = 0.0002;

  /** One of each kind. */
  private static final List<String> CASES =
      List.of(
          "small-all-full",
          "small-one-full",
          "small-count",
          "big-all-full",
          "count-indexed",
          "one-file-one",
          "points",
          "index-text");

  @TempDir Path directory;

  @Test
  void casesAreMeasuredOnceAndShown() throws Exception {
    String markdown = Main.measure(options(1));
    for (String heading :
        List.of(
            "### small-all-full: all 11 columns",
            "### small-one-full: the sum of one integer",
            "### small-count: count(*)",
            "### big-all-full: both columns",
            "### count-indexed: count(*)",
            "### one-file-one: the sum",
            "### points: _metadata.record_index IN",
            "### index-text: DALI's text index")) {
      assertThat(markdown).contains(heading);
    }
    assertThat(markdown)
        .contains("| **format(\"tfrecord\"), verifyCrc=full** | ")
        .contains("| tensorflow-hadoop 1.15.0 and protobuf | ")
        .contains("| *limit: ");
    Path results = directory.resolve("results");
    byte[] before = Files.readAllBytes(results.resolve("small-count.tsv"));
    assertThat(Main.measure(options(2))).isEqualTo(markdown);
    assertThat(results.resolve("small-count.tsv")).hasBinaryContent(before);
  }

  private Main.Options options(int rounds) {
    return new Main.Options(
        directory.resolve("data"),
        directory.resolve("results"),
        TINY,
        new Rounds(0, rounds, 0),
        null,
        Path.of("src/main/python"),
        CASES);
  }
}
