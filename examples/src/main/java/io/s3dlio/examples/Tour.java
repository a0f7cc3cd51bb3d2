package io.s3dlio.examples;

import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * The Spark part of {@code ./s3dlio demo}: the word count, the Parquet query and the TFRecord query
 * in one application.
 */
public final class Tour {

  private Tour() {}

  /** Arguments: the folder to read, the folder below which all results are written. */
  public static void main(String[] arguments) throws IOException {
    String input = arguments[0];
    String results = arguments[1];
    try (SparkSession spark = SparkSession.builder().appName("s3dlio demo").getOrCreate()) {
      WordCount.run(spark, input, results + "/words");
      ParquetQuery.run(spark, input, results + "/lines", results + "/kinds");
      FileRecords.run(spark, input, results + "/records", results + "/sizes");
    }
  }
}
