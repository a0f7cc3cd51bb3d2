"""Packs all files below a folder into TFRecord files and asks SQL questions of them.

spark-submit file_records.py s3://tour/docs s3://tour/records s3://tour/kinds
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, regexp_extract

source, target, answer = sys.argv[1:]
spark = SparkSession.builder.appName("file records").getOrCreate()

files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
files.select(
    regexp_extract(col("path"), r"\.([A-Za-z0-9]+)$", 1).alias("kind"),
    col("length").alias("size"),
    "content",
).write.format("tfrecord").mode("overwrite").save(target)

records = spark.read.format("tfrecord").schema("kind STRING, size BIGINT, content BINARY").load(target)
records.createOrReplaceTempView("records")
kinds = spark.sql("""
    SELECT kind, count(*) AS files, sum(size) AS bytes, max(size) AS largest,
           bit_xor(xxhash64(content)) AS fingerprint
    FROM records
    WHERE size > 0
    GROUP BY kind
    ORDER BY files DESC, kind
""")
kinds.coalesce(1).write.mode("overwrite").option("header", "true").csv(answer)

spark.stop()
