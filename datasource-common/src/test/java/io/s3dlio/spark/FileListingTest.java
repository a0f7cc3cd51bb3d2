package io.s3dlio.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordingFile;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.streaming.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FileListingTest {

  @TempDir Path directory;

  private final Configuration settings = new Configuration();

  private void write(String... names) throws IOException {
    for (String name : names) {
      Path file = directory.resolve(name);
      Files.createDirectories(file.getParent());
      Files.writeString(file, name);
    }
  }

  private FileListing listing(Map<String, String> options) {
    return FileListing.of(
        settings,
        SourceOptions.of(
            "test",
            options,
            List.of(),
            Map.of("spark.sql.session.timeZone", "America/St_Johns")::get));
  }

  private List<String> names(Map<String, String> options, String... paths) {
    return listing(options).list(List.of(paths)).stream()
        .flatMap(root -> root.files().stream())
        .map(file -> file.path().substring(("file:" + directory).length() + 1))
        .toList();
  }

  @Test
  void hiddenFilesAreLeftOutAsSparkDoes() throws IOException {
    write("b", "a", "_SUCCESS", ".a.crc", "_k=1/c", "k=2/_d", ".e/f", "_g/h", "i._COPYING_");
    write("_metadata");
    assertThat(names(Map.of(), directory.toString())).containsExactly("_k=1/c", "a", "b");
  }

  /** Hadoop asks {@code ls} for the permissions of each local file whose place it tells. */
  @Test
  void noProcessIsStartedForLocalFiles() throws IOException {
    write("a", "k=1/b");
    Path events = directory.resolve("_events");
    names(Map.of(), directory.toString()); // Hadoop's classes start some as they are loaded.
    try (Recording recording = new Recording()) {
      recording.enable("jdk.ProcessStart");
      recording.start();
      assertThat(names(Map.of(), directory.toString())).containsExactly("a", "k=1/b");
      recording.stop();
      recording.dump(events);
    }
    assertThat(RecordingFile.readAllEvents(events)).isEmpty();
  }

  @Test
  void theOrderIsThatOfThePathsBytes() throws IOException {
    write("\uD83D\uDE00", "\uFF5E", "z", "a/b", "a.b", "A");
    assertThat(names(Map.of(), directory.toString()))
        .containsExactly("A", "a.b", "a/b", "z", "\uFF5E", "\uD83D\uDE00");
  }

  @Test
  void globsMatchAndMayBeMany() throws IOException {
    write("x1/a", "x2/b", "y/c");
    assertThat(names(Map.of(), directory + "/x*", directory + "/y/c"))
        .containsExactly("x1/a", "x2/b", "y/c");
    assertThat(names(Map.of(), directory + "/{x1,y}")).containsExactly("x1/a", "y/c");
  }

  @Test
  void whatIsNotThereIsSparksError() {
    for (String path : List.of(directory + "/none", directory + "/none*")) {
      assertThatThrownBy(() -> names(Map.of(), path))
          .isInstanceOf(SourceException.class)
          .hasMessage("[PATH_NOT_FOUND] Path does not exist: file:" + path + ". SQLSTATE: 42K03");
    }
  }

  @Test
  void namesAreFiltered() throws IOException {
    write("a.bin", "b.txt", "k=1/c.bin");
    assertThat(names(Map.of("pathGlobFilter", "*.bin"), directory.toString()))
        .containsExactly("a.bin", "k=1/c.bin");
    assertThatThrownBy(() -> names(Map.of("pathGlobFilter", "{a"), directory.toString()))
        .hasMessageContaining("Legal is a pattern such as *.tfrecord.");
  }

  @Test
  void timesAreThoseOfTheSessionsZone() throws IOException {
    write("old", "new");
    touch("old", "2026-01-31T15:29:59Z");
    touch("new", "2026-01-31T15:30:01Z");
    // St. John's is three and a half hours behind UTC in winter.
    assertThat(names(Map.of("modifiedBefore", "2026-01-31T12:00:00"), directory.toString()))
        .containsExactly("old");
    assertThat(names(Map.of("modifiedAfter", "2026-01-31 12:00:00"), directory.toString()))
        .containsExactly("new");
    Map<String, String> utc = Map.of("modifiedAfter", "2026-01-31T12:00:00", "timeZone", "UTC");
    assertThat(names(utc, directory.toString())).containsExactly("new", "old");
    assertThat(names(Map.of("modifiedAfter", "2026-01-31T15:30:00Z"), directory.toString()))
        .containsExactly("new");
    assertThat(names(Map.of("modifiedBefore", "2026-01-31"), directory.toString())).isEmpty();
    assertThatThrownBy(() -> names(Map.of("modifiedBefore", "noon"), directory.toString()))
        .hasMessageContaining("\"noon\". Legal is a time such as");
  }

  private void touch(String name, String time) throws IOException {
    Files.setLastModifiedTime(directory.resolve(name), FileTime.from(Instant.parse(time)));
  }

  @Test
  void sidecarsAreKeptAside() throws IOException {
    write("a", "_a.idx", "k=1/b", "k=1/_b.idx", "_SUCCESS", "c.index");
    FileListing.Root root =
        listing(Map.of())
            .keepingAside(name -> name.endsWith(".idx") || name.endsWith(".index"))
            .list(List.of(directory.toString()))
            .get(0);
    assertThat(root.files()).extracting(ListedFile::name).containsExactly("a", "b");
    assertThat(root.aside())
        .extracting(ListedFile::name)
        .containsExactly("_a.idx", "c.index", "_b.idx");
  }

  @Test
  void manyDirectoriesAreWalkedAtTheSameTime() throws IOException {
    for (int i = 0; i < 50; i++) {
      write("a=" + i + "/b=1/f", "a=" + i + "/_temporary/g");
    }
    assertThat(names(Map.of(), directory.toString())).hasSize(50).isSorted();
  }

  @Test
  void onlyWhatAStreamCommittedIsRead() throws Exception {
    String out = directory.resolve("out put").toString();
    SparkSession spark = LocalSpark.session();
    spark.conf().set("spark.sql.streaming.fileSink.log.compactInterval", "3");
    Path in = directory.resolve("in");
    Files.createDirectories(in);
    for (int batch = 0; batch < 5; batch++) {
      Files.writeString(in.resolve("f" + batch), "x");
      var query =
          spark
              .readStream()
              .text(in.toString())
              .coalesce(1)
              .writeStream()
              .option("checkpointLocation", directory.resolve("checkpoint").toString())
              .trigger(Trigger.AvailableNow())
              .start(out);
      query.awaitTermination();
    }
    // What a writer left behind, and what a file's name alone would let in.
    write("out put/part-00000-left-behind", "out put/_a.idx");
    List<String> committed =
        spark
            .read()
            .parquet(out)
            .selectExpr("_metadata.file_name")
            .distinct()
            .collectAsList()
            .stream()
            .map(row -> "out put/" + row.getString(0))
            .toList();
    assertThat(committed).hasSize(5);
    assertThat(names(Map.of(), out)).containsExactlyInAnyOrderElementsOf(committed);
    assertThat(directory.resolve("out put/_spark_metadata/2.compact")).exists();
    assertThat(listing(Map.of()).keepingAside(name -> name.endsWith(".idx")).list(List.of(out)))
        .singleElement()
        .satisfies(root -> assertThat(root.aside()).hasSize(1));
    Files.delete(directory.resolve("out put/_spark_metadata/3"));
    assertThatThrownBy(() -> names(Map.of(), out)).hasMessageContaining("has no batch 3");
  }

  @Test
  void aFlatListingFindsTheSame() throws IOException {
    write("a", "_a.idx", "k=1/b", "k=1/.c", "_k=2/d", "_e/f", "k=1/_g/h/i", "_spark_metadata/0");
    write("k=3/_spark_metadata/0");
    var root = new org.apache.hadoop.fs.Path(directory.toUri());
    FileSystem fileSystem = root.getFileSystem(settings);
    List<List<String>> found = new ArrayList<>();
    for (boolean isFlat : new boolean[] {true, false}) {
      FileWalk walk = new FileWalk(fileSystem, fileSystem.makeQualified(root), false);
      if (isFlat) {
        walk.flat();
      } else {
        walk.byDirectories();
      }
      assertThat(walk.hasSinkLog()).isTrue();
      found.add(walk.files().stream().map(file -> file.getPath().getName()).sorted().toList());
    }
    assertThat(found.get(0)).isEqualTo(found.get(1)).containsExactly(".c", "_a.idx", "a", "b", "d");
    FileWalk deeper = new FileWalk(fileSystem, new org.apache.hadoop.fs.Path(root, "k=1"), false);
    deeper.flat();
    assertThat(deeper.hasSinkLog()).isFalse();
  }
}
