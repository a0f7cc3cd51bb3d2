package io.s3dlio.testing.battery;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.InflaterInputStream;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;

/** {@code df.write.format("tfrecord")} and what lies in the folder afterwards. */
final class WriteSteps {
  private WriteSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("what is written is framed right and sorted by name", WriteSteps::frames),
        Step.of("save modes: error, ignore, append, overwrite", WriteSteps::modes),
        Step.of("partitionBy writes folders and reads them back", WriteSteps::partitionBy),
        Step.of("dynamic overwrite replaces the partitions written", WriteSteps::dynamic),
        Step.of("maxRecordsPerFile starts new files", WriteSteps::maxRecords),
        Step.of("gzip, zlib, zstd, lz4, snappy and none are written and read", WriteSteps::codecs),
        Step.of("the session's codec is the default", WriteSteps::sessionCodec),
        Step.of("an index lies beside each file, hidden, and can be left out", WriteSteps::index),
        Step.of("overwritten files get an index of their own", WriteSteps::overwrittenIndex),
        Step.of("ByteArray writes the payloads as they are", WriteSteps::byteArrays),
        Step.of("no rows make a set that can be read", WriteSteps::empty),
        Step.of("a failed write leaves nothing to read", WriteSteps::failed),
        Step.of("Parquet to TFRecord and back loses nothing", WriteSteps::parquet));
  }

  private static Dataset<Row> ids(Bench bench, int from, int to) {
    return bench.sql(
        "SELECT id, id % 3 AS k, concat('n', id) AS name FROM range(" + from + "," + to + ")");
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("tfrecord");
  }

  private static void frames(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(bench.sql("SELECT 5L b, 'x' a").coalesce(1)).save(set + "");
    List<String> files = Bench.dataFiles(set);
    assertThat(files).hasSize(1).first().asString().endsWith(".tfrecord");
    java.util.TreeMap<String, byte[]> features = new java.util.TreeMap<>();
    features.put("a", Wire.text("x"));
    features.put("b", Wire.int64s(5));
    assertThat(Frames.payloads(Files.readAllBytes(set.resolve(files.get(0)))))
        .containsExactly(Wire.example(features));
  }

  private static void modes(Bench bench) throws Exception {
    String set = bench.path("set").toString();
    writer(ids(bench, 0, 4)).save(set);
    bench
        .failure(
            () -> {
              writer(ids(bench, 0, 4)).save(set);
              return set;
            })
        .hasMessageContaining("already exists");
    writer(ids(bench, 0, 9)).mode(SaveMode.Ignore).save(set);
    assertThat(bench.load(Path.of(set)).count()).isEqualTo(4);
    writer(ids(bench, 4, 6)).mode(SaveMode.Append).save(set);
    assertThat(bench.sorted(bench.load(Path.of(set)).select("id")))
        .hasSize(6)
        .doesNotHaveDuplicates();
    writer(ids(bench, 20, 23)).mode(SaveMode.Overwrite).save(set);
    assertThat(bench.sorted(bench.load(Path.of(set)).select("id")))
        .containsExactly("{\"id\":20}", "{\"id\":21}", "{\"id\":22}");
  }

  private static void partitionBy(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 9).repartition(1)).partitionBy("k").save(set + "");
    assertThat(Bench.dataFiles(set)).hasSize(3).allMatch(name -> name.matches("k=[012]/.*"));
    Dataset<Row> rows = bench.load(set);
    assertThat(rows.columns()).containsExactlyInAnyOrder("id", "name", "k");
    assertThat(rows.filter("k = 1").count()).isEqualTo(3);
    assertThat(rows.filter("k <> id % 3").count()).isZero();
    assertThat(Frames.payloads(Files.readAllBytes(set.resolve(Bench.dataFiles(set).get(0)))))
        .contains(
            Wire.example(
                new java.util.TreeMap<>(Map.of("id", Wire.int64s(0), "name", Wire.text("n0")))));
  }

  private static void dynamic(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 9)).partitionBy("k").save(set + "");
    writer(ids(bench, 100, 103).filter("k = 1"))
        .partitionBy("k")
        .mode(SaveMode.Overwrite)
        .option("partitionOverwriteMode", "dynamic")
        .save(set + "");
    assertThat(bench.sorted(bench.load(set).groupBy("k").count()))
        .containsExactly("{\"k\":0,\"count\":3}", "{\"k\":1,\"count\":1}", "{\"k\":2,\"count\":3}");
  }

  private static void maxRecords(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 10).coalesce(1)).option("maxRecordsPerFile", 4).save(set + "");
    assertThat(Bench.dataFiles(set)).hasSize(3);
    assertThat(
            bench.sorted(bench.load(set).selectExpr("max(_metadata.record_index) m", "count(*) n")))
        .containsExactly("{\"m\":3,\"n\":10}");
  }

  private static void codecs(Bench bench) throws Exception {
    List<String> expected = bench.sorted(ids(bench, 0, 2000));
    for (String codec : List.of("none", "gzip", "zlib", "zstd", "lz4", "snappy")) {
      Path set = bench.path(codec);
      writer(ids(bench, 0, 2000).coalesce(1)).option("compression", codec).save(set + "");
      assertThat(
              bench.sorted(
                  bench.tfrecord().schema("id BIGINT, k BIGINT, name STRING").load(set + "")))
          .as(codec)
          .isEqualTo(expected);
      byte[] file = Files.readAllBytes(set.resolve(Bench.dataFiles(set).get(0)));
      // The JDK's own readers are the judges of two of them.
      if (codec.equals("gzip")) {
        assertThat(
                Frames.payloads(new GZIPInputStream(new ByteArrayInputStream(file)).readAllBytes()))
            .hasSize(2000);
      } else if (codec.equals("zlib")) {
        assertThat(
                Frames.payloads(
                    new InflaterInputStream(new ByteArrayInputStream(file)).readAllBytes()))
            .hasSize(2000);
      }
    }
    String name = Bench.dataFiles(bench.path("gzip")).get(0);
    assertThat(name).endsWith(".tfrecord.gz");
  }

  private static void sessionCodec(Bench bench) throws Exception {
    Path set = bench.path("set");
    bench.with(
        List.of("spark.sql.tfrecord.compression.codec", "gzip"),
        () -> {
          writer(ids(bench, 0, 10).coalesce(1)).save(set + "");
          return set;
        });
    assertThat(Bench.dataFiles(set)).singleElement().asString().endsWith(".gz");
    Path codec = bench.path("codec");
    writer(ids(bench, 0, 10).coalesce(1))
        .option("codec", "org.apache.hadoop.io.compress.GzipCodec")
        .save(codec + "");
    assertThat(Bench.dataFiles(codec)).singleElement().asString().endsWith(".gz");
    assertThat(bench.load(codec).count()).isEqualTo(10);
  }

  private static void index(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 90).repartition(2)).partitionBy("k").save(set + "");
    List<String> hidden = new ArrayList<>(Bench.files(set));
    hidden.removeAll(Bench.dataFiles(set));
    hidden.removeIf(name -> name.endsWith(".crc") || name.endsWith("_SUCCESS"));
    assertThat(hidden).hasSameSizeAs(Bench.dataFiles(set));
    Dataset<Row> count = bench.load(set).selectExpr("count(*) n");
    assertThat(bench.json(count)).containsExactly("{\"n\":90}");
    assertThat(bench.plan(count))
        .containsPattern("PushedAggregates: \\[COUNT\\(\\*\\)\\]|LocalTableScan");
    Path without = bench.path("without");
    writer(ids(bench, 0, 9)).option("writeIndex", "none").save(without + "");
    assertThat(Bench.files(without)).noneMatch(name -> name.contains("idx"));
    assertThat(bench.load(without).count()).isEqualTo(9);
  }

  private static void overwrittenIndex(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 100)).save(set + "");
    assertThat(bench.load(set).count()).isEqualTo(100);
    writer(ids(bench, 0, 50)).mode(SaveMode.Overwrite).save(set + "");
    assertThat(bench.load(set).count()).isEqualTo(50);
    assertThat(bench.load(set).filter("_metadata.record_index = 0").count()).isPositive();
  }

  private static void byteArrays(Bench bench) throws Exception {
    Path in = bench.file("in", Samples.texts(0, 60));
    Path set = bench.path("set");
    writer(bench.tfrecord().option("recordType", "ByteArray").load(in + "").coalesce(1))
        .option("recordType", "ByteArray")
        .save(set + "");
    assertThat(Files.readAllBytes(set.resolve(Bench.dataFiles(set).get(0))))
        .isEqualTo(Files.readAllBytes(in));
  }

  private static void empty(Bench bench) throws Exception {
    Path set = bench.path("set");
    writer(ids(bench, 0, 0)).save(set + "");
    Dataset<Row> rows = bench.tfrecord().schema("id BIGINT").load(set + "");
    assertThat(rows.count()).isZero();
    assertThat(rows.collectAsList()).isEmpty();
  }

  private static void failed(Bench bench) throws Exception {
    Path set = bench.path("set");
    bench.failure(
        () -> {
          writer(bench.sql("SELECT id, raise_error('enough') e FROM range(0, 10)")).save(set + "");
          return set;
        });
    if (Files.exists(set)) {
      assertThat(Bench.files(set)).isEmpty();
    }
  }

  private static void parquet(Bench bench) throws Exception {
    Path file = bench.file("a", Samples.examples(0, 500));
    Path parquet = bench.path("parquet");
    bench.tfrecord().schema(Samples.SCHEMA).load(file + "").write().parquet(parquet + "");
    Path back = bench.path("back");
    writer(bench.spark().read().parquet(parquet + "").coalesce(1)).save(back + "");
    assertThat(Files.readAllBytes(back.resolve(Bench.dataFiles(back).get(0))))
        .isEqualTo(Files.readAllBytes(file));
  }
}
