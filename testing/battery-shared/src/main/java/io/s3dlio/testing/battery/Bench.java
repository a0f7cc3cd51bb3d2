package io.s3dlio.testing.battery;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.spark_partition_id;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.to_json;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.assertj.core.api.AbstractThrowableAssert;

/** What a step works with: a session, a folder of its own, and short words for reading. */
public final class Bench {
  private final SparkSession spark;
  private final Path folder;
  private final List<String> notes = new ArrayList<>();

  /**
   * A bench for one step.
   *
   * @param folder empty; the session's executors see it under the same name
   */
  public Bench(SparkSession spark, Path folder) {
    this.spark = spark;
    this.folder = folder;
  }

  /** Records what a step met where its promise leaves more than one outcome. */
  void note(String outcome) {
    notes.add(outcome);
  }

  /** What the step recorded, in its order. */
  public List<String> notes() {
    return List.copyOf(notes);
  }

  SparkSession spark() {
    return spark;
  }

  Dataset<Row> sql(String statement) {
    return spark.sql(statement);
  }

  DataFrameReader tfrecord() {
    return spark.read().format("tfrecord");
  }

  Dataset<Row> load(Path path) {
    return tfrecord().load(path.toString());
  }

  /** A path inside the step's folder; what leads to it is made. */
  Path path(String name) {
    Path path = folder.resolve(name);
    try {
      Files.createDirectories(Objects.requireNonNull(path.getParent()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return path;
  }

  /** A file of records with these payloads; returns its path. */
  Path file(String name, List<byte[]> payloads) throws IOException {
    return Files.write(path(name), Frames.file(payloads));
  }

  /** The same with DALI's text index beside it, under the name that is hidden from Spark. */
  Path indexedFile(String name, List<byte[]> payloads) throws IOException {
    Path file = file(name, payloads);
    StringBuilder index = new StringBuilder();
    long offset = 0;
    for (byte[] payload : payloads) {
      int size = payload.length + Frames.OVERHEAD;
      index.append(offset).append(' ').append(size).append('\n');
      offset += size;
    }
    Files.writeString(file.resolveSibling("_" + file.getFileName() + ".idx"), index);
    return file;
  }

  /** Each row as JSON, in the order of the rows: the same text on every Scala. */
  List<String> json(Dataset<Row> rows) {
    return rows.select(to_json(struct(col("*")))).collectAsList().stream()
        .map(row -> row.getString(0))
        .toList();
  }

  /** The same in the order of the text. */
  List<String> sorted(Dataset<Row> rows) {
    return json(rows).stream().sorted().toList();
  }

  /** All plans of a query as SQL's EXPLAIN prints them. */
  String plan(Dataset<Row> rows) {
    return explain("EXTENDED", rows);
  }

  /** Likewise, in the given form: EXTENDED, FORMATTED, COST. */
  String explain(String form, Dataset<Row> rows) {
    rows.createOrReplaceTempView("explained");
    return spark.sql("EXPLAIN " + form + " SELECT * FROM explained").first().getString(0);
  }

  /** The physical plan alone. */
  String physicalPlan(Dataset<Row> rows) {
    String plan = plan(rows);
    return plan.substring(plan.indexOf("== Physical Plan =="));
  }

  /** How many tasks have rows. */
  long partitions(Dataset<Row> rows) {
    return rows.select(spark_partition_id()).distinct().count();
  }

  /** Runs with session settings (name, value, name, value, ...), which are then unset. */
  <T> T with(List<String> settings, Callable<T> action) throws Exception {
    for (int i = 0; i < settings.size(); i += 2) {
      spark.conf().set(settings.get(i), settings.get(i + 1));
    }
    try {
      return action.call();
    } finally {
      for (int i = 0; i < settings.size(); i += 2) {
        spark.conf().unset(settings.get(i));
      }
    }
  }

  /** The failure of an action, with the texts of all its causes in one. */
  AbstractThrowableAssert<?, ?> failure(Callable<?> action) {
    Throwable thrown = catchThrowable(action::call);
    assertThat(thrown).as("a failure").isNotNull();
    StringBuilder texts = new StringBuilder();
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      texts.append(cause).append('\n');
    }
    return assertThat(new AssertionError(texts.toString(), thrown));
  }

  /** Names of the files beneath a folder that Spark takes for data. */
  static List<String> dataFiles(Path folder) throws IOException {
    return files(folder).stream().filter(name -> !hidden(name)).toList();
  }

  /** Names of all files beneath a folder, relative to it; sorted. */
  static List<String> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile)
          .map(file -> folder.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  private static boolean hidden(String name) {
    return Arrays.stream(name.split("/"))
        .anyMatch(part -> part.startsWith(".") || (part.startsWith("_") && !part.contains("=")));
  }
}
