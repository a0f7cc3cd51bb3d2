package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Every step of the battery on this line, from the one jar. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BatteryTest {
  private final Path work;
  private final SparkSession spark;

  BatteryTest(@TempDir Path work) {
    this.work = work;
    this.spark = Sessions.local(work);
  }

  @AfterAll
  void stop() {
    spark.stop();
  }

  @Test
  void thisIsTheLineAndTheOneJar() throws Exception {
    assertThat(spark.version()).isEqualTo(property("s3dlio.battery.line"));
    assertThat(scala.util.Properties.versionNumberString())
        .startsWith(property("s3dlio.battery.scala"));
    Path jar =
        Path.of(
            Class.forName("io.s3dlio.tfrecord.RecordBlock")
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
    assertThat(Files.isSameFile(jar, Path.of(property("s3dlio.bundle.jar")))).isTrue();
  }

  @Test
  void theBatteryHasItsSteps() {
    assertThat(Battery.steps()).hasSizeGreaterThanOrEqualTo(60);
    assertThat(Battery.steps().stream().map(Step::name)).doesNotHaveDuplicates();
  }

  @TestFactory
  Stream<DynamicTest> steps() {
    return Battery.steps().stream()
        .map(step -> dynamicTest(step.name(), () -> Battery.run(step, spark, work)));
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), "run this test with mvn verify");
  }
}
