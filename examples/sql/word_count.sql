-- Counts the words of all files below a folder; for spark-sql:
--
--   spark-sql -d source=s3://tour/docs -d target=s3://tour/words -f word_count.sql

CREATE TEMPORARY VIEW lines USING text
OPTIONS (path '${source}', recursiveFileLookup 'true');

INSERT OVERWRITE DIRECTORY '${target}' USING csv
SELECT /*+ COALESCE(1) */ word, count(*) AS count
FROM (SELECT explode(split(lower(value), '[^a-z]+')) AS word FROM lines)
WHERE word != ''
GROUP BY word
ORDER BY count DESC, word;
