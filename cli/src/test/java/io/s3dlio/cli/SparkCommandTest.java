package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The command line of Spark. */
final class SparkCommandTest {

  @ParameterizedTest
  @CsvSource({
    "--class Job job.jar, 1g",
    "--driver-memory 3g job.jar, 3g",
    "--conf spark.driver.memory=2g job.jar, 2g",
    "-c spark.driver.memory=2g --driver-memory 3g job.jar, 3g",
    "--driver-memory 3g --conf spark.driver.memory=2g job.jar, 3g",
  })
  void theDriverGetsTheMemoryAskedFor(String arguments, String memory) {
    assertThat(SparkCommand.driverMemory(List.of(arguments.split(" ")))).isEqualTo(memory);
  }
}
