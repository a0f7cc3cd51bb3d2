package io.s3dlio.tfrecord;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Any bytes, in a JVM whose heap would not bear an allocation that a length field asks for. */
final class FuzzTest {

  /** Inputs; nightly runs set 10,000,000 and fresh seeds. */
  private static final long COUNT = Long.getLong("s3dlio.fuzz", 40_000);

  private static final long SEED = Long.getLong("s3dlio.seed", 15);

  @Test
  @Timeout(value = 3, unit = TimeUnit.HOURS)
  void noInputCrashesHangsOrFillsTheHeap() throws IOException, InterruptedException {
    Process fuzz =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                FuzzMain.class.getName(),
                Long.toString(COUNT),
                Long.toString(SEED))
            .redirectErrorStream(true)
            .start();
    String output = new String(fuzz.getInputStream().readAllBytes(), UTF_8);
    assertThat(fuzz.waitFor()).as(output).isZero();
    assertThat(output).contains(COUNT + " inputs");
  }
}
