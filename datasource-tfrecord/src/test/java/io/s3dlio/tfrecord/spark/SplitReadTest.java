package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.RecordWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One file read by many tasks: with an index, without one, and when its bytes deceive. */
class SplitReadTest {

  private static final int RECORDS = 2_000;
  private static final int TASK = 64 << 10;

  @TempDir static Path home;
  private static byte[] file;

  @BeforeAll
  static void write() throws IOException {
    SparkSession spark = SparkTest.spark();
    spark.conf().set("spark.sql.files.maxPartitionBytes", TASK);
    spark.conf().set("spark.sql.files.openCostInBytes", 0);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (RecordWriter out = new RecordWriter(bytes)) {
      Random random = new Random(1);
      for (int i = 0; i < RECORDS; i++) {
        byte[] payload = new byte[random.nextInt(1000)];
        random.nextBytes(payload);
        out.write(payload);
      }
    }
    file = bytes.toByteArray();
  }

  @AfterAll
  static void restore() {
    SparkTest.spark().conf().unset("spark.sql.files.maxPartitionBytes");
    SparkTest.spark().conf().unset("spark.sql.files.openCostInBytes");
  }

  private static String directory(String name, byte[] bytes) throws IOException {
    Path directory = Files.createDirectories(home.resolve(name));
    Files.write(directory.resolve("a.tfrecord"), bytes);
    return directory.toString();
  }

  private static Dataset<Row> read(String path, String... options) {
    var reader = SparkTest.spark().read().format("tfrecord").option("recordType", "ByteArray");
    for (int i = 0; i < options.length; i += 2) {
      reader = reader.option(options[i], options[i + 1]);
    }
    return reader.load(path);
  }

  private static List<Integer> hashes(Dataset<Row> rows) {
    return rows.selectExpr("hash(byteArray)").collectAsList().stream()
        .map(row -> row.getInt(0))
        .toList();
  }

  @Test
  void rowsAndTheirOrderAreTheSameHoweverTheFileIsCut() throws IOException {
    String plain = directory("plain", file);
    String indexed = directory("indexed", file);
    TfRecordIndexes.build(SparkTest.spark(), indexed);
    List<Integer> whole = hashes(read(plain, "splitWithoutIndex", "false"));
    assertThat(whole).hasSize(RECORDS);
    assertThat(Plans.partitions(read(plain, "splitWithoutIndex", "false"))).isEqualTo(1);
    for (String path : List.of(plain, indexed)) {
      assertThat(Plans.partitions(read(path)))
          .isBetween(file.length / TASK, file.length / TASK + 2);
      assertThat(hashes(read(path))).isEqualTo(whole);
    }
  }

  @Test
  void whoNeedsNumbersOrStopsEarlyBeginsAtTheFirstRecord() throws IOException {
    String plain = directory("numbers", file);
    Dataset<Row> numbers = read(plain).select("_metadata.record_index");
    assertThat(Plans.partitions(numbers)).isEqualTo(1);
    assertThat(numbers.tail(1))
        .isEqualTo(new Row[] {org.apache.spark.sql.RowFactory.create(RECORDS - 1L)});
    assertThat(read(plain).limit(3).collectAsList()).hasSize(3);
    TfRecordIndexes.build(SparkTest.spark(), plain);
    assertThat(Plans.partitions(numbers.select("record_index"))).isEqualTo(1);
    Dataset<Row> indexed = read(plain).select("_metadata.record_index");
    assertThat(Plans.partitions(indexed)).isGreaterThan(5);
    assertThat(indexed.distinct().count()).isEqualTo(RECORDS);
  }

  @Test
  void compressedFilesAreReadByOneTaskWhateverTheirName() throws IOException {
    ByteArrayOutputStream zipped = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(zipped)) {
      out.write(file);
    }
    String path = directory("hidden-gzip", zipped.toByteArray());
    assertThat(Plans.partitions(read(path))).isGreaterThan(5);
    assertThat(hashes(read(path))).hasSize(RECORDS);
    assertThat(read(path).count()).isEqualTo(RECORDS);
    Files.move(Path.of(path, "a.tfrecord"), Path.of(path, "a.tfrecord.gz"));
    assertThat(Plans.partitions(read(path))).isEqualTo(1);
    assertThat(read(path).count()).isEqualTo(RECORDS);
  }

  /** A record that holds a whole file: what looks like records inside must not become rows. */
  @Test
  void contentThatDeceivesIsAConflictAndNamesTheCure() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (RecordWriter out = new RecordWriter(bytes)) {
      out.write(new byte[10]);
      out.write(file);
      out.write(new byte[20]);
    }
    String path = directory("nested", bytes.toByteArray());
    assertThatThrownBy(() -> hashes(read(path)))
        .hasMessageContaining("[TFRECORD_SPLIT_CONFLICT]")
        .hasMessageContaining("a.tfrecord")
        .hasMessageContaining("splitWithoutIndex");
    assertThatThrownBy(() -> read(path).count()).hasMessageContaining("[TFRECORD_SPLIT_CONFLICT]");
    assertThat(hashes(read(path, "ignoreCorruptFiles", "true"))).hasSize(3);
    // Each task wants one row and stops; that of another task may be a part of a payload.
    Dataset<Row> few = read(path).filter("hash(byteArray) <> 7").limit(1);
    assertThatThrownBy(() -> few.groupBy().count().collectAsList())
        .hasMessageContaining("[TFRECORD_SPLIT_CONFLICT]");
    assertThat(hashes(read(path, "splitWithoutIndex", "false"))).hasSize(3);
    TfRecordIndexes.build(SparkTest.spark(), path);
    assertThat(hashes(read(path))).hasSize(3);
  }

  @Test
  void anIndexOfAnotherFileIsRefused() throws IOException {
    String path = directory("stale", file);
    TfRecordIndexes.build(SparkTest.spark(), path);
    ByteArrayOutputStream more = new ByteArrayOutputStream();
    more.write(file);
    try (RecordWriter out = new RecordWriter(more)) {
      out.write(new byte[3]);
    }
    Files.write(Path.of(path, "a.tfrecord"), more.toByteArray());
    assertThatThrownBy(() -> hashes(read(path)))
        .hasMessageContaining("[TFRECORD_BAD_INDEX]")
        .hasMessageContaining("s3dlio tfrecord index");
    assertThatThrownBy(() -> read(path).count()).hasMessageContaining("[TFRECORD_BAD_INDEX]");
    assertThat(hashes(read(path, "index", "off"))).hasSize(RECORDS + 1);
  }
}
