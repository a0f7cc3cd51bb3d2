package io.s3dlio.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.input_file_name;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.regexp_extract;
import static org.apache.spark.sql.functions.xxhash64;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Turns the lines of all files below a folder into Parquet, one partition for each kind of file,
 * and asks SQL questions of it.
 *
 * <pre>
 * spark-submit --class io.s3dlio.examples.ParquetQuery ... s3://demo/docs s3://demo/lines s3://demo/kinds
 * </pre>
 */
public final class ParquetQuery {

  private ParquetQuery() {}

  /** Arguments: the folder to read, the folder for the Parquet files, the folder for the answer. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("parquet query").getOrCreate()) {
      run(spark, arguments[0], arguments[1], arguments[2]);
    }
  }

  /** Writes the Parquet files, reads them back, and writes the answer as one CSV file. */
  static void run(SparkSession spark, String input, String parquet, String answer) {
    Dataset<Row> lines =
        spark
            .read()
            .option("recursiveFileLookup", "true")
            .text(input)
            .select(
                regexp_extract(input_file_name(), "\\.([A-Za-z0-9]+)$", 1).as("kind"),
                length(col("value")).as("characters"),
                xxhash64(col("value")).as("hash"),
                col("value").as("text"));
    lines.write().mode("overwrite").partitionBy("kind").parquet(parquet);

    spark.read().parquet(parquet).createOrReplaceTempView("lines");
    Dataset<Row> kinds =
        spark.sql(
            """
            SELECT kind, count(*) AS lines, sum(characters) AS characters,
                   max(characters) AS longest, bit_xor(hash) AS fingerprint
            FROM lines
            WHERE characters > 0
            GROUP BY kind
            ORDER BY lines DESC, kind
            """);
    kinds.coalesce(1).write().mode("overwrite").csv(answer);
  }
}
