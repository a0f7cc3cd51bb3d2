// What docs/tfrecord.md shows, in one job; for spark-shell:
//
//   spark-shell --conf spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions
//     --conf spark.tour.target=s3://tour/set --conf spark.tour.answer=s3://tour/answer -i TfRecordTour.scala

import io.s3dlio.tfrecord.spark.TfRecordFunctions.{from_tf_example, to_tf_example}
import org.apache.spark.sql.functions._

val target = spark.conf.get("spark.tour.target")
val answer = spark.conf.get("spark.tour.answer")

val rows = spark.range(0, 1000, 1, 1).selectExpr(
  "id",
  "CAST(id / 8 AS FLOAT) AS score",
  "array('all', CAST(id % 3 AS STRING)) AS tags",
  "id % 4 AS shard")

rows.write.format("tfrecord")
  .option("writeIndex", "both").partitionBy("shard").mode("overwrite").save(target)

val records = spark.read.format("tfrecord")
  .schema("id BIGINT, score FLOAT, tags ARRAY<STRING>, shard INT")
  .load(target)

val chosen = records
  .where(col("shard") === 2 && col("_metadata.record_index").isin(3, 5))
  .select(col("id"), col("score"), col("_metadata.record_length").as("bytes"))

val payloads = chosen
  .select(to_tf_example(struct("id", "score")).as("payload"))
  .select(from_tf_example(col("payload"), "id BIGINT, score FLOAT").as("example"))

val result = chosen.join(payloads, expr("id = example.id")).select("id", "example.score", "bytes")
result.orderBy("id").coalesce(1).write.mode("overwrite").option("header", "true").csv(answer)

System.exit(0)
