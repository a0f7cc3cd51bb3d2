package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is data, and what is an index or hidden, however files are named. */
final class DataFilesTest {
  private final Configuration settings = new Configuration();
  private final Path folder;

  DataFilesTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    for (String name : List.of("a", "b.tfrecord", "p=1/c", "_hidden/d", "_SUCCESS", ".e")) {
      TfRecordFiles.write(folder.resolve(name), 10);
    }
    for (String index : List.of("_a.s3idx", "_a.idx", "a.index", "b.tfindex", ".p=1.idx")) {
      Files.createFile(folder.resolve(index));
    }
  }

  @Test
  void aDirectoryIsItsDataFiles() throws Exception {
    assertThat(list(folder.toString())).containsExactly("a", "b.tfrecord", "p=1/c");
  }

  @Test
  void aGlobMatchesDataAlone() throws Exception {
    assertThat(list(folder + "/*")).containsExactly("a", "b.tfrecord", "c");
    assertThat(list(folder + "/[ab]*")).containsExactly("a", "b.tfrecord");
    assertThatThrownBy(() -> list(folder + "/_*"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing matches");
  }

  /** As a shell's pattern names them once a directory is indexed. */
  @Test
  void namedIndexesOfOursAreNoData() throws Exception {
    try (Stream<Path> all = Files.list(folder)) {
      List<String> paths = all.filter(Files::isRegularFile).map(Path::toString).sorted().toList();
      assertThat(list(paths.toArray(String[]::new)))
          .containsExactly(".e", "_SUCCESS", "a", "a.index", "b.tfindex", "b.tfrecord");
    }
  }

  @Test
  void aFileNamedTwiceIsOne() throws Exception {
    assertThat(list(folder + "/a", folder.toString(), folder + "/p=1", "file:" + folder + "/a"))
        .containsExactly("a", "b.tfrecord", "p=1/c");
  }

  @Test
  void aPathThatNamesNothingIsAnError() {
    assertThatThrownBy(() -> list(folder + "/none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("none");
    assertThatThrownBy(() -> list(folder + "/*.none"))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("nothing matches");
  }

  private List<String> list(String... paths) throws IOException {
    return DataFiles.list(settings, List.of(paths)).stream().map(DataFile::path).toList();
  }
}
