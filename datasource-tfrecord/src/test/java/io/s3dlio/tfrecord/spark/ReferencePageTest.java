package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.spark.CommonErrors;
import io.s3dlio.spark.FileStreamOptions;
import io.s3dlio.spark.ListingOptions;
import io.s3dlio.spark.SourceError;
import io.s3dlio.spark.SourceOption;
import io.s3dlio.tfrecord.spark.function.FunctionErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordErrors;
import io.s3dlio.tfrecord.spark.option.TfRecordOptions;
import io.s3dlio.tfrecord.spark.option.WriteErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables of {@code docs/tfrecord.md} say what the declarations say. */
final class ReferencePageTest {

  private static final Path PAGE = Path.of("..", "docs", "tfrecord.md");

  @Test
  void thePageIsCurrent() throws IOException {
    String page = Files.readString(PAGE);
    String right = with(with(page, "options", options()), "errors", errors());
    if (Boolean.getBoolean("s3dlio.docs.write")) {
      Files.writeString(PAGE, right);
      page = right;
    }
    assertThat(page)
        .as(
            "%s is out of date; make it anew with: mvn -pl datasource-tfrecord -am test"
                + " -Dtest=ReferencePageTest -Dsurefire.failIfNoSpecifiedTests=false"
                + " -Ds3dlio.docs.write=true",
            PAGE)
        .isEqualTo(right);
  }

  private static String options() {
    return "| Name | Default | Meaning | Values | Scope |\n| --- | --- | --- | --- | --- |\n"
        + Stream.of(TfRecordOptions.all(), ListingOptions.all(), FileStreamOptions.all())
            .flatMap(List::stream)
            .map(ReferencePageTest::row)
            .collect(Collectors.joining());
  }

  private static String row(SourceOption<?> option) {
    String scope = option.scope().name().toLowerCase(Locale.ROOT).replace("_", ", ");
    String value = option.defaultText().isEmpty() ? "" : "`" + option.defaultText() + "`";
    return String.format(
        "| `%s` | %s | %s | %s | %s |%n",
        option.name(), value, option.sentence(), option.legal(), scope);
  }

  private static String errors() {
    return "| Condition | SQLSTATE | Text | Cure |\n| --- | --- | --- | --- |\n"
        + Stream.of(
                TfRecordErrors.all(), WriteErrors.all(), FunctionErrors.all(), CommonErrors.all())
            .flatMap(List::stream)
            .map(ReferencePageTest::row)
            .collect(Collectors.joining());
  }

  private static String row(SourceError error) {
    return String.format(
        "| `%s` | %s | %s | %s |%n",
        error.name(), error.sqlState(), escaped(error.template()), escaped(error.cure()));
  }

  /** Parameters look like tags of HTML. */
  private static String escaped(String text) {
    return text.replaceAll("<([a-zA-Z]+)>", "*$1*");
  }

  private static String with(String page, String name, String table) {
    String begin = "<!-- " + name + " -->\n";
    String end = "<!-- /" + name + " -->";
    int from = page.indexOf(begin) + begin.length();
    return page.substring(0, from) + table + page.substring(page.indexOf(end));
  }
}
