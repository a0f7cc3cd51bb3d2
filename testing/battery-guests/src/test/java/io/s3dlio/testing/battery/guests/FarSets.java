package io.s3dlio.testing.battery.guests;

import static org.apache.spark.sql.functions.spark_partition_id;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/**
 * The same on any Hadoop FileSystem: written with an index, read whole, split, counted, looked up.
 */
final class FarSets {
  private static final int ROWS = 20_000;

  private FarSets() {}

  /** Writes a set beneath a folder that is empty or not there, and reads it in every way. */
  static void tour(SparkSession spark, String folder) throws IOException {
    String set = folder + "/set";
    Dataset<Row> rows =
        spark
            .range(ROWS)
            .selectExpr(
                "id", "id % 2 AS k", "concat('näme ', id) AS name", "array(id, -id) AS pair");
    rows.coalesce(1).write().format("tfrecord").partitionBy("k").save(set);
    Dataset<Row> back = spark.read().format("tfrecord").schema(rows.schema()).load(set);
    assertThat(back.exceptAll(rows.selectExpr(back.columns())).count()).isZero();
    assertThat(back.count()).isEqualTo(ROWS);
    assertThat(back.filter("k = 1 AND _metadata.record_index = 7").select("id").first().getLong(0))
        .isEqualTo(15);
    split(spark, folder, rows);
    indexLiesBeside(spark, set);
  }

  private static void split(SparkSession spark, String folder, Dataset<Row> rows) {
    String one = folder + "/one";
    rows.coalesce(1).write().format("tfrecord").save(one);
    spark.conf().set("spark.sql.files.maxPartitionBytes", "400000");
    try {
      Dataset<Row> split = spark.read().format("tfrecord").schema(rows.schema()).load(one);
      assertThat(split.select(spark_partition_id()).distinct().count()).isGreaterThan(2);
      assertThat(split.exceptAll(rows).count()).isZero();
      Dataset<Row> unindexed =
          spark.read().format("tfrecord").option("index", "off").schema(rows.schema()).load(one);
      assertThat(unindexed.select(spark_partition_id()).distinct().count()).isGreaterThan(2);
      assertThat(unindexed.exceptAll(rows).count()).isZero();
    } finally {
      spark.conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  private static void indexLiesBeside(SparkSession spark, String set) throws IOException {
    Path part = new Path(set, "k=0");
    FileSystem files = FileSystem.get(URI.create(set), spark.sparkContext().hadoopConfiguration());
    FileStatus[] all = files.listStatus(part);
    assertThat(Arrays.stream(all).map(file -> file.getPath().getName()))
        .as("data and index")
        .hasSize(2)
        .anyMatch(name -> name.startsWith("_") || name.startsWith("."));
  }
}
