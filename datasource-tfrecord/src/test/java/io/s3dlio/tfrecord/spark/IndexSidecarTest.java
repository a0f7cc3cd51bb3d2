package io.s3dlio.tfrecord.spark;

import static io.s3dlio.tfrecord.spark.SparkTest.spark;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.tfrecord.hadoop.IndexFiles;
import io.s3dlio.tfrecord.index.RecordIndex;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.streaming.StreamingQuery;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The index beside each file is of that file, and goes where it goes. */
class IndexSidecarTest {

  private static final String FORMAT = "tfrecord";

  @TempDir Path temporary;

  private Path target() {
    return temporary.resolve("out");
  }

  private void write(String indexes) {
    spark()
        .range(0, 100, 1, 2)
        .selectExpr("id", "repeat('x', cast(id as int)) s")
        .write()
        .format(FORMAT)
        .option("writeIndex", indexes)
        .save(target().toUri().toString());
  }

  /** Lines as NVIDIA's tfrecord2idx writes them, found here by the lengths in the file alone. */
  private static String lines(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    StringBuilder lines = new StringBuilder();
    while (bytes.hasRemaining()) {
      long size = bytes.getLong(bytes.position()) + 16;
      lines.append(bytes.position()).append(' ').append(size).append('\n');
      bytes.position(Math.toIntExact(bytes.position() + size));
    }
    return lines.toString();
  }

  private static String hidden(String dataName, String ending) {
    return "_" + dataName + ending;
  }

  @Test
  void theCompactIndexIsFoundAndBelieved() throws IOException {
    write("compact");
    List<String> files = WrittenFiles.data(target());
    assertThat(WrittenFiles.indexes(target()))
        .containsExactlyElementsOf(files.stream().map(name -> hidden(name, ".s3idx")).toList());
    IndexFiles indexes = new IndexFiles(new Configuration());
    long records = 0;
    for (String name : files) {
      Path path = target().resolve(name);
      ListedFile file =
          ListedFile.of(
              path.toUri().toString(),
              Files.size(path),
              Files.getLastModifiedTime(path).toMillis());
      RecordIndex index = indexes.read(indexes.find(file).orElseThrow(), file);
      assertThat(described(index)).isEqualTo(lines(path));
      records += index.count();
    }
    assertThat(records).isEqualTo(100);
  }

  private static String described(RecordIndex index) {
    return LongStream.range(0, index.count())
        .mapToObj(i -> index.offset(i) + " " + index.size(i) + "\n")
        .collect(Collectors.joining());
  }

  @Test
  void theTextIndexIsDalis() throws IOException {
    write("text");
    List<String> files = WrittenFiles.data(target());
    assertThat(WrittenFiles.indexes(target()))
        .containsExactlyElementsOf(files.stream().map(name -> hidden(name, ".idx")).toList());
    for (String name : files) {
      assertThat(target().resolve(hidden(name, ".idx"))).hasContent(lines(target().resolve(name)));
    }
  }

  @Test
  void bothOrNoneAreWrittenWhenAskedFor() throws IOException {
    write("both");
    assertThat(WrittenFiles.indexes(target())).hasSize(2 * WrittenFiles.data(target()).size());
    Files.move(target(), temporary.resolve("first"));
    write("none");
    assertThat(WrittenFiles.data(target())).isNotEmpty();
    assertThat(WrittenFiles.indexes(target())).isEmpty();
  }

  @Test
  void noReaderTakesAnIndexForData() throws IOException {
    write("both");
    Dataset<Row> files = spark().read().format("binaryFile").load(target().toUri().toString());
    assertThat(files.count()).isEqualTo(WrittenFiles.data(target()).size());
  }

  @Test
  void theStreamingSinkWritesIndexesToo() throws Exception {
    Path input = Files.createDirectory(temporary.resolve("in"));
    Files.writeString(input.resolve("a.txt"), "a\nbb\nccc\n");
    stream(input, "value").awaitTermination();
    Files.writeString(input.resolve("b.txt"), "dddd\n");
    stream(input, "value").awaitTermination();
    List<String> files = WrittenFiles.data(target());
    assertThat(WrittenFiles.payloads(target())).hasSize(4);
    assertThat(WrittenFiles.indexes(target()))
        .containsExactlyElementsOf(files.stream().map(name -> hidden(name, ".s3idx")).toList());
  }

  @Test
  void aFailedTaskOfTheStreamingSinkLeavesNoIndex() throws Exception {
    Path input = Files.createDirectory(temporary.resolve("in"));
    Files.writeString(input.resolve("a.txt"), "x\n".repeat(15) + "bad\n" + "x\n".repeat(15));
    String failing = "if(value = 'bad', raise_error('as planned'), value) value";
    StreamingQuery query = stream(input, failing);
    assertThatThrownBy(query::awaitTermination).hasStackTraceContaining("as planned");
    assertThat(WrittenFiles.names(target()))
        .as("a file of ten was complete, with its index, when the task failed")
        .allMatch(name -> name.startsWith("_spark_metadata"));
  }

  private StreamingQuery stream(Path input, String expression) throws Exception {
    return spark()
        .readStream()
        .text(input.toUri().toString())
        .selectExpr(expression)
        .writeStream()
        .format(FORMAT)
        .option("maxRecordsPerFile", "10")
        .option("checkpointLocation", temporary.resolve("checkpoint").toUri().toString())
        .trigger(Trigger.AvailableNow())
        .start(target().toUri().toString());
  }
}
