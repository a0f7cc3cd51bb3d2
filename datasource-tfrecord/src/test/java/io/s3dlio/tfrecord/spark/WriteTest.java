package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.spark.v1.TfRecordFileFormat;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code df.write}: save modes, partitions, compression, limits, and what a failure leaves. */
class WriteTest {

  private static final String FORMAT = "tfrecord";

  @TempDir Path temporary;

  private Path target() {
    return temporary.resolve("out");
  }

  private static Dataset<Row> numbers(long from, long to) {
    return spark().range(from, to, 1, 2).toDF("id");
  }

  private static List<Long> range(long from, long to) {
    return LongStream.range(from, to).boxed().toList();
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format(FORMAT);
  }

  private void save(DataFrameWriter<Row> writer) {
    writer.save(target().toUri().toString());
  }

  @Test
  void eachSaveModeDoesWhatItSays() throws IOException {
    save(writer(numbers(0, 10)));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 10));
    assertThatThrownBy(() -> save(writer(numbers(0, 10))))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("PATH_ALREADY_EXISTS");
    save(writer(numbers(10, 20)).mode(SaveMode.Ignore));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 10));
    save(writer(numbers(10, 20)).mode(SaveMode.Append));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 20));
    save(writer(numbers(30, 40)).mode(SaveMode.Overwrite));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(30, 40));
  }

  @Test
  void partitionColumnsAreDirectoriesAndNoFeatures() throws IOException {
    save(writer(numbers(0, 20).selectExpr("id", "id % 2 p", "'a/b' q")).partitionBy("p", "q"));
    assertThat(WrittenFiles.data(target()))
        .allMatch(name -> name.matches("p=[01]/q=a%2Fb/part-.*\\.tfrecord"));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 20));
    assertThat(WrittenFiles.payloads(target()))
        .allMatch(payload -> !text(payload).contains("q") && !text(payload).contains("p"));
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.ISO_8859_1);
  }

  @Test
  void dynamicOverwriteReplacesThePartitionsThatHaveRows() throws IOException {
    save(writer(numbers(0, 10).selectExpr("id", "id % 2 p")).partitionBy("p"));
    save(
        writer(numbers(100, 105).selectExpr("id", "1 p"))
            .partitionBy("p")
            .mode(SaveMode.Overwrite)
            .option("partitionOverwriteMode", "dynamic"));
    assertThat(WrittenFiles.longs(target().resolve("p=0"), "id"))
        .containsExactly(0L, 2L, 4L, 6L, 8L);
    assertThat(WrittenFiles.longs(target().resolve("p=1"), "id")).isEqualTo(range(100, 105));
    assertThat(WrittenFiles.indexes(target()))
        .as("one for each file, those of replaced files are gone")
        .hasSameSizeAs(WrittenFiles.data(target()));
  }

  /** Where the session has the extension; Spark's own formats lose the rows. */
  @Test
  void whatIsReadCannotBeOverwrittenButDynamically() throws IOException {
    save(writer(numbers(0, 6).selectExpr("id", "id % 2 p")).partitionBy("p"));
    Dataset<Row> read = spark().read().format(FORMAT).load(target().toUri().toString());
    assertThatThrownBy(() -> save(writer(read.where("id > 2")).mode(SaveMode.Overwrite)))
        .hasMessageContaining("[TFRECORD_OVERWRITES_SOURCE]")
        .hasMessageContaining(target().toString());
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 6));
    save(
        writer(read.where("p = 1").selectExpr("id + 10 id", "p"))
            .partitionBy("p")
            .mode(SaveMode.Overwrite)
            .option("partitionOverwriteMode", "dynamic"));
    assertThat(WrittenFiles.longs(target(), "id")).containsExactly(0L, 2L, 4L, 11L, 13L, 15L);
  }

  @Test
  void filesHoldNoMoreRecordsThanAllowed() throws IOException {
    save(writer(numbers(0, 25).coalesce(1)).option("maxRecordsPerFile", 10));
    assertThat(WrittenFiles.data(target())).hasSize(3);
    assertThat(WrittenFiles.indexes(target())).hasSize(3);
    for (String name : WrittenFiles.data(target())) {
      assertThat(WrittenFiles.ofFile(target().resolve(name))).hasSizeLessThanOrEqualTo(10);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "compression, gzip, .tfrecord.gz",
    "compression, ZLIB, .tfrecord.deflate",
    "compression, zstd, .tfrecord.zst",
    "compression, lz4, .tfrecord.lz4",
    "compression, snappy, .tfrecord.sz",
    "compression, none, .tfrecord",
    "codec, gzip, .tfrecord.gz",
    "codec, org.apache.hadoop.io.compress.GzipCodec, .tfrecord.gz",
    "codec, org.apache.hadoop.io.compress.DefaultCodec, .tfrecord.deflate"
  })
  void filesAreCompressedAsAskedAndNamedSo(String option, String value, String ending)
      throws IOException {
    save(writer(numbers(0, 1000)).option(option, value));
    assertThat(WrittenFiles.data(target())).isNotEmpty().allMatch(name -> name.endsWith(ending));
    assertThat(WrittenFiles.data(target())).allMatch(name -> name.contains(".tfrecord"));
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 1000));
    assertThat(WrittenFiles.indexes(target()).isEmpty())
        .as("a compressed file has no index")
        .isEqualTo(!value.equals("none"));
  }

  @Test
  void theSessionsCompressionCountsWhenNoneIsGiven() throws IOException {
    spark().conf().set("spark.sql.tfrecord.compression.codec", "gzip");
    try {
      save(writer(numbers(0, 5)));
      save(writer(numbers(5, 9)).mode(SaveMode.Append).option("codec", "zstd"));
      save(writer(numbers(9, 12)).mode(SaveMode.Append).option("compression", "none"));
    } finally {
      spark().conf().unset("spark.sql.tfrecord.compression.codec");
    }
    assertThat(WrittenFiles.data(target()))
        .map(name -> name.substring(name.indexOf(".tfrecord")))
        .containsOnly(".tfrecord.gz", ".tfrecord.zst", ".tfrecord");
    assertThat(WrittenFiles.longs(target(), "id")).isEqualTo(range(0, 12));
  }

  @Test
  void aCodecOfHadoopsWritesItsOwnFormat() throws IOException {
    save(writer(numbers(0, 5)).option("codec", "org.apache.hadoop.io.compress.BZip2Codec"));
    assertThat(WrittenFiles.data(target())).isNotEmpty().allMatch(n -> n.endsWith(".tfrecord.bz2"));
    byte[] bytes = Files.readAllBytes(target().resolve(WrittenFiles.data(target()).get(0)));
    assertThat(text(bytes)).startsWith("BZh");
  }

  @Test
  void optionsThatCannotBeAreNamedWithTheLegalOnes() {
    Map<String, String> wrong =
        Map.of("compression", "brotli", "codec", "a.b.C", "recordType", "Row", "writeIndex", "on");
    wrong.forEach(
        (option, value) ->
            assertThatThrownBy(() -> save(writer(numbers(0, 5)).option(option, value)))
                .hasMessageContaining("[DATA_SOURCE_OPTION_VALUE] The option " + option)
                .hasMessageContaining("\"" + value + "\"")
                .hasMessageContaining("Legal is"));
    assertThat(target()).as("nothing was written").doesNotExist();
  }

  @Test
  void aTypeWithoutPlaceIsRefusedBeforeAnythingIsWritten() {
    Dataset<Row> rows = numbers(0, 5).selectExpr("id", "map(1, 2) m");
    assertThatThrownBy(() -> save(writer(rows)))
        .hasMessageStartingWith("[TFRECORD_UNSUPPORTED_COLUMN] The column `m` of type map<int,int>")
        .hasMessageContaining("SQLSTATE: 42K0E");
    assertThatThrownBy(() -> save(rows.write().format(TfRecordFileFormat.class.getName())))
        .isInstanceOf(AnalysisException.class)
        .hasMessageContaining("UNSUPPORTED_DATA_TYPE_FOR_DATASOURCE")
        .hasMessageContaining("tfrecord")
        .hasMessageContaining("`m`")
        .hasMessageContaining("MAP<INT, INT>");
    assertThat(target()).doesNotExist();
  }

  @Test
  void aFailedJobLeavesNothing() throws IOException {
    Dataset<Row> rows = numbers(0, 10).selectExpr("id", "array(id, if(id = 9, null, id)) a");
    assertThatThrownBy(() -> save(writer(rows)))
        .hasStackTraceContaining("[TFRECORD_NULL_IN_ARRAY] The column `a`");
    assertThat(Files.exists(target()) ? WrittenFiles.names(target()) : List.of()).isEmpty();
  }

  @Test
  void anEmptyResultIsOneEmptyFileWithItsIndex() throws IOException {
    save(writer(numbers(0, 0)));
    assertThat(WrittenFiles.data(target())).hasSize(1);
    assertThat(target().resolve(WrittenFiles.data(target()).get(0))).isEmptyFile();
    assertThat(WrittenFiles.indexes(target())).hasSize(1);
  }

  @Test
  void recordsOfBytesAreTheColumnAsItIs() throws IOException {
    Dataset<Row> rows = numbers(0, 3).selectExpr("encode(string(id), 'utf-8') whatever", "1 p");
    save(writer(rows).partitionBy("p").option("recordType", "ByteArray"));
    assertThat(WrittenFiles.payloads(target()))
        .map(WriteTest::text)
        .containsExactlyInAnyOrder("0", "1", "2");
  }
}
