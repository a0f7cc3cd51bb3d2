package io.s3dlio.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.explode;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.lower;
import static org.apache.spark.sql.functions.split;

import java.io.IOException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * Counts the words of all files below a folder.
 *
 * <pre>spark-submit --class io.s3dlio.examples.WordCount ... s3://demo/docs s3://demo/words</pre>
 */
public final class WordCount {

  private WordCount() {}

  /** Arguments: the folder to read, the folder to write. */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark = SparkSession.builder().appName("word count").getOrCreate()) {
      run(spark, arguments[0], arguments[1]);
    }
  }

  /** Writes one CSV file of words and counts, the most frequent first. */
  static void run(SparkSession spark, String input, String output) {
    Dataset<Row> words =
        spark
            .read()
            .option("recursiveFileLookup", "true")
            .text(input)
            .select(explode(split(lower(col("value")), "[^a-z]+")).as("word"))
            .where(col("word").notEqual(""))
            .groupBy("word")
            .agg(count(lit(1)).as("n"))
            .orderBy(col("n").desc(), col("word"));
    words.coalesce(1).write().mode("overwrite").csv(output);
  }
}
