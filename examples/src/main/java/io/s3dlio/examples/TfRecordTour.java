package io.s3dlio.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.expr;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * What {@code docs/tfrecord.md} shows, in one job.
 *
 * <pre>
 * spark-submit --class io.s3dlio.examples.TfRecordTour
 *   --conf spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions ... s3://tour/set s3://tour/answer
 * </pre>
 */
public final class TfRecordTour {

  private TfRecordTour() {}

  /** Arguments: the folder for the TFRecord files, the folder for the answer. */
  public static void main(String[] arguments) throws IOException {
    String target = arguments[0];
    String answer = arguments[1];
    try (SparkSession spark = SparkSession.builder().appName("tfrecord tour").getOrCreate()) {
      Dataset<Row> rows =
          spark
              .range(0, 1000, 1, 1)
              .selectExpr(
                  "id",
                  "CAST(id / 8 AS FLOAT) AS score",
                  "array('all', CAST(id % 3 AS STRING)) AS tags",
                  "id % 4 AS shard");

      rows.write()
          .format("tfrecord")
          .option("writeIndex", "both")
          .partitionBy("shard")
          .mode("overwrite")
          .save(target);

      Dataset<Row> records =
          spark
              .read()
              .format("tfrecord")
              .schema("id BIGINT, score FLOAT, tags ARRAY<STRING>, shard INT")
              .load(target);

      Dataset<Row> chosen =
          records
              .where(col("shard").equalTo(2).and(col("_metadata.record_index").isin(3, 5)))
              .select(col("id"), col("score"), col("_metadata.record_length").as("bytes"));

      Dataset<Row> payloads =
          chosen
              .select(expr("to_tf_example(struct(id, score)) AS payload"))
              .select(expr("from_tf_example(payload, 'id BIGINT, score FLOAT') AS example"));

      chosen
          .join(payloads, expr("id = example.id"))
          .select("id", "example.score", "bytes")
          .orderBy("id")
          .coalesce(1)
          .write()
          .mode("overwrite")
          .option("header", "true")
          .csv(answer);
    }
  }
}
