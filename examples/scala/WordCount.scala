// Counts the words of all files below a folder; for spark-shell:
//
//   spark-shell --conf spark.tour.source=s3://tour/docs --conf spark.tour.target=s3://tour/words -i WordCount.scala

import org.apache.spark.sql.functions._

val source = spark.conf.get("spark.tour.source")
val target = spark.conf.get("spark.tour.target")

val lines = spark.read.option("recursiveFileLookup", "true").text(source)
val words = lines.select(explode(split(lower(col("value")), "[^a-z]+")).as("word"))
val counts = words.where("word != ''").groupBy("word").agg(count(lit(1)).as("count"))
counts.orderBy(col("count").desc, col("word")).coalesce(1).write.mode("overwrite").csv(target)

System.exit(0)
