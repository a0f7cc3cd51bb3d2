// Packs all files below a folder into TFRecord files and asks SQL questions of them; for spark-shell:
//
//   spark-shell --conf spark.tour.source=s3://tour/docs --conf spark.tour.target=s3://tour/records
//     --conf spark.tour.answer=s3://tour/kinds -i FileRecords.scala

import org.apache.spark.sql.functions._

val source = spark.conf.get("spark.tour.source")
val target = spark.conf.get("spark.tour.target")
val answer = spark.conf.get("spark.tour.answer")

val files = spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(source)
val examples = files.select(
  regexp_extract(col("path"), "\\.([A-Za-z0-9]+)$", 1).as("kind"), col("length").as("size"), col("content"))
examples.write.format("tfrecord").mode("overwrite").save(target)

val records = spark.read.format("tfrecord").schema("kind STRING, size BIGINT, content BINARY").load(target)
records.createOrReplaceTempView("records")
val kinds = spark.sql("""
  SELECT kind, count(*) AS files, sum(size) AS bytes, max(size) AS largest,
         bit_xor(xxhash64(content)) AS fingerprint
  FROM records
  WHERE size > 0
  GROUP BY kind
  ORDER BY files DESC, kind""")
kinds.coalesce(1).write.mode("overwrite").option("header", "true").csv(answer)

System.exit(0)
