package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.hadoop.FileSummary.Outcome;
import io.s3dlio.tfrecord.hadoop.IndexPlan.Existing;
import io.s3dlio.tfrecord.index.IndexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class ToolArgumentsTest {
  private static final Set<String> ALL =
      Set.of("--format", "--index-name", "--output-dir", "--force", "--limit", "--feature");

  @Test
  void optionsAndPathsComeInAnyOrder() {
    ToolArguments arguments =
        parse("a", "-D", "x=1", "--force", "-Dy=2=3", "--format", "text,binary", "b", "--limit=7");
    assertThat(arguments.paths()).containsExactly("a", "b");
    assertThat(arguments.settings()).isEqualTo(Map.of("x", "1", "y", "2=3"));
    assertThat(arguments.plan().existing()).isEqualTo(Existing.REPLACE);
    assertThat(arguments.plan().formats())
        .containsExactlyInAnyOrder(IndexFormat.TEXT, IndexFormat.BINARY16);
    assertThat(arguments.limit()).isEqualTo(7);
    assertThat(arguments.toString()).doesNotContain("2=3");
  }

  @Test
  void indexesForOthersAreText() {
    assertThat(parse("a").plan()).isEqualTo(IndexPlan.DEFAULT);
    assertThat(parse("a", "--output-dir", "s3://b/index/").plan().directory())
        .isEqualTo("s3://b/index");
    assertThat(parse("a", "--index-name", "{stem}.tfindex").plan().formats())
        .containsExactly(IndexFormat.TEXT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--forc a|no option --forc",
        "--format csv a|one or more of text, compact, binary",
        "--limit -1 a|0 or more",
        "--limit many a|0 or more",
        "a --limit|--limit is followed by a value",
        "-D x a|-D is followed by name=value",
        "--force|no file or directory is named",
        "--index-name x a|needs {name} or {stem}"
      })
  void whatCannotBeIsAnsweredByASentence(String words, String sentence) {
    assertThatThrownBy(() -> parse(words.split(" ")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(sentence);
  }

  @Test
  void totalsAreOfWhatCouldBeDone() {
    Totals totals =
        Totals.of(
            List.of(
                new FileSummary("a", Outcome.DONE, 2, 62, 26, 36, ""),
                new FileSummary("b", Outcome.UP_TO_DATE, 1, 20, 20, 20, ""),
                new FileSummary("c", Outcome.DONE, 0, 0, 0, 0, ""),
                FileSummary.failed("d", 100, new Exception())));
    assertThat(totals).isEqualTo(new Totals(4, 1, 1, 3, 82, 20, 36));
    assertThat(totals)
        .hasToString(
            "4 files, 3 records, 82 bytes; a record has 20 to 36 bytes, 27.3 on average;"
                + " 1 up to date, 1 failed");
  }

  private static ToolArguments parse(String... words) {
    return ToolArguments.parse(List.of(words), ALL);
  }
}
