package io.s3dlio.testing.battery.guests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.holdenkarau.spark.testing.SharedJavaSparkContext;
import io.s3dlio.testing.battery.Battery;
import io.s3dlio.testing.battery.Step;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Steps of the battery in the context that spark-testing-base makes, as its users have it. */
final class TestingBaseTest extends SharedJavaSparkContext {
  private static final List<String> STEPS =
      List.of(
          "every value is read, what is missing is null",
          "rows of many batches survive cache, sort, join and union",
          "a file without an index is split as well",
          "partitionBy writes folders and reads them back",
          "every scalar type comes back as it was");

  @TempDir private Path work;

  /** Its own life cycle is JUnit 4's; Jupiter calls it by hand. */
  @BeforeEach
  void context() {
    runBefore();
  }

  @AfterAll
  static void stop() {
    runAfterClass();
  }

  @Test
  void theContextIsThatOfTheBase() {
    assertThat(jsc().sc()).isSameAs(session().sparkContext());
    assertThat(session().version()).isEqualTo(System.getProperty("s3dlio.battery.line"));
  }

  @TestFactory
  Stream<DynamicTest> steps() {
    List<Step> chosen =
        Battery.steps().stream().filter(step -> STEPS.contains(step.name())).toList();
    assertThat(chosen).hasSameSizeAs(STEPS);
    return chosen.stream()
        .map(step -> dynamicTest(step.name(), () -> Battery.run(step, session(), work)));
  }

  private SparkSession session() {
    return SparkSession.builder().sparkContext(jsc().sc()).getOrCreate();
  }
}
