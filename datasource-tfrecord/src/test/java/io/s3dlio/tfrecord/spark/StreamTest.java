package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.SchemeServer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Streams of files, one behind the other. */
final class StreamTest {

  @TempDir Path home;

  private String path(String name) {
    return home.resolve(name).toString();
  }

  private void write(String directory, long from, long to) {
    spark()
        .range(from, to, 1, 1)
        .selectExpr("id", "cast(id % 2 as int) k")
        .write()
        .format("tfrecord")
        .partitionBy("k")
        .mode("append")
        .save(path(directory));
  }

  /** Copies what is new in one directory into another one, as a stream. */
  private void copy(String from, String to) throws Exception {
    query(from, to, Trigger.AvailableNow()).awaitTermination();
  }

  private StreamingQuery query(String from, String to, Trigger trigger) throws Exception {
    return spark()
        .readStream()
        .format("tfrecord")
        .schema("id bigint, k int")
        .load(path(from))
        .writeStream()
        .format("tfrecord")
        .option("checkpointLocation", path("checkpoint-" + to))
        .trigger(trigger)
        .start(path(to));
  }

  private List<Integer> ks(String directory) {
    return spark()
        .read()
        .format("tfrecord")
        .load(path(directory))
        .selectExpr("int(k)")
        .as(Encoders.INT())
        .collectAsList();
  }

  private List<Long> ids(String directory) {
    return spark()
        .read()
        .format("tfrecord")
        .load(path(directory))
        .selectExpr("id")
        .as(Encoders.LONG())
        .collectAsList();
  }

  @Test
  void aStreamReadsWhatAnotherOneCommitted() throws Exception {
    for (int round = 0; round < 2; round++) {
      write("first", round * 4L, round * 4L + 4);
      copy("first", "second");
      // A writer that died left this behind; no stream committed it.
      Path committed;
      try (var files = Files.list(home.resolve("second"))) {
        committed = files.filter(file -> file.toString().endsWith(".tfrecord")).findFirst().get();
      }
      Files.copy(committed, home.resolve("second/part-left-behind-" + round + ".tfrecord"));
      copy("second", "third");
    }
    assertThat(ids("second")).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
    assertThat(ids("third")).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void partitionsBelowAGlobAreFound() throws Exception {
    write("all/one", 0, 4);
    copy("all/*", "second");
    write("all/one", 4, 8);
    copy("all/*", "second");
    assertThat(ids("second")).containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  /** A bucket's own path ends with a slash. */
  @Test
  void partitionsOfABucketAreFound() throws Exception {
    try (SchemeServer server = SchemeServer.start("s3")) {
      Map<String, String> options = new HashMap<>(server.hadoopOptions());
      options.put("fs.s3.impl", "io.s3dlio.fs.StoreFileSystem");
      String bucket = server.root("stream") + "/";
      write("first", 0, 4);
      spark()
          .read()
          .format("tfrecord")
          .load(path("first"))
          .write()
          .format("tfrecord")
          .options(options)
          .partitionBy("k")
          .mode("append")
          .save(bucket);
      spark()
          .readStream()
          .format("tfrecord")
          .schema("id bigint, k int")
          .options(options)
          .load(bucket)
          .writeStream()
          .format("tfrecord")
          .option("checkpointLocation", path("checkpoint"))
          .trigger(Trigger.AvailableNow())
          .start(path("second"))
          .awaitTermination();
    }
    assertThat(ids("second")).containsExactlyInAnyOrder(0L, 1L, 2L, 3L);
    assertThat(ks("second")).containsExactlyInAnyOrder(0, 1, 0, 1);
  }

  @Test
  void partitionsMayComeWhenTheStreamRuns() throws Exception {
    Files.createDirectories(home.resolve("first"));
    StreamingQuery query =
        spark()
            .readStream()
            .format("tfrecord")
            .schema("id bigint, k int")
            .load(path("first"))
            .writeStream()
            .format("memory")
            .queryName("arrived")
            .option("checkpointLocation", path("checkpoint"))
            .start();
    try {
      query.processAllAvailable();
      write("first", 0, 4);
      query.processAllAvailable();
      write("first", 4, 8);
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    assertThat(
            spark()
                .sql("select id from arrived where k = id % 2")
                .as(Encoders.LONG())
                .collectAsList())
        .containsExactlyInAnyOrder(0L, 1L, 2L, 3L, 4L, 5L, 6L, 7L);
  }

  @Test
  void aStreamMayBeginWhereNothingIsYet() throws Exception {
    copy("first", "second");
    write("first", 0, 3);
    copy("first", "second");
    assertThat(ids("second")).containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(ks("second")).containsExactlyInAnyOrder(0, 1, 0);
    StreamingQuery query = query("not-there", "third", Trigger.ProcessingTime(50));
    try {
      query.processAllAvailable();
      write("not-there", 0, 3);
      query.processAllAvailable();
    } finally {
      query.stop();
    }
    assertThat(ids("third")).containsExactlyInAnyOrder(0L, 1L, 2L);
    assertThat(ks("third")).containsExactlyInAnyOrder(0, 1, 0);
  }

  @Test
  void aFileOutsideOfThePartitionsIsLeftOut() throws Exception {
    write("first", 0, 2);
    copy("first", "second");
    Path file;
    try (var files = Files.list(home.resolve("first/k=0"))) {
      file = files.filter(one -> one.toString().endsWith(".tfrecord")).findFirst().get();
    }
    Files.copy(file, home.resolve("first/" + file.getFileName()));
    copy("first", "second");
    assertThat(ids("second")).containsExactlyInAnyOrder(0L, 1L);
    assertThat(ids("first")).containsExactlyInAnyOrder(0L, 1L);
  }
}
