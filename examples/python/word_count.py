"""Counts the words of all files below a folder.

spark-submit word_count.py s3://tour/docs s3://tour/words
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, count, explode, lit, lower, split

source, target = sys.argv[1:]
spark = SparkSession.builder.appName("word count").getOrCreate()

lines = spark.read.option("recursiveFileLookup", "true").text(source)
words = lines.select(explode(split(lower(col("value")), "[^a-z]+")).alias("word"))
counts = words.where("word != ''").groupBy("word").agg(count(lit(1)).alias("count"))
counts.orderBy(col("count").desc(), col("word")).coalesce(1).write.mode("overwrite").csv(target)

spark.stop()
