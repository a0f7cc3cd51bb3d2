-- Counts the words of all files below a folder and prints the ten most frequent.
--
-- spark-sql --jars s3dlio-bundle.jar -d input=s3://tour/docs -f examples/sql/word_count.sql

CREATE TEMPORARY VIEW lines USING text
OPTIONS (path '${input}', recursiveFileLookup 'true');

SELECT concat(word, ',', count(*)) AS line
FROM (SELECT explode(split(lower(value), '[^a-z]+')) AS word FROM lines)
WHERE word != ''
GROUP BY word
ORDER BY count(*) DESC, word
LIMIT 10;
