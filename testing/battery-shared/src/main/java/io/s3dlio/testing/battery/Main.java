package io.s3dlio.testing.battery;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;

/**
 * The battery on whatever Spark is on the class path: a line for each step, then the totals.
 *
 * <p>Arguments: a folder for its files and a file for the lines. With SPARK_REMOTE in the
 * environment the session is that server's. Ends with 1 when a step failed, and with an exception
 * when there was no session.
 */
public final class Main {
  private int passed;
  private int failed;
  private int left;

  private Main() {}

  /** Runs all steps. */
  public static void main(String[] arguments) throws Exception {
    Path work = Path.of(arguments[0]);
    boolean remote = Sessions.isRemote();
    try (PrintStream out =
        new PrintStream(
            Files.newOutputStream(Path.of(arguments[1])), true, StandardCharsets.UTF_8)) {
      SparkSession spark = remote ? Sessions.remote() : Sessions.local(work);
      Pattern only = Pattern.compile(System.getProperty("s3dlio.battery.only", ""));
      Main run = new Main();
      List<Step> steps = new ArrayList<>(Battery.steps());
      steps.removeIf(step -> !only.matcher(step.name()).find());
      for (Step step : steps) {
        run.run(step, spark, work, !remote, out);
      }
      out.printf(
          "TOTAL spark=%s scala=%s java=%s passed=%d failed=%d left-out=%d%n",
          spark.version(),
          scala.util.Properties.versionNumberString(),
          System.getProperty("java.version"),
          run.passed,
          run.failed,
          run.left);
      System.exit(run.failed == 0 && run.passed > 0 ? 0 : 1);
    }
  }

  private void run(Step step, SparkSession spark, Path work, boolean driver, PrintStream out) {
    if (step.needs() == Step.Needs.DRIVER && !driver) {
      left++;
      out.println("left   " + step.name() + " (needs the JVM of the driver)");
      return;
    }
    long start = System.nanoTime();
    try {
      List<String> notes = Battery.run(step, spark, work);
      passed++;
      out.printf("ok     %s (%d ms)%n", step.name(), (System.nanoTime() - start) / 1_000_000);
      notes.forEach(note -> out.println("       " + note));
    } catch (Exception | AssertionError | LinkageError e) {
      failed++;
      out.println("FAILED " + step.name());
      e.printStackTrace(out);
    }
  }
}
