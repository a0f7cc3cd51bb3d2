package io.s3dlio.testing.battery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.SparkSession;

/** All steps, in the order in which they run. */
public final class Battery {
  private Battery() {}

  /** The steps of every part. */
  public static List<Step> steps() {
    return Stream.of(
            ReadSteps.all(),
            ListingSteps.all(),
            PlanSteps.all(),
            PositionSteps.all(),
            SplitSteps.all(),
            BrokenSteps.all(),
            WriteSteps.all(),
            TypeSteps.all(),
            SqlSteps.all(),
            StreamSteps.all(),
            FunctionSteps.all(),
            DriverSteps.all())
        .flatMap(List::stream)
        .toList();
  }

  /**
   * Runs one step in a folder of its own.
   *
   * @param work where the folder is made
   * @return what the step recorded, in its order
   * @throws Exception whatever the step throws; its promise is then not kept
   */
  public static List<String> run(Step step, SparkSession spark, Path work) throws Exception {
    Path folder = Files.createTempDirectory(made(work), "step");
    Bench bench = new Bench(spark, folder);
    step.trial().run(bench);
    return bench.notes();
  }

  private static Path made(Path work) throws IOException {
    return Files.createDirectories(work);
  }
}
