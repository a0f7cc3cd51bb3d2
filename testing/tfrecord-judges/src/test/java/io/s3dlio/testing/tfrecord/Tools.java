package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Programs that .ci/tfrecord-judges has installed, run to their end. */
final class Tools {

  private static final long MINUTES = 3;

  private Tools() {}

  /** A Python with TensorFlow and other packages that know TFRecord. */
  static String python() {
    return home().resolve("bin/python").toString();
  }

  /** NVIDIA DALI's program that makes an index. */
  static Path tfrecord2idx() {
    return home().resolve("tfrecord2idx");
  }

  /** Without the tools these tests fail: they never run on less. */
  private static Path home() {
    String home = System.getenv("S3DLIO_TEST_TFRECORD_TOOLS");
    assertThat(home).as("S3DLIO_TEST_TFRECORD_TOOLS: run .ci/tfrecord-judges").isNotNull();
    return Path.of(home);
  }

  static void run(String... command) throws IOException, InterruptedException {
    run(new File("/dev/null"), new File("/dev/null"), command);
  }

  /** With a file as its input and one for its output. */
  static void run(File in, File out, String... command) throws IOException, InterruptedException {
    Path errors = Files.createTempFile("judge", ".log");
    Process process =
        new ProcessBuilder(List.of(command))
            .redirectInput(in)
            .redirectOutput(out)
            .redirectError(errors.toFile())
            .start();
    try {
      assertThat(process.waitFor(MINUTES, TimeUnit.MINUTES)).as(command[0]).isTrue();
      assertThat(process.exitValue())
          .as("%s: %s", String.join(" ", command), Files.readString(errors))
          .isZero();
    } finally {
      process.destroyForcibly();
      Files.delete(errors);
    }
  }
}
