package io.s3dlio.testing.tfrecord;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.example.FeatureDepth;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import scala.collection.Seq;
import scala.jdk.javaapi.CollectionConverters;

/** format("tfrecord") and TensorFlow, each reading what the other has written, bit for bit. */
@EnabledOnOs(
    value = OS.LINUX,
    architectures = "amd64",
    disabledReason = "TensorFlow's native library is there for linux-x86_64 only")
final class SparkTensorFlowTest {

  private static final int MESSAGES = 400;
  private static final TensorFlow TENSORFLOW = new TensorFlow();
  private static final SparkSession SPARK =
      SparkSession.builder()
          .master("local[2]")
          .config("spark.ui.enabled", false)
          .config("spark.sql.shuffle.partitions", 1)
          .getOrCreate();

  @TempDir Path directory;

  private final Samples samples = new Samples(71);

  @AfterAll
  static void close() {
    SPARK.close();
    TENSORFLOW.close();
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZLIB"})
  void sparkReadsItsExamplesAndItReadsSparks(RecordCompression compression) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      var example = samples.example();
      payloads.add(example.toByteArray());
      expected.add(Payloads.texts(example));
    }
    List<byte[]> sparks = throughSpark(RecordType.EXAMPLE, compression, payloads, expected);
    check(TENSORFLOW.parse(sparks, Samples.FEATURES), expected);
  }

  @ParameterizedTest
  @EnumSource(names = {"NONE", "GZIP", "ZLIB"})
  void theSameWithSequenceExamples(RecordCompression compression) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    List<List<String>> expected = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      var example = samples.sequence();
      payloads.add(example.toByteArray());
      expected.add(Payloads.texts(example));
    }
    List<byte[]> sparks =
        throughSpark(RecordType.SEQUENCE_EXAMPLE, compression, payloads, expected);
    check(TENSORFLOW.parseSequences(sparks, Samples.FEATURES, Samples.LISTS), expected);
  }

  /**
   * TensorFlow writes a file; Spark reads it, is asked what it has seen, and writes it anew, a file
   * for each split; TensorFlow reads those.
   */
  private List<byte[]> throughSpark(
      RecordType type,
      RecordCompression compression,
      List<byte[]> payloads,
      List<List<String>> expected)
      throws IOException {
    Path theirs = directory.resolve("theirs.tfrecord");
    TENSORFLOW.write(theirs, word(compression), payloads);
    Dataset<Row> rows =
        SPARK
            .read()
            .format("tfrecord")
            .schema(schema(type))
            .option("recordType", type.text())
            .load(theirs.toUri().toString());
    assertThat(rows.collectAsList().stream().map(SparkTensorFlowTest::texts))
        .containsExactlyElementsOf(expected);

    Path ours = directory.resolve("ours");
    rows.write()
        .format("tfrecord")
        .option("recordType", type.text())
        .option("compression", compression.name().toLowerCase(Locale.ROOT))
        .save(ours.toUri().toString());
    List<byte[]> sparks = new ArrayList<>();
    try (Stream<Path> files = Files.list(ours)) {
      files
          .filter(file -> file.getFileName().toString().startsWith("part-"))
          .sorted()
          .forEach(file -> sparks.addAll(TENSORFLOW.read(file, word(compression))));
    }
    return sparks;
  }

  private static void check(List<Ragged> columns, List<List<String>> expected) {
    for (int i = 0; i < columns.size(); i++) {
      int column = i;
      assertThat(columns.get(i).rows())
          .containsExactlyElementsOf(
              expected.stream().map(row -> Texts.filled(row.get(column))).toList());
    }
  }

  private static List<String> texts(Row row) {
    List<String> texts = new ArrayList<>();
    for (int i = 0; i < row.length(); i++) {
      texts.add(row.isNullAt(i) ? Texts.NULL : text(row.getList(i)));
    }
    return texts;
  }

  private static String text(List<?> values) {
    StringBuilder text = new StringBuilder();
    for (Object value : values) {
      if (value instanceof Long number) {
        text.append(",").append(Texts.of(number));
      } else if (value instanceof Float number) {
        text.append(",").append(Texts.of(number));
      } else if (value instanceof byte[] bytes) {
        text.append(",").append(Texts.of(bytes));
      } else {
        List<?> step = CollectionConverters.asJava((Seq<?>) value);
        text.append("[").append(text(step)).append("]");
      }
    }
    return text.indexOf(",") == 0 ? text.substring(1) : text.toString();
  }

  private static StructType schema(RecordType type) {
    StructType schema = new StructType();
    for (FeatureSpec spec : Payloads.specs(type)) {
      DataType list =
          DataTypes.createArrayType(
              switch (spec.kind()) {
                case BYTES -> DataTypes.BinaryType;
                case FLOAT -> DataTypes.FloatType;
                case INT64 -> DataTypes.LongType;
              });
      boolean isList = spec.depth() == FeatureDepth.LIST;
      schema = schema.add(spec.name(), isList ? list : DataTypes.createArrayType(list));
    }
    return schema;
  }

  private static String word(RecordCompression compression) {
    return compression == RecordCompression.NONE ? "" : compression.name();
  }
}
