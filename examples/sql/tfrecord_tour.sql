-- What docs/tfrecord.md shows, in one job; for spark-sql:
--
--   spark-sql --conf spark.sql.extensions=io.s3dlio.tfrecord.spark.TfRecordExtensions
--     -d target=s3://tour/set -d answer=s3://tour/answer -f tfrecord_tour.sql

CREATE TABLE tour USING tfrecord
OPTIONS (writeIndex 'both')
PARTITIONED BY (shard)
LOCATION '${target}'
AS SELECT id, CAST(id / 8 AS FLOAT) AS score,
          array('all', CAST(id % 3 AS STRING)) AS tags, id % 4 AS shard
FROM range(0, 1000, 1, 1);

CREATE TEMPORARY VIEW records (id BIGINT, score FLOAT, tags ARRAY<STRING>, shard INT)
USING tfrecord OPTIONS (path '${target}');

CREATE TEMPORARY VIEW chosen AS
SELECT id, score, _metadata.record_length AS bytes
FROM tour
WHERE shard = 2 AND _metadata.record_index IN (3, 5);

CREATE TEMPORARY VIEW payloads AS
SELECT from_tf_example(payload, 'id BIGINT, score FLOAT') AS example
FROM (SELECT to_tf_example(struct(id, score)) AS payload FROM chosen);

INSERT OVERWRITE DIRECTORY '${answer}' USING csv OPTIONS (header 'true')
SELECT /*+ COALESCE(1) */ id, example.score, bytes
FROM chosen JOIN payloads ON id = example.id
WHERE id IN (SELECT id FROM records WHERE score > 0)
ORDER BY id;
