package io.s3dlio.tfrecord.spark;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/**
 * The one Spark session of the module's tests: local, two threads, no web pages. It is started by
 * the first test that asks for it and ends with the JVM.
 */
final class SparkTest {

  private static final class Holder {
    static final SparkSession SESSION = start();
  }

  private SparkTest() {}

  static SparkSession spark() {
    return Holder.SESSION;
  }

  private static SparkSession start() {
    Path home;
    try {
      home = Files.createTempDirectory("spark-test");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return SparkSession.builder()
        .master("local[2]")
        .appName("tests")
        .config("spark.ui.enabled", "false")
        .config("spark.driver.host", "127.0.0.1")
        .config("spark.sql.shuffle.partitions", "2")
        .config("spark.sql.warehouse.dir", home.resolve("warehouse").toUri().toString())
        .config("spark.sql.session.timeZone", "UTC")
        .config("spark.sql.extensions", TfRecordExtensions.class.getName())
        .getOrCreate();
  }
}
