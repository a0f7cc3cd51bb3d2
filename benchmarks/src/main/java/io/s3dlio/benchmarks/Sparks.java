package io.s3dlio.benchmarks;

import io.s3dlio.benchmarks.Contender.Role;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Our source in a session, with one set of options. */
final class Sparks {

  static final StructType SMALL = small();
  static final StructType BIG =
      new StructType().add("image", DataTypes.BinaryType).add("label", DataTypes.LongType);
  static final StructType TINY = new StructType().add("id", DataTypes.LongType);

  private final SparkSession spark;
  private final Map<String, String> options;

  Sparks(SparkSession spark, Map<String, String> options) {
    this.spark = spark;
    this.options = options;
  }

  /** A session as the figures are measured with. */
  static SparkSession session(int cores) {
    return SparkSession.builder()
        .master("local[" + cores + "]")
        .appName("benchmarks")
        .config("spark.ui.enabled", false)
        .config("spark.log.level", "WARN")
        .config("spark.sql.shuffle.partitions", cores)
        .getOrCreate();
  }

  Contender count(Path set, StructType schema) {
    return ours(() -> read(set, schema).count() + " rows");
  }

  /** One integer of all features. */
  Contender sum(Path set) {
    return ours(() -> "sum " + first(read(set, SMALL).agg(functions.sum("i0"))));
  }

  /** All columns of all rows, as a job hands them on; the sink throws them away. */
  Contender decode(Path set, StructType schema, long rows) {
    return ours(
        () -> {
          read(set, schema).write().format("noop").mode("overwrite").save();
          return rows + " rows";
        });
  }

  /** Rows by their numbers in the files. */
  Contender points(Path set, StructType schema, Iterable<Long> numbers) {
    String list =
        StreamSupport.stream(numbers.spliterator(), false)
            .map(number -> Long.toString(number))
            .collect(Collectors.joining(","));
    return ours(
        () ->
            read(set, schema)
                    .where("_metadata.record_index IN (" + list + ")")
                    .collectAsList()
                    .size()
                + " rows");
  }

  private Contender ours(Callable<String> work) {
    String name =
        options.entrySet().stream()
            .map(option -> option.getKey() + "=" + option.getValue())
            .sorted()
            .collect(Collectors.joining(", "));
    return Contender.of(
        Role.OURS, "format(\"tfrecord\")" + (name.isEmpty() ? "" : ", " + name), work);
  }

  private Dataset<Row> read(Path set, StructType schema) {
    return spark
        .read()
        .format("tfrecord")
        .options(options)
        .schema(schema)
        .load(set.toUri().toString());
  }

  private static Object first(Dataset<Row> rows) {
    return rows.collectAsList().get(0).get(0);
  }

  private static StructType small() {
    StructType schema = new StructType();
    for (int i = 0; i < 5; i++) {
      schema = schema.add("i" + i, DataTypes.LongType);
    }
    for (int i = 0; i < 5; i++) {
      schema = schema.add("f" + i, DataTypes.FloatType);
    }
    return schema.add("blob", DataTypes.BinaryType);
  }
}
