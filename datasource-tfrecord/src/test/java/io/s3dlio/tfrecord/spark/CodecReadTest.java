package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files in block formats of Hadoop's, which no byte tells, and files that are named like them. */
class CodecReadTest {

  private static final String HADOOP = "org.apache.hadoop.io.compress.";
  private static final long ROWS = 30_000;

  @TempDir Path home;

  /** One file of so many rows, by that codec; empty for none. */
  private Path written(String codec) throws IOException {
    Path target = home.resolve("written");
    spark()
        .range(0, ROWS, 1, 1)
        .write()
        .format("tfrecord")
        .option("codec", codec)
        .option("writeIndex", "none")
        .save(target.toString());
    return target.resolve(WrittenFiles.data(target).get(0));
  }

  /** The same file under another name, in a directory of its own. */
  private static Path named(Path file, String name) throws IOException {
    Path directory = Files.createDirectory(file.resolveSibling("in-" + name));
    return Files.copy(file, directory.resolve(name));
  }

  private static Dataset<Row> read(Path file, Map<String, String> options) {
    return spark()
        .read()
        .format("tfrecord")
        .options(options)
        .schema("id bigint")
        .load(file.toString());
  }

  private static void hasAll(Dataset<Row> rows) {
    assertThat(rows.selectExpr("sum(id)").first().getLong(0)).isEqualTo(ROWS * (ROWS - 1) / 2);
    assertThat(rows.count()).isEqualTo(ROWS);
  }

  @ParameterizedTest
  @CsvSource({"SnappyCodec, .snappy", "Lz4Codec, .lz4", "BZip2Codec, .bz2"})
  void blocksAreReadByTheNameOfTheFileOrOfTheCodec(String codec, String ending) throws IOException {
    Path file = written(HADOOP + codec);
    assertThat(file.toString()).endsWith(".tfrecord" + ending);
    hasAll(read(file, Map.of()));
    Path unnamed = named(file, "data");
    spark().conf().set("spark.sql.files.maxPartitionBytes", "10000");
    try {
      hasAll(read(unnamed, Map.of("codec", HADOOP + codec)));
      hasAll(read(unnamed, Map.of("compression", HADOOP + codec)));
      assertThatThrownBy(() -> read(unnamed, Map.of("splitWithoutIndex", "false")).collectAsList())
          .hasMessageContaining("[TFRECORD_BAD_LENGTH]");
    } finally {
      spark().conf().unset("spark.sql.files.maxPartitionBytes");
    }
  }

  @ParameterizedTest
  @CsvSource({".snappy", ".lz4", ".bz2", ".gz", ".zlib"})
  void aPlainFileIsReadWhateverItsNameOrTheUserSays(String ending) throws IOException {
    Path file = named(written("none"), "data" + ending);
    hasAll(read(file, Map.of()));
    hasAll(read(file, Map.of("codec", HADOOP + "SnappyCodec")));
    hasAll(read(file, Map.of("compression", "gzip")));
    Files.write(file, new byte[0]);
    Files.deleteIfExists(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThat(read(file, Map.of()).collectAsList()).isEmpty();
  }

  @Test
  void damagedBlocksAreNoRows() throws IOException {
    Path file = written(HADOOP + "BZip2Codec");
    byte[] bytes = Files.readAllBytes(file);
    bytes[bytes.length / 2] ^= 1;
    Files.write(file, bytes);
    Files.delete(file.resolveSibling("." + file.getFileName() + ".crc"));
    assertThatThrownBy(() -> read(file, Map.of()).collectAsList())
        .hasMessageContaining("[TFRECORD_BAD_");
  }
}
