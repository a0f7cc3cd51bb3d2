package io.s3dlio.tfrecord.spark;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What tests look at in Spark's plans. */
final class Plans {

  private Plans() {}

  /** The whole physical plan as text. */
  static String of(Dataset<Row> rows) {
    return rows.queryExecution().executedPlan().toString();
  }

  /** Tasks that the first stage of a plan without exchanges has. */
  static int partitions(Dataset<Row> rows) {
    return rows.javaRDD().getNumPartitions();
  }
}
