package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.DataStreamWriter;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;

/** Structured streaming from and to TFRecord. */
final class StreamSteps {
  private static final long WAIT_MILLIS = 120_000;

  private StreamSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of(
            "a stream reads what is there, then what comes, and nothing twice",
            StreamSteps::source),
        Step.of("maxFilesPerTrigger makes batches", StreamSteps::batches),
        Step.of("a stream over partitions has their columns", StreamSteps::partitions),
        Step.of("the streaming sink's set is read by its log", StreamSteps::sink),
        Step.of(
            "a stream without a schema says what is missing or infers it", StreamSteps::schema));
  }

  private static Dataset<Row> stream(Bench bench, Path set) {
    return bench.spark().readStream().format("tfrecord").schema("id BIGINT").load(set + "");
  }

  /** Runs until everything that is there now is in the target. */
  private static StreamingQuery run(Bench bench, DataStreamWriter<Row> writer, Path target)
      throws Exception {
    StreamingQuery query =
        writer
            .trigger(Trigger.AvailableNow())
            .option("checkpointLocation", bench.path("checkpoint") + "")
            .start(target + "");
    if (!query.awaitTermination(WAIT_MILLIS)) {
      query.stop();
      throw new AssertionError("the stream did not end");
    }
    return query;
  }

  private static void source(Bench bench) throws Exception {
    bench.file("set/a", Samples.examples(0, 3));
    Path set = bench.path("set");
    Path out = bench.path("out");
    run(bench, stream(bench, set).writeStream().format("parquet"), out);
    bench.file("set/b", Samples.examples(3, 5));
    Files.writeString(set.resolve("_a.idx"), "hidden");
    run(bench, stream(bench, set).writeStream().format("parquet"), out);
    run(bench, stream(bench, set).writeStream().format("parquet"), out);
    assertThat(bench.sorted(bench.spark().read().parquet(out + "")))
        .containsExactly("{\"id\":0}", "{\"id\":1}", "{\"id\":2}", "{\"id\":3}", "{\"id\":4}");
  }

  private static void batches(Bench bench) throws Exception {
    for (int i = 0; i < 3; i++) {
      bench.file("set/" + i, Samples.examples(i, i + 1));
    }
    Dataset<Row> rows =
        bench
            .spark()
            .readStream()
            .format("tfrecord")
            .option("maxFilesPerTrigger", 1)
            .schema("id BIGINT")
            .load(bench.path("set") + "");
    Path out = bench.path("out");
    StreamingQuery query = run(bench, rows.writeStream().format("parquet"), out);
    assertThat(query.recentProgress().length).isGreaterThanOrEqualTo(3);
    assertThat(bench.spark().read().parquet(out + "").count()).isEqualTo(3);
  }

  private static void partitions(Bench bench) throws Exception {
    bench.file("set/k=5/a", Samples.examples(0, 2));
    Path set = bench.path("set");
    Dataset<Row> rows =
        bench.spark().readStream().format("tfrecord").schema("id BIGINT, k INT").load(set + "");
    Path out = bench.path("out");
    run(bench, rows.writeStream().format("parquet"), out);
    assertThat(bench.sorted(bench.spark().read().parquet(out + "")))
        .containsExactly("{\"id\":0,\"k\":5}", "{\"id\":1,\"k\":5}");
  }

  private static void sink(Bench bench) throws Exception {
    bench.file("set/a", Samples.examples(0, 10));
    Path set = bench.path("set");
    Path out = bench.path("out");
    run(bench, stream(bench, set).writeStream().format("tfrecord"), out);
    assertThat(out.resolve("_spark_metadata")).isDirectory();
    assertThat(bench.load(out).count()).isEqualTo(10);
    // Left by a task that died: not in the log, so not in the set.
    Files.write(out.resolve("part-of-a-dead-task.tfrecord"), Frames.file(Samples.examples(0, 3)));
    assertThat(bench.load(out).count()).isEqualTo(10);
    assertThat(bench.sorted(bench.load(out).select("id"))).hasSize(10).doesNotHaveDuplicates();
  }

  private static void schema(Bench bench) throws Exception {
    bench.file("set/a", Samples.examples(0, 2));
    Path set = bench.path("set");
    Dataset<Row> rows =
        bench.with(
            List.of("spark.sql.streaming.schemaInference", "true"),
            () -> bench.spark().readStream().format("tfrecord").load(set + ""));
    assertThat(rows.isStreaming()).isTrue();
    assertThat(rows.columns()).contains("id", "image");
  }
}
