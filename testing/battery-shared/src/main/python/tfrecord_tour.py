"""Writes and reads TFRecord with PySpark as a user would, over Connect when SPARK_REMOTE is set.

Arguments: a folder for the files, a file for the lines. Ends with 1 when a step failed.
"""

import os
import pathlib
import platform
import sys
import traceback

from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def round_trip(spark, folder):
    rows = spark.range(1000).select(
        "id",
        (F.col("id") / 2).cast("float").alias("score"),
        F.concat(F.lit("näme "), F.col("id").cast("string")).alias("name"),
        F.array("id", -F.col("id")).alias("pair"),
    )
    rows.write.format("tfrecord").save(folder)
    back = spark.read.format("tfrecord").schema(rows.schema).load(folder)
    assert sorted(back.collect()) == sorted(rows.collect())


def inferred(spark, folder):
    image = bytes([0xFF, 0xD8, 0x00, 0x80])
    spark.createDataFrame([(1, bytearray(image))], "id long, image binary").write.format(
        "tfrecord"
    ).save(folder)
    row = spark.read.format("tfrecord").load(folder).first()
    assert bytes(row["image"]) == image and row["id"] == 1, row


def partitions_and_modes(spark, folder):
    rows = spark.range(9).withColumn("k", F.col("id") % 3)
    rows.write.format("tfrecord").partitionBy("k").save(folder)
    rows.write.format("tfrecord").partitionBy("k").mode("append").save(folder)
    back = spark.read.format("tfrecord").load(folder)
    assert back.where("k = 1").count() == 6
    rows.write.format("tfrecord").partitionBy("k").mode("overwrite").save(folder)
    assert spark.read.format("tfrecord").load(folder).count() == 9


def places(spark, folder):
    spark.range(100).coalesce(1).write.format("tfrecord").save(folder)
    rows = spark.read.format("tfrecord").load(folder)
    chosen = rows.where("_metadata.record_index in (3, 50)").select("id", "_metadata.record_index")
    assert sorted(tuple(row) for row in chosen.collect()) == [(3, 3), (50, 50)]


def sql(spark, folder):
    spark.range(10).write.format("tfrecord").save(folder)
    assert spark.sql(f"SELECT sum(id) FROM tfrecord.`{folder}`").first()[0] == 45
    spark.sql(f"CREATE OR REPLACE TEMPORARY VIEW tour USING tfrecord OPTIONS (path '{folder}')")
    assert spark.table("tour").where("id > 7").count() == 2


def compressed(spark, folder):
    for codec in ["gzip", "zlib", "zstd", "lz4", "snappy"]:
        path = f"{folder}/{codec}"
        spark.range(50).write.format("tfrecord").option("compression", codec).save(path)
        assert spark.read.format("tfrecord").load(path).count() == 50, codec


def functions(spark, folder):
    if "SPARK_REMOTE" not in os.environ:  # A server of Connect knows them by its extensions.
        spark._jvm.io.s3dlio.tfrecord.spark.TfRecordFunctions.register(spark._jsparkSession)
    payloads = spark.range(10).select(F.expr("to_tf_example(struct(id, id * 2 AS two)) AS payload"))
    example = F.call_function("from_tf_example", "payload", F.lit("id bigint, two bigint"))
    assert payloads.select(example.alias("e")).selectExpr("sum(e.id + e.two)").first()[0] == 135


def errors(spark, folder):
    path = pathlib.Path(folder)
    path.mkdir(parents=True)
    (path / "a.tfrecord").write_bytes(b"this is no record at all")
    try:
        spark.read.format("tfrecord").schema("id long").load(folder).collect()
    except Exception as e:  # The class differs between PySpark's lines.
        assert "TFRECORD_" in str(e) and "a.tfrecord" in str(e), e
    else:
        raise AssertionError("no error")


STEPS = [round_trip, inferred, partitions_and_modes, places, sql, compressed, functions, errors]


def main(work, lines):
    spark = SparkSession.builder.getOrCreate()
    passed = failed = 0
    with open(lines, "w", encoding="utf-8") as out:
        for step in STEPS:
            name = step.__name__.replace("_", " ")
            try:
                step(spark, f"{work}/{step.__name__}")
                passed += 1
                print("ok    ", name, file=out)
            except Exception:
                failed += 1
                print("FAILED", name, file=out)
                traceback.print_exc(file=out)
        print(
            f"TOTAL spark={spark.version} scala=- java=python-{platform.python_version()}"
            f" passed={passed} failed={failed} left-out=0",
            file=out,
        )
    spark.stop()
    sys.exit(0 if failed == 0 else 1)


main(sys.argv[1], sys.argv[2])
