"""What docs/tfrecord.md shows, in one job.

spark-submit --conf spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions \
  tfrecord_tour.py s3://tour/set s3://tour/answer
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, expr

target, answer = sys.argv[1:]
spark = SparkSession.builder.appName("tfrecord tour").getOrCreate()

rows = spark.range(0, 1000, 1, 1).selectExpr(
    "id",
    "CAST(id / 8 AS FLOAT) AS score",
    "array('all', CAST(id % 3 AS STRING)) AS tags",
    "id % 4 AS shard",
)

(
    rows.write.format("tfrecord")
    .option("writeIndex", "both")
    .partitionBy("shard")
    .mode("overwrite")
    .save(target)
)

records = (
    spark.read.format("tfrecord")
    .schema("id BIGINT, score FLOAT, tags ARRAY<STRING>, shard INT")
    .load(target)
)

chosen = records.where((col("shard") == 2) & col("_metadata.record_index").isin(3, 5)).select(
    "id", "score", col("_metadata.record_length").alias("bytes")
)

payloads = chosen.select(expr("to_tf_example(struct(id, score)) AS payload")).select(
    expr("from_tf_example(payload, 'id BIGINT, score FLOAT') AS example")
)

result = chosen.join(payloads, expr("id = example.id")).select("id", "example.score", "bytes")
result.orderBy("id").coalesce(1).write.mode("overwrite").option("header", "true").csv(answer)

spark.stop()
