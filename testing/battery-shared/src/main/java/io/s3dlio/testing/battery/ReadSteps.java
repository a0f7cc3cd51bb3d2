package io.s3dlio.testing.battery;

import static org.apache.spark.sql.functions.col;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** What is in the records comes out as columns. */
final class ReadSteps {
  private ReadSteps() {}

  static List<Step> all() {
    return List.of(
        Step.of("tfrecord, tfrecords and the class name are the same source", ReadSteps::names),
        Step.of(
            "the schema is inferred, in the order of names, bytes as binary", ReadSteps::schema),
        Step.of("every value is read, what is missing is null", ReadSteps::values),
        Step.of("a schema of the user's chooses types, order and absent columns", ReadSteps::user),
        Step.of("rows of many batches survive cache, sort, join and union", ReadSteps::batches),
        Step.of("SequenceExamples become arrays of arrays", ReadSteps::sequences),
        Step.of("ByteArray gives the payloads", ReadSteps::byteArrays),
        Step.of("an empty first file does not make an empty schema", ReadSteps::emptyFirst),
        Step.of("mergeSchema knows the columns of all files", ReadSteps::merged),
        Step.of("gzip and zlib are known by content under a plain name", ReadSteps::compressed),
        Step.of("an unknown value of an option fails with the legal ones", ReadSteps::badOption),
        Step.of(
            "a single-valued column becomes an array where a record has more", ReadSteps::lists));
  }

  private static void names(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 5));
    List<String> rows = bench.json(bench.load(file));
    assertThat(rows).hasSize(5);
    for (String name :
        List.of("tfrecords", "TFRecord", "io.s3dlio.tfrecord.spark.TfRecordSource")) {
      assertThat(bench.json(bench.spark().read().format(name).load(file.toString())))
          .isEqualTo(rows);
    }
  }

  private static void schema(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 5));
    assertThat(bench.load(file).schema().simpleString())
        .isEqualTo("struct<id:bigint,image:binary,name:binary,score:float,tags:array<bigint>>");
  }

  private static void values(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(2, 4));
    Dataset<Row> rows = bench.tfrecord().schema(Samples.SCHEMA).load(file.toString());
    assertThat(bench.json(rows))
        .containsExactly(
            "{\"id\":2,\"image\":\"/9gCgA==\",\"name\":\"näme 2\",\"score\":1.0,\"tags\":[2,-2]}",
            "{\"id\":3,\"image\":\"/9gDgA==\",\"name\":\"näme 3\",\"tags\":[3,-3]}");
    assertThat((byte[]) rows.select("image").first().get(0)).isEqualTo(Samples.image(2));
    assertThat(rows.filter("score is null").count()).isEqualTo(1);
  }

  private static void user(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(1, 3));
    Dataset<Row> rows =
        bench
            .tfrecord()
            .schema("tags ARRAY<INT>, nowhere STRING, score DOUBLE, id INT")
            .load(file.toString());
    assertThat(rows.schema().simpleString())
        .isEqualTo("struct<tags:array<int>,nowhere:string,score:double,id:int>");
    assertThat(bench.json(rows))
        .containsExactly(
            "{\"tags\":[1,-1],\"score\":0.5,\"id\":1}", "{\"tags\":[2,-2],\"score\":1.0,\"id\":2}");
  }

  private static void batches(Bench bench) throws Exception {
    int many = 10_000;
    Path file = bench.file("a.tfrecord", Samples.examples(0, many));
    Dataset<Row> rows = bench.tfrecord().schema(Samples.SCHEMA).load(file.toString());
    List<String> expected = bench.json(rows);
    assertThat(expected).hasSize(many).doesNotHaveDuplicates();
    assertThat(bench.json(rows.orderBy(col("id").desc()).orderBy("id"))).isEqualTo(expected);
    Dataset<Row> cached = rows.cache();
    assertThat(bench.sorted(cached)).isEqualTo(expected.stream().sorted().toList());
    cached.unpersist();
    assertThat(rows.union(rows).distinct().count()).isEqualTo(many);
    assertThat(rows.as("a").join(rows.as("b"), "id").filter("a.image = b.image").count())
        .isEqualTo(many);
  }

  private static void sequences(Bench bench) throws Exception {
    byte[] record =
        Wire.sequence(
            Map.of("label", Wire.int64s(7)),
            Map.of("frames", List.of(Wire.floats(1f, 2f), Wire.floats(), Wire.floats(3f))));
    Path file = bench.file("a.tfrecord", List.of(record, record));
    Dataset<Row> rows =
        bench.tfrecord().option("recordType", "SequenceExample").load(file.toString());
    assertThat(rows.schema().simpleString())
        .isEqualTo("struct<frames:array<array<float>>,label:bigint>");
    String row = "{\"frames\":[[1.0,2.0],[],[3.0]],\"label\":7}";
    assertThat(bench.json(rows)).containsExactly(row, row);
  }

  private static void byteArrays(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.texts(0, 100));
    Dataset<Row> rows = bench.tfrecord().option("recordType", "ByteArray").load(file.toString());
    assertThat(rows.schema().simpleString()).isEqualTo("struct<byteArray:binary>");
    assertThat(rows.collectAsList().stream().map(row -> (byte[]) row.get(0)).toArray(byte[][]::new))
        .isDeepEqualTo(Samples.texts(0, 100).toArray(byte[][]::new));
  }

  private static void emptyFirst(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", List.of());
    bench.file("set/b.tfrecord", Samples.examples(0, 3));
    Path set = bench.path("set");
    assertThat(bench.load(set).columns()).containsExactly("id", "image", "name", "score", "tags");
    assertThat(bench.load(set).count()).isEqualTo(3);
  }

  private static void merged(Bench bench) throws Exception {
    bench.file("set/a.tfrecord", List.of(Wire.example(Map.of("a", Wire.int64s(1)))));
    bench.file("set/b.tfrecord", List.of(Wire.example(Map.of("b", Wire.floats(2f)))));
    Path set = bench.path("set");
    Dataset<Row> rows = bench.tfrecord().option("mergeSchema", true).load(set.toString());
    assertThat(rows.schema().simpleString()).isEqualTo("struct<a:bigint,b:float>");
    assertThat(bench.sorted(rows)).containsExactly("{\"a\":1}", "{\"b\":2.0}");
  }

  private static void compressed(Bench bench) throws Exception {
    byte[] plain = Frames.file(Samples.examples(0, 1000));
    ByteArrayOutputStream gzip = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(gzip)) {
      out.write(plain);
    }
    ByteArrayOutputStream zlib = new ByteArrayOutputStream();
    try (OutputStream out = new DeflaterOutputStream(zlib)) {
      out.write(plain);
    }
    List<String> expected = bench.json(bench.load(bench.file("plain", Samples.examples(0, 1000))));
    for (ByteArrayOutputStream form : List.of(gzip, zlib)) {
      Path file = Files.write(bench.path("some-file"), form.toByteArray());
      assertThat(bench.json(bench.load(file))).isEqualTo(expected);
    }
  }

  private static void badOption(Bench bench) throws Exception {
    Path file = bench.file("a.tfrecord", Samples.examples(0, 3));
    Map<String, List<String>> wrong =
        Map.of(
            "verifyCrc", List.of("full", "length", "off"),
            "recordType", List.of("Example", "SequenceExample", "ByteArray"),
            "index", List.of("auto", "off", "required"),
            "mode", List.of("FAILFAST", "PERMISSIVE", "DROPMALFORMED"));
    wrong.forEach(
        (option, legal) ->
            bench
                .failure(() -> bench.tfrecord().option(option, "sideways").load(file + "").count())
                .hasMessageContainingAll("sideways", option)
                .message()
                .satisfies(
                    text ->
                        assertThat(text.toLowerCase(Locale.ROOT))
                            .contains(
                                legal.stream()
                                    .map(word -> word.toLowerCase(Locale.ROOT))
                                    .toList())));
  }

  private static void lists(Bench bench) throws Exception {
    List<byte[]> records =
        List.of(
            Wire.example(Map.of("v", Wire.int64s(1))),
            Wire.example(Map.of("v", Wire.int64s(1, 2))),
            Wire.example(Map.of("v", Wire.int64s())));
    Dataset<Row> rows = bench.load(bench.file("a.tfrecord", records));
    assertThat(rows.schema().simpleString()).isEqualTo("struct<v:array<bigint>>");
    assertThat(bench.json(rows)).containsExactly("{\"v\":[1]}", "{\"v\":[1,2]}", "{\"v\":[]}");
  }
}
