package io.s3dlio.tfrecord.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job indexes a directory; a file that is not right fails alone. */
final class TfRecordIndexesTest {
  private static final int FILES = 30;

  private final SparkSession spark = SparkTest.spark();
  private final Path folder;

  TfRecordIndexesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void aDirectoryIsIndexedAndVerified() throws Exception {
    for (int i = 0; i < FILES; i++) {
      write(folder.resolve("day=" + i % 3 + "/part-" + i + ".tfrecord"), i);
    }
    Dataset<Row> built = TfRecordIndexes.build(spark, folder.toString());
    assertThat(built.where("outcome = 'DONE'").count()).isEqualTo(FILES);
    assertThat(sum(built, "records")).isEqualTo(FILES * (FILES - 1) / 2);
    assertThat(folder.resolve("day=1/_part-1.tfrecord.idx")).hasContent("0 17\n");
    assertThat(folder.resolve("day=1/_part-1.tfrecord.s3idx")).exists();
    List<String> files = built.select("file").as(Encoders.STRING()).collectAsList();
    assertThat(files).isSorted().hasSize(FILES);

    Dataset<Row> again = TfRecordIndexes.build(spark, folder.toString());
    assertThat(again.where("outcome = 'UP_TO_DATE'").count()).isEqualTo(FILES);
    assertThat(sum(again, "records")).isEqualTo(FILES * (FILES - 1) / 2);
    Dataset<Row> verified = TfRecordIndexes.verify(spark, folder.toString());
    assertThat(verified.where("outcome = 'DONE'").count()).isEqualTo(FILES);
  }

  @Test
  void aFileThatIsNotRightFailsAlone() throws Exception {
    write(folder.resolve("a"), 3);
    Files.write(folder.resolve("b"), new byte[] {1, 2, 3});
    write(folder.resolve("c"), 2);
    Row[] rows = (Row[]) TfRecordIndexes.build(spark, folder.toString()).collect();
    assertThat(rows[1].<String>getAs("outcome")).isEqualTo("FAILED");
    assertThat(rows[1].<String>getAs("message")).contains("/b", "record 0 at byte 0");
    assertThat(rows[2].<Long>getAs("records")).isEqualTo(2);
    assertThat(folder.resolve("_b.idx")).doesNotExist();
    String[] words = {"verify", folder.toString()};
    assertThatThrownBy(() -> TfRecordIndexes.main(words)).hasMessageContaining("1 failed");
  }

  @Test
  void sparkSubmitTakesTheOptionsOfTheCommandLine() throws Exception {
    write(folder.resolve("data/a"), 2);
    TfRecordIndexes.main(
        new String[] {
          "build", "--format=text", "--output-dir", folder + "/index/", folder + "/data"
        });
    assertThat(folder.resolve("index/a.idx")).hasContent("0 17\n17 17\n");
    assertThatThrownBy(() -> TfRecordIndexes.main(new String[] {"index", "x"}))
        .hasMessageContaining("build or verify");
    assertThatThrownBy(() -> TfRecordIndexes.main(new String[] {"verify", "--force", "x"}))
        .hasMessageContaining("no option --force");
    write(folder.resolve("data/a.old"), 2);
    String[] stem = {"build", "--index-name={stem}.idx", folder + "/data"};
    assertThatThrownBy(() -> TfRecordIndexes.main(stem)).hasMessageContaining("would be");
  }

  @Test
  void aPathThatNamesNothingIsAnError() {
    assertThatThrownBy(() -> TfRecordIndexes.build(spark, folder + "/none"))
        .hasMessageContaining("none");
  }

  private static long sum(Dataset<Row> rows, String column) {
    return rows.selectExpr("sum(" + column + ")").first().getLong(0);
  }

  /** Records of one byte. */
  private static void write(Path file, int records) throws IOException {
    Files.createDirectories(file.getParent());
    try (RecordWriter writer = new RecordWriter(Files.newOutputStream(file))) {
      for (int i = 0; i < records; i++) {
        writer.write(new byte[1]);
      }
    }
  }
}
