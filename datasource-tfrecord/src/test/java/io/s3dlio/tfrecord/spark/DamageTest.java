package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.example.ExampleWriter;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged files: what fails, what becomes a row, what is left out; never a wrong row. */
class DamageTest {

  private static final int RECORDS = 10;

  @TempDir private Path home;

  /** Records of one size: {@code n} from 0 on. */
  private static byte[] records() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ExampleWriter example =
        new ExampleWriter(RecordType.EXAMPLE, List.of(FeatureSpec.scalar("n", FeatureKind.INT64)));
    try (RecordWriter out = new RecordWriter(bytes)) {
      for (int i = 0; i < RECORDS; i++) {
        example.begin();
        example.int64(0, i);
        example.finish();
        out.write(example.toBytes());
      }
    }
    return bytes.toByteArray();
  }

  private String file(byte[] bytes) throws IOException {
    return Files.write(home.resolve("a.tfrecord"), bytes).toString();
  }

  private static Dataset<Row> read(String path, String mode, String corrupt) {
    return SparkTest.spark()
        .read()
        .format("tfrecord")
        .schema("n int, _corrupt_record " + corrupt)
        .option("mode", mode)
        .load(path);
  }

  private static List<String> rows(String path, String mode) {
    return read(path, mode, "string").select("n").collectAsList().stream()
        .map(row -> String.valueOf(row.get(0)))
        .toList();
  }

  private static byte[] flipped(int record, int at) throws IOException {
    byte[] bytes = records();
    bytes[record * (bytes.length / RECORDS) + at] ^= 1;
    return bytes;
  }

  @Test
  void aBadPayloadIsOneRowOrNoneOrAnError() throws IOException {
    String path = file(flipped(3, 14));
    assertThatThrownBy(() -> rows(path, "FAILFAST"))
        .hasMessageContaining("[TFRECORD_BAD_CRC] Record 3 at byte ")
        .hasMessageContaining("a.tfrecord")
        .hasMessageContaining("SQLSTATE: XX001")
        .satisfies(e -> assertThat(root(e).getErrorClass()).isEqualTo("TFRECORD_BAD_CRC"));
    assertThat(rows(path, "PERMISSIVE"))
        .containsExactly("0", "1", "2", "null", "4", "5", "6", "7", "8", "9");
    assertThat(rows(path, "DROPMALFORMED"))
        .containsExactly("0", "1", "2", "4", "5", "6", "7", "8", "9");
    Row corrupt =
        read(path, "PERMISSIVE", "binary")
            .where("_corrupt_record is not null")
            .select("_corrupt_record", "_metadata.record_index", "_metadata.record_offset")
            .head();
    byte[] bytes = flipped(3, 14);
    int size = bytes.length / RECORDS;
    assertThat(corrupt.<byte[]>getAs(0))
        .isEqualTo(Arrays.copyOfRange(bytes, 3 * size + 12, 4 * size - 4));
    assertThat(corrupt.getLong(1)).isEqualTo(3);
    assertThat(corrupt.getLong(2)).isEqualTo(3L * size);
  }

  private static SparkThrowable root(Throwable e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof io.s3dlio.spark.SourceIOException found) {
        return found;
      }
    }
    throw new AssertionError("no error of ours", e);
  }

  @Test
  void aBadLengthIsOneRowForTheRestOfTheFile() throws IOException {
    String path = file(flipped(3, 1));
    assertThatThrownBy(() -> rows(path, "FAILFAST"))
        .hasMessageContaining("[TFRECORD_BAD_LENGTH] There is no record 3 at byte ");
    assertThat(rows(path, "PERMISSIVE")).containsExactly("0", "1", "2", "null");
    assertThat(rows(path, "DROPMALFORMED")).containsExactly("0", "1", "2");
    assertThat(
            read(path, "PERMISSIVE", "string")
                .where("_corrupt_record like '%CRC%'")
                .selectExpr("_metadata.record_index")
                .head()
                .getLong(0))
        .isEqualTo(3);
  }

  @Test
  void aFileCutAnywhereIsAnError() throws IOException {
    byte[] bytes = records();
    int size = bytes.length / RECORDS;
    for (int left : new int[] {1, 5, 11, 12, size - 1}) {
      String path = file(Arrays.copyOf(bytes, 4 * size + left));
      assertThatThrownBy(() -> rows(path, "FAILFAST"))
          .as("%s bytes of record 4", left)
          .hasMessageContaining("[TFRECORD_TRUNCATED]")
          .hasMessageContaining("record 4");
      assertThat(rows(path, "PERMISSIVE")).containsExactly("0", "1", "2", "3", "null");
    }
    assertThat(rows(file(Arrays.copyOf(bytes, 4 * size)), "FAILFAST")).hasSize(4);
  }

  @Test
  void unreadableFilesAreLeftOutWhereTheOptionSaysSo() throws IOException {
    String path = file(flipped(3, 1));
    Dataset<Row> rows =
        SparkTest.spark()
            .read()
            .format("tfrecord")
            .schema("n int")
            .option("ignoreCorruptFiles", "true")
            .load(path);
    assertThat(rows.collectAsList()).hasSize(3);
    assertThat(rows.count()).isEqualTo(3);
  }

  @Test
  void whatIsNoExampleIsUndecodable() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(records());
    try (RecordWriter out = new RecordWriter(bytes)) {
      out.write(new byte[] {10, 127});
    }
    String path = file(bytes.toByteArray());
    assertThatThrownBy(() -> rows(path, "FAILFAST"))
        .hasMessageContaining("[TFRECORD_UNDECODABLE] Record 10 at byte ");
    assertThat(rows(path, "PERMISSIVE")).hasSize(11).endsWith("9", "null");
    assertThat(rows(path, "DROPMALFORMED")).hasSize(10);
    assertThat(
            read(path, "PERMISSIVE", "string")
                .where("_corrupt_record is not null")
                .select("_metadata.record_index")
                .head()
                .getLong(0))
        .isEqualTo(10);
    assertThat(read(path, "DROPMALFORMED", "string").where("n > 7").count()).isEqualTo(2);
    assertThat(read(path, "FAILFAST", "string").count()).isEqualTo(11);
  }

  /** However many are decoded at once, and whatever is decoded first. */
  @Test
  void rowsBeforeAnUndecodableRecordAreRead() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(records());
    try (RecordWriter out = new RecordWriter(bytes)) {
      out.write(new byte[] {10, 127});
    }
    bytes.write(records());
    String path = file(bytes.toByteArray());
    for (int batch : new int[] {3, 4096}) {
      Dataset<Row> rows =
          SparkTest.spark()
              .read()
              .format("tfrecord")
              .schema("n int, absent string")
              .option("ignoreCorruptFiles", "true")
              .option("batchSize", batch)
              .load(path);
      assertThat(rows.select("n").collectAsList()).hasSize(RECORDS);
      assertThat(rows.where("n > 5").collectAsList()).hasSize(4);
      assertThat(rows.where("n > 50").collectAsList()).isEmpty();
    }
    Dataset<Row> failing =
        SparkTest.spark().read().format("tfrecord").schema("n int").load(path).where("n > 50");
    assertThatThrownBy(failing::collectAsList)
        .hasMessageContaining("[TFRECORD_UNDECODABLE] Record 10 at byte ");
  }

  /** Files that one task reads have nothing to do with each other. */
  @Test
  void anUndecodableRecordCostsNoOtherFileItsRows() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    bytes.write(records());
    try (RecordWriter out = new RecordWriter(bytes)) {
      out.write(new byte[] {10, 127});
    }
    for (String name : List.of("a", "b", "c")) {
      Files.write(home.resolve(name), name.equals("c") ? records() : bytes.toByteArray());
    }
    SparkTest.spark().conf().set("spark.sql.files.maxPartitionNum", 1);
    try {
      Dataset<Row> rows =
          SparkTest.spark()
              .read()
              .format("tfrecord")
              .schema("n int")
              .option("ignoreCorruptFiles", "true")
              .load(home.toString());
      assertThat(rows.rdd().getNumPartitions()).isEqualTo(1);
      assertThat(rows.collectAsList()).hasSize(3 * RECORDS);
    } finally {
      SparkTest.spark().conf().unset("spark.sql.files.maxPartitionNum");
    }
  }

  /** A column is that of damaged records only where damaged records become rows. */
  @Test
  void aFeatureMayHaveTheNameOfTheCorruptColumn() {
    String path = home.resolve("named").toString();
    SparkTest.spark()
        .sql("select 7 as n, 'kept' as _corrupt_record")
        .write()
        .format("tfrecord")
        .save(path);
    assertThat(read(path, "FAILFAST", "string").head().getString(1)).isEqualTo("kept");
    assertThat(read(path, "PERMISSIVE", "string").head().isNullAt(1)).isTrue();
  }

  /** Whatever could be decoded first, and whatever of it is good. */
  @Test
  void conditionsSeeADamagedRecordAsItsRowShowsIt() {
    String path = home.resolve("conditions").toString();
    for (String row : List.of("1 as n, 'x' as s, 1 as k", "'text' as n, 'x' as s, 2 as k")) {
      SparkTest.spark().sql("select " + row).write().format("tfrecord").mode("append").save(path);
    }
    Dataset<Row> rows =
        SparkTest.spark()
            .read()
            .format("tfrecord")
            .schema("n int, s string, k int, _corrupt_record string")
            .option("mode", "PERMISSIVE")
            .load(path);
    assertThat(rows.where("s = 'x'").collectAsList()).hasSize(1);
    assertThat(rows.where("s is null").collectAsList()).hasSize(1);
    assertThat(rows.where("k = 2").collectAsList()).isEmpty();
  }

  /** What is damaged depends on all columns of the schema, not only on those that are read. */
  @Test
  void readsByTwoSchemasAreTwoReads() {
    String path = home.resolve("schemas").toString();
    SparkTest.spark().sql("select 7 as n, 'text' as s").write().format("tfrecord").save(path);
    Dataset<Row> narrow = read(path, "PERMISSIVE", "string");
    Dataset<Row> wide =
        SparkTest.spark()
            .read()
            .format("tfrecord")
            .schema("n int, s int, _corrupt_record string")
            .option("mode", "PERMISSIVE")
            .load(path);
    assertThat(
            narrow
                .select("_corrupt_record")
                .distinct()
                .union(wide.select("_corrupt_record").distinct())
                .where("_corrupt_record is null")
                .count())
        .isEqualTo(1);
  }

  @Test
  void aNumberThatAColumnCannotHoldIsNoSmallerNumber() throws IOException {
    String path = home.resolve("wide").toString();
    SparkTest.spark()
        .range(0, 4, 1, 1)
        .selectExpr("if(id = 2, 3000000000L, id) as n", "array(id * 100L) as list")
        .write()
        .format("tfrecord")
        .save(path);
    assertThatThrownBy(() -> rows(path, "FAILFAST"))
        .hasMessageContaining("[TFRECORD_UNDECODABLE] Record 2 ")
        .hasMessageContaining("feature \"n\" has a value that no int holds");
    assertThat(rows(path, "PERMISSIVE")).containsExactly("0", "1", "null", "3");
    assertThat(rows(path, "DROPMALFORMED")).containsExactly("0", "1", "3");
    assertThatThrownBy(
            () ->
                SparkTest.spark()
                    .read()
                    .format("tfrecord")
                    .schema("list array<tinyint>")
                    .load(path)
                    .collectAsList())
        .hasMessageContaining("feature \"list\" has a value that no tinyint holds");
  }

  @Test
  void crcsThatAreNotWantedAreNotCompared() throws IOException {
    byte[] bytes = records();
    int size = bytes.length / RECORDS;
    bytes[4 * size - 1] ^= 1; // the CRC itself: the payload is whole
    String path = file(bytes);
    for (String verify : List.of("length", "off")) {
      assertThat(
              SparkTest.spark()
                  .read()
                  .format("tfrecord")
                  .option("verifyCrc", verify)
                  .load(path)
                  .selectExpr("sum(n)")
                  .head()
                  .getLong(0))
          .isEqualTo(45);
    }
    assertThatThrownBy(() -> rows(path, "FAILFAST")).hasMessageContaining("[TFRECORD_BAD_CRC]");
  }

  @Test
  void aFileThatWentAwayFailsOrIsLeftOut() throws IOException {
    String path = file(records());
    for (boolean ignored : new boolean[] {false, true}) {
      Files.write(home.resolve("b.tfrecord"), records());
      Dataset<Row> rows =
          SparkTest.spark()
              .read()
              .format("tfrecord")
              .schema("n int")
              .option("ignoreMissingFiles", ignored)
              .load(home.toString());
      rows.queryExecution().executedPlan();
      Files.delete(home.resolve("b.tfrecord"));
      if (ignored) {
        assertThat(rows.collectAsList()).hasSize(RECORDS);
      } else {
        assertThatThrownBy(rows::collectAsList)
            .hasMessageContaining("[TFRECORD_FILE_NOT_FOUND]")
            .hasMessageContaining("ignoreMissingFiles");
      }
    }
    assertThat(path).isNotEmpty();
  }
}
