package io.s3dlio.testing.battery;

import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Sessions as the battery wants them: two cores, few partitions, nothing left behind. */
public final class Sessions {
  private Sessions() {}

  /**
   * Starts a session in this JVM.
   *
   * @param work for the warehouse and whatever Spark spills
   */
  public static SparkSession local(Path work) {
    return SparkSession.builder()
        .master("local[2]")
        .appName("battery")
        .config("spark.ui.enabled", false)
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.local.dir", work.resolve("spark").toString())
        .config("spark.sql.warehouse.dir", work.resolve("warehouse").toUri().toString())
        .config("spark.sql.shuffle.partitions", 2)
        .config("spark.sql.session.timeZone", "UTC")
        .getOrCreate();
  }

  /** Whether the environment names a server of Spark Connect. */
  public static boolean isRemote() {
    return System.getenv("SPARK_REMOTE") != null;
  }

  /**
   * A session of the server that the environment names as SPARK_REMOTE ({@code sc://host:port});
   * the class path must hold Spark's Connect client.
   */
  public static SparkSession remote() {
    return SparkSession.builder().getOrCreate();
  }
}
