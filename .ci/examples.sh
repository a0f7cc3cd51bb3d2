#!/usr/bin/env bash
# Runs the word count in Java, Scala, Python and SQL on one S3 server and compares the answers.
# Spark's shells come with its Python package, which is installed into a cache folder once.
set -euo pipefail
cd "$(dirname "$0")/.."
cache=${S3DLIO_CACHE:-$HOME/.cache/s3dlio}
spark_version=$(sed -n 's/.*<spark.version>\(.*\)<.*/\1/p' pom.xml)
spark=$cache/pyspark-$spark_version

if [ ! -x "$spark/bin/spark-submit" ]; then
  python3 -m venv "$spark"
  "$spark/bin/pip" install --quiet "pyspark==$spark_version"
fi
./s3dlio build

work=$(mktemp -d)
./s3dlio server --bucket tour >"$work/server.txt" &
server=$!
trap 'kill $server; rm -rf "$work"' EXIT
until grep -q '^region' "$work/server.txt"; do
  kill -0 $server || { echo "the S3 server ended: $(cat "$work/server.txt")" >&2; exit 1; }
  sleep 0.2
done
value() { sed -n "s/^$1 *//p" "$work/server.txt"; }
AWS_ACCESS_KEY_ID=$(value 'access key')
AWS_SECRET_ACCESS_KEY=$(value 'secret key')
export AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY

mkdir "$work/conf"
cp conf/spark-defaults-hadoop-3.4.conf "$work/conf/spark-defaults.conf"
cat >>"$work/conf/spark-defaults.conf" <<END
spark.hadoop.fs.s3dlio.s3.endpoint $(value endpoint)
spark.master local[2]
spark.ui.enabled false
spark.sql.shuffle.partitions 2
END
export SPARK_CONF_DIR=$work/conf
SPARK_HOME=$("$spark/bin/python" -c 'import os, pyspark; print(os.path.dirname(pyspark.__file__))')
export SPARK_HOME PYSPARK_PYTHON=$spark/bin/python

./s3dlio hadoop fs -D "fs.s3dlio.s3.endpoint=$(value endpoint)" -put -d docs s3://tour/
bundle=$(ls bundle/target/s3dlio-bundle-[0-9]*.jar)
examples=$(ls examples/target/s3dlio-examples-[0-9]*.jar)
input=s3://tour/docs
cd "$work" # Spark's SQL shell leaves a metastore where it runs
here=$OLDPWD

answer() { # name, then the command: keeps the lines that are word,count
  local name=$1
  shift
  "$@" 2>"$name.log" | grep -E '^[a-z]+,[0-9]+$' >"$name.txt" || {
    tail -n 20 "$name.log" >&2
    echo "the example in $name gave no answer" >&2
    exit 1
  }
}

answer python "$SPARK_HOME/bin/spark-submit" --jars "$here/$bundle" "$here/examples/python/word_count.py" $input
INPUT=$input answer scala "$SPARK_HOME/bin/spark-shell" --jars "$here/$bundle" -i "$here/examples/scala/WordCount.scala"
answer sql "$SPARK_HOME/bin/spark-sql" --jars "$here/$bundle" -d input=$input -f "$here/examples/sql/word_count.sql"
"$SPARK_HOME/bin/spark-submit" --jars "$here/$bundle" --class io.s3dlio.examples.WordCount \
  "$here/$examples" $input s3://tour/words 2>java.log || { tail -n 20 java.log >&2; exit 1; }
"$here/s3dlio" hadoop fs -D "fs.s3dlio.s3.endpoint=$(value endpoint)" -cat 's3://tour/words/part-*' >words.csv
head -n 10 words.csv >java.txt

for language in python scala sql; do
  diff java.txt $language.txt || { echo "$language differs from java" >&2; exit 1; }
done
[ "$(wc -l <java.txt)" = 10 ] || { echo "expected ten words: $(cat java.txt)" >&2; exit 1; }
echo "Java, Scala, Python and SQL agree on $(head -n 1 java.txt) and nine more words"
