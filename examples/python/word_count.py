"""Counts the words of all files below a folder and prints the ten most frequent.

spark-submit --jars s3dlio-bundle.jar examples/python/word_count.py s3://tour/docs
"""

import sys

from pyspark.sql import SparkSession
from pyspark.sql.functions import col, explode, lower, split

spark = SparkSession.builder.appName("word count").getOrCreate()
lines = spark.read.option("recursiveFileLookup", "true").text(sys.argv[1])
words = lines.select(explode(split(lower(col("value")), "[^a-z]+")).alias("word"))
counts = words.where("word != ''").groupBy("word").count()
for row in counts.orderBy(col("count").desc(), "word").take(10):
    print(f"{row['word']},{row['count']}")
spark.stop()
