-- Packs all files below a folder into TFRecord files and asks questions of them; for spark-sql:
--
--   spark-sql -d source=s3://tour/docs -d target=s3://tour/records -d answer=s3://tour/kinds -f file_records.sql

CREATE TEMPORARY VIEW files USING binaryFile
OPTIONS (path '${source}', recursiveFileLookup 'true');

CREATE TABLE records USING tfrecord LOCATION '${target}' AS
SELECT regexp_extract(path, '\\.([A-Za-z0-9]+)$', 1) AS kind, length AS size, content
FROM files;

INSERT OVERWRITE DIRECTORY '${answer}' USING csv OPTIONS (header 'true')
SELECT /*+ COALESCE(1) */ kind, count(*) AS files, sum(size) AS bytes, max(size) AS largest,
       bit_xor(xxhash64(content)) AS fingerprint
FROM records
WHERE size > 0
GROUP BY kind
ORDER BY files DESC, kind;
