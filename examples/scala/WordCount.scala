// Counts the words of all files below a folder and prints the ten most frequent.
//
// INPUT=s3://tour/docs spark-shell --jars s3dlio-bundle.jar -i examples/scala/WordCount.scala

import org.apache.spark.sql.functions._

val lines = spark.read.option("recursiveFileLookup", "true").text(sys.env("INPUT"))
val words = lines.select(explode(split(lower(col("value")), "[^a-z]+")).as("word"))
val counts = words.where("word != ''").groupBy("word").count()
counts.orderBy(col("count").desc, col("word")).take(10).foreach { row =>
  println(s"${row.getString(0)},${row.getLong(1)}")
}

sys.exit(0)
