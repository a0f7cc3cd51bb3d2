package io.s3dlio.tfrecord.spark;

import io.s3dlio.spark.HadoopSettings;
import io.s3dlio.spark.SourceOptions;
import io.s3dlio.tfrecord.hadoop.DataFile;
import io.s3dlio.tfrecord.hadoop.DataFiles;
import io.s3dlio.tfrecord.hadoop.FileIndexer;
import io.s3dlio.tfrecord.hadoop.FileSummary;
import io.s3dlio.tfrecord.hadoop.FileVerifier;
import io.s3dlio.tfrecord.hadoop.IndexPlan;
import io.s3dlio.tfrecord.hadoop.ToolArguments;
import io.s3dlio.tfrecord.hadoop.Totals;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Builds and verifies the indexes of TFRecord files on a cluster, whatever FileSystem they are on.
 *
 * <p>Both work at once and return a row for each file, ordered by path: {@code file}, {@code
 * outcome} (DONE, UP_TO_DATE or FAILED), {@code records}, {@code bytes}, {@code least_bytes} and
 * {@code greatest_bytes} of a record, {@code message}. A file that is not right fails its own row
 * and no other. Thread-safe.
 *
 * <p>In Python: {@code
 * spark._jvm.io.s3dlio.tfrecord.spark.TfRecordIndexes.build(spark._jsparkSession, path)}.
 */
public final class TfRecordIndexes {

  private static final StructType SCHEMA =
      new StructType()
          .add("file", DataTypes.StringType)
          .add("outcome", DataTypes.StringType)
          .add("records", DataTypes.LongType)
          .add("bytes", DataTypes.LongType)
          .add("least_bytes", DataTypes.LongType)
          .add("greatest_bytes", DataTypes.LongType)
          .add("message", DataTypes.StringType);

  /** What opening a file costs, in bytes that are read meanwhile; Spark's own default. */
  private static final long OPENING = 4 << 20;

  private static final int TASKS_A_CORE = 4;

  private TfRecordIndexes() {}

  /** Sees to it that the files below a path have both hidden indexes, DALI's text and ours. */
  public static Dataset<Row> build(SparkSession spark, String path) {
    return build(spark, List.of(path), IndexPlan.DEFAULT);
  }

  /**
   * Sees to it that files have their indexes: reads headers alone, by ranges.
   *
   * @param paths files, directories and globs
   * @throws UncheckedIOException when a path names nothing or cannot be listed
   * @throws IllegalArgumentException when two indexes would have one path
   */
  public static Dataset<Row> build(SparkSession spark, List<String> paths, IndexPlan plan) {
    return rows(spark, run(spark, paths, new Building(plan)));
  }

  /** Compares both CRCs of each record, and all indexes with the records, of the files below. */
  public static Dataset<Row> verify(SparkSession spark, String path) {
    return verify(spark, List.of(path));
  }

  /**
   * Compares both CRCs of each record, and all indexes beside the files with the records.
   *
   * @param paths files, directories and globs
   * @throws UncheckedIOException when a path names nothing or cannot be listed
   */
  public static Dataset<Row> verify(SparkSession spark, List<String> paths) {
    return rows(spark, run(spark, paths, new Verifying()));
  }

  /**
   * For {@code spark-submit}: {@code build} or {@code verify}, then the options and paths of {@code
   * ./s3dlio tfrecord}. Prints a line for what failed and one for all; fails when a file did.
   */
  public static void main(String[] words) {
    String verb = words.length == 0 ? "" : words[0];
    if (!verb.equals("build") && !verb.equals("verify")) {
      throw new IllegalArgumentException("the first word is build or verify");
    }
    boolean isBuild = verb.equals("build");
    ToolArguments arguments =
        ToolArguments.parse(
            List.of(words).subList(1, words.length),
            isBuild ? ToolArguments.INDEX_OPTIONS : Set.of());
    Work work = isBuild ? new Building(arguments.plan()) : new Verifying();
    SparkSession spark = SparkSession.builder().getOrCreate();
    arguments.settings().forEach(spark.sparkContext().hadoopConfiguration()::set);
    List<FileSummary> summaries = run(spark, arguments.paths(), work);
    for (FileSummary one : summaries) {
      if (one.outcome() == FileSummary.Outcome.FAILED) {
        System.err.println(one.message());
      }
    }
    Totals totals = Totals.of(summaries);
    System.out.println(totals);
    if (totals.failed() > 0) {
      throw new IllegalStateException(totals.toString());
    }
  }

  /** What is done with each file, in a task. */
  private interface Work extends Serializable {
    /** Throws when it cannot be done with these files. */
    default void check(List<DataFile> files) {}

    FileSummary on(DataFile file, Configuration settings) throws IOException;
  }

  private record Building(IndexPlan plan) implements Work {
    @Override
    public void check(List<DataFile> files) {
      plan.check(files);
    }

    @Override
    public FileSummary on(DataFile file, Configuration settings) throws IOException {
      return new FileIndexer(settings, plan).index(file);
    }
  }

  private record Verifying() implements Work {
    @Override
    public FileSummary on(DataFile file, Configuration settings) throws IOException {
      return new FileVerifier(settings).verify(file);
    }
  }

  private static List<FileSummary> run(SparkSession spark, List<String> paths, Work work) {
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SourceOptions none = SourceOptions.of("tfrecord", Map.of(), List.of());
    Configuration settings = HadoopSettings.of(spark, none);
    List<DataFile> files = list(settings, paths);
    if (files.isEmpty()) {
      return List.of();
    }
    work.check(files);
    int tasks = Math.min(files.size(), TASKS_A_CORE * context.defaultParallelism());
    HadoopSettings sent = HadoopSettings.broadcast(spark, settings);
    List<FileSummary> summaries =
        new ArrayList<>(
            context
                .parallelize(groups(files, tasks), tasks)
                .flatMap(group -> group.stream().map(file -> attempt(work, file, sent)).iterator())
                .collect());
    summaries.sort(Comparator.comparing(FileSummary::file));
    return summaries;
  }

  private static List<DataFile> list(Configuration settings, List<String> paths) {
    try {
      return DataFiles.list(settings, paths);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static FileSummary attempt(Work work, DataFile file, HadoopSettings settings) {
    try {
      return work.on(file, settings.get());
    } catch (IOException | RuntimeException e) {
      return FileSummary.failed(file.file().path(), file.file().length(), e);
    }
  }

  /** Groups of about the same cost: each file, largest first, to the group that has least. */
  private static List<List<DataFile>> groups(List<DataFile> files, int count) {
    record Group(List<DataFile> files, long bytes) {}

    PriorityQueue<Group> groups = new PriorityQueue<>(Comparator.comparingLong(Group::bytes));
    for (int i = 0; i < count; i++) {
      groups.add(new Group(new ArrayList<>(), 0));
    }
    List<DataFile> largestFirst = new ArrayList<>(files);
    largestFirst.sort(Comparator.comparingLong((DataFile one) -> one.file().length()).reversed());
    for (DataFile file : largestFirst) {
      Group least = groups.remove();
      least.files().add(file);
      groups.add(new Group(least.files(), least.bytes() + OPENING + file.file().length()));
    }
    return groups.stream().map(Group::files).toList();
  }

  private static Dataset<Row> rows(SparkSession spark, List<FileSummary> summaries) {
    List<Row> rows = new ArrayList<>();
    for (FileSummary one : summaries) {
      rows.add(
          RowFactory.create(
              one.file(),
              one.outcome().name(),
              one.records(),
              one.bytes(),
              one.least(),
              one.greatest(),
              one.message()));
    }
    return spark.createDataFrame(rows, SCHEMA);
  }
}
