package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index that does not belong to its file is an error, however well it pretends. */
class WrongIndexTest {
  private final Path folder;

  WrongIndexTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    try (RecordWriter writer = new RecordWriter(Files.newOutputStream(folder.resolve("a")))) {
      for (int length : new int[] {10, 20, 30}) {
        writer.write(new byte[length]);
      }
    }
  }

  @Test
  void theRightOneFindsItsRecord() throws Exception {
    index("0 26\n26 36\n62 46\n");
    assertThat(second("full").collectAsList().get(0).<byte[]>getAs(0)).hasSize(20);
  }

  /**
   * Each line is a border and the last one ends with the file: only reading shows what is wrong.
   */
  @Test
  void aBorderLeftOutIsNoticed() throws Exception {
    index("0 26\n26 82\n");
    for (String verify : List.of("full", "length", "off")) {
      assertThatThrownBy(() -> second(verify).collectAsList())
          .hasMessageContaining("TFRECORD_BAD_INDEX")
          .hasMessageContaining("from byte 26 to 108 it has 1 records, the file 2");
    }
  }

  /** The rows that were read before have wrong numbers: that is no damage to be passed over. */
  @Test
  void itIsNotLeftOutAsACorruptFile() throws Exception {
    index("0 62\n62 46\n");
    assertThatThrownBy(
            () ->
                read("full", "ignoreCorruptFiles", "true")
                    .where("_metadata.record_index = 0")
                    .collectAsList())
        .hasMessageContaining("TFRECORD_BAD_INDEX");
  }

  @Test
  void oneThatWentAwayMeanwhileIsNotMissed() throws Exception {
    for (String use : List.of("auto", "required")) {
      index("0 26\n26 36\n62 46\n");
      Dataset<Row> all = read("full", "index", use);
      Dataset<Row> second = all.where("_metadata.record_index = 1");
      second.queryExecution().optimizedPlan();
      Files.delete(folder.resolve("_a.idx"));
      if (use.equals("auto")) {
        assertThat(second.collectAsList()).hasSize(1);
        assertThatThrownBy(all::count)
            .hasMessageContaining("[TFRECORD_FILE_NOT_FOUND]")
            .hasMessageContaining("_a.idx");
      } else {
        assertThatThrownBy(second::collectAsList).hasMessageContaining("[TFRECORD_INDEX_MISSING]");
      }
    }
  }

  @Test
  void oneThatWentAwayWithItsFileIsLeftOutWithIt() throws Exception {
    index("0 26\n26 36\n62 46\n");
    for (String condition : List.of("true", "_metadata.record_index = 1")) {
      Files.copy(folder.resolve("a"), folder.resolve("b"));
      Files.copy(folder.resolve("_a.idx"), folder.resolve("_b.idx"));
      Dataset<Row> rows = read("full", "ignoreMissingFiles", "true").where(condition);
      rows.schema();
      Files.delete(folder.resolve("b"));
      Files.delete(folder.resolve("_b.idx"));
      assertThat(rows.collectAsList()).hasSize(condition.equals("true") ? 3 : 1);
    }
  }

  @Test
  void bordersThatAreNoneAreNoticed() throws Exception {
    index("0 30\n30 30\n60 48\n");
    for (String verify : List.of("full", "length", "off")) {
      assertThatThrownBy(() -> second(verify).collectAsList()).hasMessageContaining("[TFRECORD_");
    }
  }

  @Test
  void oneOfAnotherFileIsRefusedBeforeAnythingIsRead() throws Exception {
    index("0 26\n26 36\n");
    assertThatThrownBy(() -> second("full").collectAsList())
        .hasMessageContaining("TFRECORD_BAD_INDEX")
        .hasMessageContaining("end at 62, the file at 108");
    assertThatThrownBy(() -> read("full").count()).hasMessageContaining("TFRECORD_BAD_INDEX");
    assertThat(read("full").collectAsList()).hasSize(3);
    assertThat(
            SparkTest.spark()
                .read()
                .format("tfrecord")
                .option("index", "off")
                .option("recordType", "ByteArray")
                .load(folder.toString())
                .count())
        .isEqualTo(3);
  }

  private void index(String lines) throws IOException {
    Files.writeString(folder.resolve("_a.idx"), lines);
  }

  private Dataset<Row> read(String verify) {
    return read(verify, "index", "auto");
  }

  private Dataset<Row> read(String verify, String option, String value) {
    return SparkTest.spark()
        .read()
        .format("tfrecord")
        .option("recordType", "ByteArray")
        .option("verifyCrc", verify)
        .option(option, value)
        .load(folder.toString());
  }

  private Dataset<Row> second(String verify) {
    return read(verify).where("_metadata.record_index = 1");
  }
}
