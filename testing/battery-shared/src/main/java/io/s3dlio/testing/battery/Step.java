package io.s3dlio.testing.battery;

/**
 * A promise and how it is tried.
 *
 * @param name the promise, as the table prints it
 * @param trial throws when the promise is not kept
 * @param needs what of Spark it needs besides SQL and data frames
 */
public record Step(String name, Trial trial, Needs needs) {
  /** Where a step can run. */
  public enum Needs {
    /** Everywhere. */
    NOTHING,
    /** In the JVM of the driver: it looks into plans and sessions that a Connect client has not. */
    DRIVER
  }

  /** What a step does. */
  @FunctionalInterface
  public interface Trial {
    /** Runs the step in folders of its own. */
    void run(Bench bench) throws Exception;
  }

  static Step of(String name, Trial trial) {
    return new Step(name, trial, Needs.NOTHING);
  }

  static Step inDriver(String name, Trial trial) {
    return new Step(name, trial, Needs.DRIVER);
  }
}
