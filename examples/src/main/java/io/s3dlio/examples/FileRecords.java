package io.s3dlio.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.regexp_extract;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Packs all files below a folder into TFRecord files, one Example for each, and asks SQL questions
 * of them.
 *
 * <pre>
 * spark-submit --class io.s3dlio.examples.FileRecords ... s3://demo/docs s3://demo/records s3://demo/kinds
 * </pre>
 */
public final class FileRecords {

  private FileRecords() {}

  /**
   * Arguments: the folder to read, the folder for the TFRecord files, the folder for the answer.
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("file records").getOrCreate()) {
      run(spark, arguments[0], arguments[1], arguments[2]);
    }
  }

  /** Writes the TFRecord files, reads them back, and writes the answer as one CSV file. */
  static void run(SparkSession spark, String input, String target, String answer) {
    Dataset<Row> files =
        spark
            .read()
            .format("binaryFile")
            .option("recursiveFileLookup", "true")
            .load(input)
            .select(
                regexp_extract(col("path"), "\\.([A-Za-z0-9]+)$", 1).as("kind"),
                col("length").as("size"),
                col("content"));
    files.write().format("tfrecord").mode("overwrite").save(target);

    spark
        .read()
        .format("tfrecord")
        .schema("kind STRING, size BIGINT, content BINARY")
        .load(target)
        .createOrReplaceTempView("records");
    Dataset<Row> kinds =
        spark.sql(
            """
            SELECT kind, count(*) AS files, sum(size) AS bytes, max(size) AS largest,
                   bit_xor(xxhash64(content)) AS fingerprint
            FROM records
            WHERE size > 0
            GROUP BY kind
            ORDER BY files DESC, kind
            """);
    kinds.coalesce(1).write().mode("overwrite").option("header", "true").csv(answer);
  }
}
