package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.SchemeServer;
import io.s3dlio.tfrecord.index.IndexNames;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What reads ask of an object store, counted at the server. */
class ReadRequestsTest {

  private static final int FILES = 2;
  private static final int ROWS = 2_000;

  private static SchemeServer server;
  private static Relay relay;
  private static String indexed;

  /** Indexes that no other test has read before. */
  private static String counted;

  private static String plain;

  @BeforeAll
  static void write() throws IOException {
    server = SchemeServer.start("s3");
    relay = Relay.inFrontOf(server.server());
    Configuration settings = settings();
    settings.set("fs.s3.impl", "io.s3dlio.fs.StoreFileSystem");
    server.hadoopOptions().forEach(settings::set);
    server.hadoopOptions(relay.endpoint()).forEach(settings::set);
    String root = server.root("requests");
    indexed = root + "/indexed";
    plain = root + "/plain";
    Dataset<Row> rows = rows();
    counted = root + "/counted";
    rows.write().format("tfrecord").save(indexed);
    // An index that a commit copied before its file would have to prove itself at the file.
    rows.write().format("tfrecord").option("writeIndex", "none").save(counted);
    TfRecordIndexes.build(SparkTest.spark(), counted);
    rows.write().format("tfrecord").option("writeIndex", "none").save(plain);
  }

  private static Dataset<Row> rows() {
    return SparkTest.spark()
        .range(0, ROWS, 1, FILES)
        .selectExpr("id", "cast(id as float) as f", "repeat('x', 900) as text");
  }

  private static Configuration settings() {
    return SparkTest.spark().sparkContext().hadoopConfiguration();
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  private static Dataset<Row> read(String path) {
    return SparkTest.spark()
        .read()
        .format("tfrecord")
        .schema("id long, f float, text string")
        .load(path);
  }

  private static List<RecordedRequest> gets(boolean ofIndexes) {
    return relay.requests().stream()
        .filter(request -> request.operation().equals("GetObject"))
        .filter(request -> request.key().endsWith("idx") == ofIndexes)
        .toList();
  }

  private static long bytes(List<RecordedRequest> requests) {
    return requests.stream().mapToLong(RecordedRequest::answerBytes).sum();
  }

  @Test
  void anIndexedCountReadsFootersAndNoData() {
    relay.reset();
    assertThat(read(counted).count()).isEqualTo(ROWS);
    assertThat(gets(false)).isEmpty();
    assertThat(gets(true)).hasSize(FILES);
    assertThat(bytes(gets(true))).isLessThanOrEqualTo(FILES * 40L);
    // What the path is, what is in it, and no question about any single file.
    isOnThePage("`count(*)`, each file with an index");
  }

  /** A commit by copying may give a file a later time than its index. */
  @Test
  void anOlderIndexProvesItselfByHeadersOnce() throws Exception {
    String older = plain + "-older";
    rows().write().format("tfrecord").save(older);
    Thread.sleep(1_100); // the server's times are whole seconds
    FileSystem fs = new Path(older).getFileSystem(settings());
    for (FileStatus status : fs.listStatus(new Path(older))) {
      if (status.getPath().getName().startsWith("part-")) {
        Path aside = new Path(older, "_aside");
        fs.rename(status.getPath(), aside);
        fs.rename(aside, status.getPath());
      }
    }
    relay.reset();
    assertThat(read(older).count()).isEqualTo(ROWS);
    assertThat(gets(false)).hasSize(FILES * 6);
    assertThat(bytes(gets(false))).isEqualTo(FILES * 6 * 12L);
    isOnThePage("the same, when all indexes are older than their files");
    relay.reset();
    assertThat(read(older).count()).isEqualTo(ROWS);
    assertThat(gets(false)).isEmpty();
    assertThat(gets(true)).isEmpty();
  }

  @Test
  void anIndexIsMadeOfHeaders() {
    String bare = plain + "-bare";
    rows().write().format("tfrecord").option("writeIndex", "none").save(bare);
    relay.reset();
    assertThat(TfRecordIndexes.build(SparkTest.spark(), bare).where("outcome = 'DONE'").count())
        .isEqualTo(FILES);
    isOnThePage("`TfRecordIndexes.build`, both forms of the index");
  }

  /** What was asked since the last reset is what the reference page says. */
  private static void isOnThePage(String action) {
    Map<String, Long> counts =
        relay.operations().stream()
            .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
    String requests =
        counts.entrySet().stream()
            .map(entry -> entry.getValue() + " " + entry.getKey())
            .collect(Collectors.joining(", "));
    assertThat(java.nio.file.Path.of("..", "docs", "tfrecord.md"))
        .content()
        .contains("| " + action + " | " + requests + " |");
  }

  @Test
  void oneColumnOfSmallFilesIsOneGetAFile() {
    relay.reset();
    assertThat(read(plain).selectExpr("sum(id)").head().getLong(0))
        .isEqualTo(ROWS * (ROWS - 1L) / 2);
    assertThat(gets(false)).hasSize(FILES);
    assertThat(gets(true)).isEmpty();
    isOnThePage("one column of files of less than 128 MiB");
  }

  @Test
  void pickedRecordsAreReadAlone() {
    read(indexed).count();
    relay.reset();
    long[] sum =
        read(indexed)
            .where("_metadata.record_index in (3, 500, 997)")
            .select("id")
            .collectAsList()
            .stream()
            .mapToLong(row -> row.getLong(0))
            .toArray();
    assertThat(sum).containsExactlyInAnyOrder(3, 500, 997, 1003, 1500, 1997);
    assertThat(gets(false)).hasSizeBetween(FILES, FILES * 3);
    assertThat(bytes(gets(false))).isLessThan(FILES * 3 * 2_000L);
  }

  @Test
  void aPrunedFileIsNotAskedFor() {
    String name = read(plain).select("_metadata.file_name").head().getString(0);
    relay.reset();
    assertThat(read(plain).where("_metadata.file_name = '" + name + "'").count())
        .isEqualTo(ROWS / FILES);
    assertThat(gets(false).stream().map(RecordedRequest::key).distinct()).hasSize(1);
  }

  /** S3 refuses to say what is not there to who may not list. */
  @Test
  void filesAreReadByWhoMayNotList() {
    String[] files =
        read(plain).select("_metadata.file_path").distinct().collectAsList().stream()
            .map(row -> row.getString(0))
            .toArray(String[]::new);
    assertThat(files).hasSize(FILES);
    relay.faults(
        FaultPlan.none()
            .on("ListObjectsV2", Fault.status(403, "AccessDenied"))
            .always()
            .on(ReadRequestsTest::asksForAnIndex, Fault.status(403, "AccessDenied"))
            .always());
    try {
      assertThat(read(files[0]).count()).isEqualTo(ROWS / FILES);
      Dataset<Row> both = SparkTest.spark().read().format("tfrecord").schema("id long").load(files);
      assertThat(both.count()).isEqualTo(ROWS);
    } finally {
      relay.faults(FaultPlan.none());
    }
  }

  private static boolean asksForAnIndex(RecordedRequest request) {
    return IndexNames.isIndex(request.key());
  }

  @Test
  void aSplitWithoutIndexReadsItsOwnBytesAndLittleAtItsBorders() {
    String large = plain + "-split";
    SparkTest.spark()
        .range(0, 24_000, 1, 1)
        .selectExpr("id", "repeat('x', 970) as text")
        .write()
        .format("tfrecord")
        .option("writeIndex", "none")
        .save(large);
    long length = read(large).select("_metadata.file_size").head().getLong(0);
    SparkTest.spark().conf().set("spark.sql.files.maxPartitionBytes", "8m");
    try {
      Dataset<Row> ids = read(large).select("id");
      int splits = ids.rdd().getNumPartitions();
      relay.reset();
      assertThat(ids.selectExpr("sum(id)").head().getLong(0)).isEqualTo(24_000L * 23_999 / 2);
      assertThat(splits).isGreaterThan(2);
      // A window at either border, and one request behind the end for the last record.
      assertThat(bytes(gets(false))).isBetween(length, length + splits * 3L * 512 * 1024);
    } finally {
      SparkTest.spark().conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @Test
  void aCountWithoutIndexReadsHeadersAlone() {
    String large = plain + "-large";
    SparkTest.spark()
        .range(0, 4, 1, 1)
        .selectExpr("repeat(cast(id as string), 3000000) as text")
        .write()
        .format("tfrecord")
        .option("writeIndex", "none")
        .save(large);
    relay.reset();
    assertThat(
            SparkTest.spark()
                .read()
                .format("tfrecord")
                .schema("text string")
                .option("splitWithoutIndex", "false") // looking for borders reads payloads
                .load(large)
                .count())
        .isEqualTo(4);
    assertThat(bytes(gets(false))).isLessThan(12_000_000 / 100);
  }
}
