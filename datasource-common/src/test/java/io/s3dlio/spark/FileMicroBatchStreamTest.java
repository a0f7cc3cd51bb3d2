package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.connector.read.InputPartition;
import org.apache.spark.sql.connector.read.PartitionReaderFactory;
import org.apache.spark.sql.connector.read.streaming.Offset;
import org.apache.spark.sql.connector.read.streaming.ReadLimit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Driven as Spark drives it, over real directories. */
final class FileMicroBatchStreamTest {

  private static final long NOON = 1_780_000_000_000L;

  @TempDir Path directory;

  private final Configuration settings = new Configuration();

  /** What a task would read: a file's name. */
  private record Task(String name) implements InputPartition {}

  private final class Found implements FileMicroBatchStream.Files {

    private final SourceOptions options;

    Found(SourceOptions options) {
      this.options = options;
    }

    @Override
    public List<ListedFile> list() {
      return FileListing.of(settings, options)
          .listThoseThere(List.of(directory.resolve("data").toString()))
          .stream()
          .flatMap(root -> root.files().stream())
          .toList();
    }

    @Override
    public InputPartition[] plan(List<ListedFile> files) {
      return files.stream().map(file -> new Task(file.name())).toArray(InputPartition[]::new);
    }

    @Override
    public PartitionReaderFactory readers() {
      throw new UnsupportedOperationException("tasks are not run here");
    }
  }

  private FileMicroBatchStream stream(Map<String, String> given) {
    SourceOptions options =
        SourceOptions.of(
            "test", given, List.of(), Map.of("spark.sql.session.timeZone", "UTC")::get);
    return new FileMicroBatchStream(
        settings,
        directory.resolve("checkpoint/sources/0").toString(),
        options,
        new Found(options));
  }

  private void write(String name, long seconds) throws IOException {
    Path file = directory.resolve("data").resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, "12345");
    Files.setLastModifiedTime(file, FileTime.fromMillis(NOON + 1000 * seconds));
  }

  private static List<String> names(FileMicroBatchStream stream, Offset start, Offset end) {
    Offset parsed = stream.deserializeOffset(end.json());
    return Arrays.stream(stream.planInputPartitions(start, parsed))
        .map(task -> ((Task) task).name())
        .toList();
  }

  /** One trigger after the other until there is nothing new; what each read. */
  private static List<List<String>> run(FileMicroBatchStream stream, Offset from) {
    List<List<String>> read = new ArrayList<>();
    Offset start = from;
    while (true) {
      Offset end = stream.latestOffset(start, stream.getDefaultReadLimit());
      if (end == null || end.equals(start)) {
        return read;
      }
      read.add(names(stream, start, end));
      stream.commit(end);
      start = end;
    }
  }

  @Test
  void newFilesAreReadOnceAndOldestFirst() throws IOException {
    FileMicroBatchStream stream = stream(Map.of("maxFilesPerTrigger", "2"));
    Offset start = stream.initialOffset();
    assertThat(stream.latestOffset(start, ReadLimit.allAvailable())).isNull();
    assertThat(run(stream, start)).isEmpty();
    write("c", 1);
    write("b", 2);
    write("a", 3);
    write("_hidden", 0);
    assertThat(run(stream, start)).containsExactly(List.of("b", "c"), List.of("a"));
    Files.writeString(directory.resolve("data/a"), "changed");
    write("d", 4);
    assertThat(run(stream, new FileStreamOffset(1))).containsExactly(List.of("d"));
  }

  @Test
  void batchesMayBeLimitedInBytesOrTakeNewestFirst() throws IOException {
    for (int i = 0; i < 5; i++) {
      write("f" + i, i);
    }
    assertThat(run(stream(Map.of("maxBytesPerTrigger", "6b")), new FileStreamOffset(-1)))
        .containsExactly(List.of("f0", "f1"), List.of("f2", "f3"), List.of("f4"));
    removeCheckpoint();
    Map<String, String> latest = Map.of("latestFirst", "true", "maxFilesPerTrigger", "2");
    assertThat(run(stream(latest), new FileStreamOffset(-1)))
        .containsExactly(List.of("f3", "f4"), List.of("f1", "f2"), List.of("f0"));
    removeCheckpoint();
    FileMicroBatchStream all = stream(Map.of("maxBytesPerTrigger", "6b"));
    Offset end =
        Objects.requireNonNull(all.latestOffset(all.initialOffset(), ReadLimit.allAvailable()));
    assertThat(names(all, all.initialOffset(), end)).hasSize(5);
  }

  private void removeCheckpoint() throws IOException {
    try (var paths = Files.walk(directory.resolve("checkpoint"))) {
      paths.sorted(java.util.Comparator.reverseOrder()).forEach(FileMicroBatchStreamTest::delete);
    }
  }

  private static void delete(Path path) {
    try {
      Files.delete(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Test
  void aRestartGoesOnWhereTheCheckpointEnds() throws IOException {
    Map<String, String> options = Map.of("maxFilesPerTrigger", "1");
    List<String> read = new ArrayList<>();
    Offset start = new FileStreamOffset(-1);
    for (int i = 0; i < 35; i++) {
      write("f" + i, i);
      // Each batch has a stream of its own, as if the query were restarted every time.
      FileMicroBatchStream stream = stream(options);
      Offset end = Objects.requireNonNull(stream.latestOffset(start, stream.getDefaultReadLimit()));
      FileMicroBatchStream again = stream(options);
      List<String> names = names(stream, start, end);
      assertThat(names(again, start, end)).isEqualTo(names);
      read.addAll(names);
      start = again.deserializeOffset(end.json());
      again.commit(start);
    }
    assertThat(read).hasSize(35).doesNotHaveDuplicates();
    assertThat(start.json()).isEqualTo("{\"logOffset\":34}");
    try (var logs = Files.list(directory.resolve("checkpoint/sources/0"))) {
      assertThat(logs.map(log -> log.getFileName().toString()).filter(log -> !log.endsWith(".crc")))
          .containsExactlyInAnyOrder("29.compact", "30", "31", "32", "33", "34");
    }
  }

  @Test
  void aBatchThatSparkNeverLearntOfIsPartOfTheNext() throws IOException {
    FileMicroBatchStream stream = stream(Map.of());
    write("a", 1);
    Offset lost = stream.latestOffset(stream.initialOffset(), ReadLimit.allAvailable());
    assertThat(lost).isEqualTo(new FileStreamOffset(0));
    FileMicroBatchStream restarted = stream(Map.of());
    assertThat(run(restarted, restarted.initialOffset())).containsExactly(List.of("a"));
    removeCheckpoint();
    stream(Map.of()).latestOffset(new FileStreamOffset(-1), ReadLimit.allAvailable());
    write("b", 2);
    restarted = stream(Map.of());
    assertThat(run(restarted, restarted.initialOffset())).containsExactly(List.of("a", "b"));
  }

  @Test
  void availableNowReadsWhatWasThereWhenItBegan() throws IOException {
    write("a", 1);
    write("b", 2);
    FileMicroBatchStream stream = stream(Map.of("maxFilesPerTrigger", "1"));
    stream.prepareForTriggerAvailableNow();
    write("late", 0);
    assertThat(run(stream, stream.initialOffset())).containsExactly(List.of("a"), List.of("b"));
    FileMicroBatchStream next = stream(Map.of());
    assertThat(run(next, new FileStreamOffset(1))).containsExactly(List.of("late"));
  }

  @Test
  void filesThatAreTooOldArePassedOverAndForgotten() throws IOException {
    write("new", 100);
    FileMicroBatchStream stream = stream(Map.of("maxFileAge", "10s"));
    assertThat(run(stream, stream.initialOffset())).hasSize(1);
    write("old", 89);
    write("justInTime", 90);
    assertThat(run(stream, new FileStreamOffset(0))).containsExactly(List.of("justInTime"));
    write("newer", 1000);
    assertThat(run(stream, new FileStreamOffset(1))).containsExactly(List.of("newer"));
    assertThat(stream).hasToString("stream of files, 1 seen");
    assertThat(run(stream, new FileStreamOffset(2))).isEmpty();
  }

  @Test
  void aNameMayStandForAFile() throws IOException {
    write("x/a", 1);
    write("y/a", 2);
    FileMicroBatchStream stream = stream(Map.of("fileNameOnly", "true"));
    assertThat(run(stream, stream.initialOffset())).containsExactly(List.of("a"));
  }

  @Test
  void whatCannotBeIsRefused() throws IOException {
    assertThatThrownBy(() -> stream(Map.of("cleanSource", "delete")))
        .hasMessageContaining("[DATA_SOURCE_OPTION_VALUE]")
        .hasMessageContaining("Legal is one of off");
    assertThatThrownBy(() -> stream(Map.of()).deserializeOffset("{\"other\":1}"))
        .isInstanceOf(IllegalArgumentException.class);
    write("a", 1);
    FileMicroBatchStream one = stream(Map.of());
    FileMicroBatchStream other = stream(Map.of());
    one.latestOffset(one.initialOffset(), ReadLimit.allAvailable());
    assertThatThrownBy(() -> other.latestOffset(other.initialOffset(), ReadLimit.allAvailable()))
        .hasMessageContaining("another stream uses the same checkpoint");
    Files.writeString(directory.resolve("checkpoint/sources/0/1"), "v1\n{\"path\":1}\n");
    assertThatThrownBy(() -> stream(Map.of())).hasMessageContaining("is damaged");
  }

  @Test
  void logLinesKeepEveryName() {
    ListedFile file =
        new ListedFile("s3://b/ü \"\\\n\uD83D\uDE00=%25", 1L << 40, NOON, "\"e\"", List.of());
    FileStreamLog.Entry entry = new FileStreamLog.Entry(file, 7);
    assertThat(FileStreamLog.format(entry)).doesNotContain("\n");
    assertThat(FileStreamLog.parse(FileStreamLog.format(entry))).isEqualTo(entry);
  }

  @Test
  void jsonIsReadAsItIs() {
    Map<String, Object> expected = new HashMap<>();
    expected.put("a", List.of(1L, -2.5, true, "\u00e9/\t"));
    expected.put("b", Map.of());
    assertThat(Json.parse(" {\"a\" : [1, -2.5, true, \"\\u00E9\\/\\t\"], \"b\":{} } "))
        .isEqualTo(expected);
    assertThat(Json.parse("null")).isNull();
    for (String wrong :
        List.of("", "{", "[1,]", "{\"a\"}", "\"\\x\"", "\"\\u12\"", "01x", "nul", "1 2", "\"a")) {
      assertThatThrownBy(() -> Json.parse(wrong))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> Json.parse("[".repeat(100_000)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
