package io.s3dlio.spark;

import static io.s3dlio.spark.SourceOption.Scope.READ;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.junit.jupiter.api.Test;

final class SourceOptionsTest {

  private enum Shape {
    ROUND,
    VERY_FLAT
  }

  private static final SourceOption<Shape> SHAPE =
      SourceOption.choice("shapeOf", READ, "round", Shape.class, "The shape.");
  private static final SourceOption<Long> COUNT =
      SourceOption.number("countOf", READ, "7", 1, 10, "The count.")
          .withSessionNames("spark.sql.old.count");
  private static final SourceOption<Double> PART =
      SourceOption.fraction("partOf", READ, "1.0", "The part.");
  private static final SourceOption<Duration> AGE =
      SourceOption.duration("ageOf", READ, "", "The age.");
  private static final SourceOption<Long> SIZE =
      SourceOption.size("sizeOf", READ, "8MiB", "The size.");
  private static final List<SourceOption<?>> KNOWN = List.of(SHAPE, COUNT, PART, AGE, SIZE);

  private static SourceOptions options(Map<String, String> given) {
    return options(given, Map.of());
  }

  private static SourceOptions options(Map<String, String> given, Map<String, String> session) {
    return SourceOptions.of("test", given, KNOWN, session::get);
  }

  @Test
  void whatIsGivenOutweighsTheSessionAndThatTheDefault() {
    Map<String, String> session = Map.of("spark.sql.test.countOf", "3");
    assertThat(options(Map.of("COUNTOF", "2"), session).value(COUNT)).isEqualTo(2);
    assertThat(options(Map.of(), session).value(COUNT)).isEqualTo(3);
    assertThat(options(Map.of(), Map.of("spark.sql.old.count", "4")).value(COUNT)).isEqualTo(4);
    assertThat(options(Map.of()).value(COUNT)).isEqualTo(7);
    assertThat(options(Map.of(), session).isGiven(COUNT)).isFalse();
  }

  @Test
  void valuesAreTyped() {
    SourceOptions options =
        options(Map.of("shapeOf", "VeryFlat", "partOf", "0.5", "ageOf", "7d", "sizeOf", "1k"));
    assertThat(options.value(SHAPE)).isEqualTo(Shape.VERY_FLAT);
    assertThat(options.value(PART)).isEqualTo(0.5);
    assertThat(options.find(AGE)).contains(Duration.ofDays(7));
    assertThat(options.value(SIZE)).isEqualTo(1024);
    assertThat(options(Map.of("shapeof", "very_flat")).value(SHAPE)).isEqualTo(Shape.VERY_FLAT);
    assertThat(options(Map.of()).find(AGE)).isEmpty();
    assertThat(options(Map.of()).find(SHAPE)).contains(Shape.ROUND);
  }

  @Test
  void anIllegalValueIsRefusedWithTheLegalOnes() {
    assertThatThrownBy(() -> options(Map.of("shapeOf", "square")).value(SHAPE))
        .isInstanceOf(SourceException.class)
        .hasMessage(
            "[DATA_SOURCE_OPTION_VALUE] The option shapeOf of test cannot be \"square\". Legal is one of round, veryFlat. SQLSTATE: 22023");
    assertThatThrownBy(() -> options(Map.of("countOf", "11")).value(COUNT))
        .hasMessageContaining("a whole number, 1 to 10");
    assertThatThrownBy(() -> options(Map.of("countOf", "x")).value(COUNT))
        .hasMessageContaining("cannot be \"x\". Legal is a whole number, 1 to 10.");
    for (String part : List.of("0", "-1", "1.1", "NaN", "much")) {
      assertThatThrownBy(() -> options(Map.of("partOf", part)).value(PART))
          .hasMessageContaining("above 0 and at most 1");
    }
  }

  @Test
  void aNameThatIsNearlyKnownIsRefused() {
    assertThatThrownBy(() -> options(Map.of("shapOf", "round")))
        .hasMessageContaining("[DATA_SOURCE_OPTION_NAME]")
        .hasMessageContaining("Did you mean shapeOf?");
    assertThatThrownBy(() -> options(Map.of("pathGlobFiltr", "*")))
        .hasMessageContaining("Did you mean pathGlobFilter?");
  }

  @Test
  void otherNamesAreLeftAlone() {
    SourceOptions options =
        options(
            Map.of("path", "/x", "paths", "[]", "__paths__", "y", "fs.s3a.secret.key", "hidden"));
    assertThat(options.asMap().get("PATH")).isEqualTo("/x");
    assertThat(options.toString()).contains("fs.s3a.secret.key").doesNotContain("hidden");
  }

  @Test
  void errorsAreSparks() {
    SourceError error = new SourceError("TEST_BROKEN", "22000", "<what> in <file>.", "Set <what>.");
    SourceIOException thrown = error.ioException(null, "what", "a$1", "file", "f");
    assertThat(thrown).hasMessage("[TEST_BROKEN] a$1 in f. Set a$1. SQLSTATE: 22000");
    SparkThrowable throwable = thrown;
    assertThat(throwable.getErrorClass()).isEqualTo("TEST_BROKEN");
    assertThat(thrown.getCondition()).isEqualTo("TEST_BROKEN");
    assertThat(throwable.getSqlState()).isEqualTo("22000");
    assertThat(throwable.getMessageParameters()).isEqualTo(Map.of("what", "a$1", "file", "f"));
    assertThatThrownBy(() -> error.exception("what", "x")).hasMessageContaining("<file>");
  }

  @Test
  void conditionsAreDeclaredOnce() {
    assertThat(CommonErrors.all()).extracting(SourceError::name).doesNotHaveDuplicates();
    assertThat(ListingOptions.all()).extracting(SourceOption::name).doesNotHaveDuplicates();
    assertThat(ListingOptions.all())
        .allSatisfy(option -> assertThat(option.sentence()).endsWith("."));
  }

  @Test
  void pathsAreOneOrMany() {
    assertThat(options(Map.of("path", "/x")).paths()).containsExactly("/x");
    assertThat(options(Map.of("paths", "[\"/a,b\", \"/c\"]")).paths())
        .containsExactly("/a,b", "/c");
    assertThatThrownBy(() -> options(Map.of()).paths())
        .hasMessageContaining("[DATA_SOURCE_PATH_MISSING] The source test was given no path.");
    for (String wrong : List.of("/x", "{}", "[1]")) {
      assertThatThrownBy(() -> options(Map.of("paths", wrong)).paths())
          .hasMessageContaining("Legal is a list of strings in JSON");
    }
  }
}
