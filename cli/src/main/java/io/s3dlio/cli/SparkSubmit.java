package io.s3dlio.cli;

import java.io.IOException;
import java.util.List;

/** {@code ./s3dlio spark-submit ...}: Spark's own command with our schemes, nothing installed. */
public final class SparkSubmit {

  private SparkSubmit() {}

  /** Arguments: those of {@code spark-submit}. */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    System.exit(SparkCommand.run(Home.ofLauncher(), List.of(arguments)));
  }
}
