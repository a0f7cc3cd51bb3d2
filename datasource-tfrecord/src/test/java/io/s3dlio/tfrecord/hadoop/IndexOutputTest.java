package io.s3dlio.tfrecord.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.tfrecord.index.IndexFormat;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index appears whole or not at all, whoever else writes it at the same time. */
final class IndexOutputTest {
  private static final String OTHERS = "s3dlio.test.others";

  private final Configuration settings = new Configuration();
  private final java.nio.file.Path folder;

  IndexOutputTest(@TempDir java.nio.file.Path folder) {
    this.folder = folder;
    settings.setClass("fs.file.impl", Contended.class, LocalFileSystem.class);
    settings.setBoolean("fs.file.impl.disable.cache", true);
  }

  /** HDFS renames over nothing; and there others are faster, as often as the settings say. */
  public static final class Contended extends LocalFileSystem {
    private int others;

    @Override
    public boolean rename(Path source, Path target) throws IOException {
      if (others++ < getConf().getInt(OTHERS, 0)) {
        create(target, true).close();
      }
      return !exists(target) && super.rename(source, target);
    }
  }

  @Test
  void anotherIndexerAtTheSameTimeIsNoError() throws Exception {
    settings.setInt(OTHERS, 3);
    write();
    assertThat(folder.resolve("_a.idx")).hasContent("0 26\n");
    assertThat(names()).containsExactly("_a.idx");
  }

  @Test
  void whatNeverCanBeRenamedIsAnErrorAndLeavesNothing() throws Exception {
    settings.setInt(OTHERS, Integer.MAX_VALUE);
    assertThatThrownBy(this::write)
        .isInstanceOf(IOException.class)
        .hasMessageContaining("could not rename");
    assertThat(names()).containsExactly("_a.idx");
    assertThat(folder.resolve("_a.idx")).isEmptyFile();
  }

  @Test
  void whatIsNotCommittedLeavesNothing() throws Exception {
    try (IndexOutput output = output()) {
      output.add(26);
      assertThat(folder.resolve("_a.idx")).doesNotExist();
    }
    assertThat(names()).isEmpty();
  }

  private void write() throws IOException {
    try (IndexOutput output = output()) {
      output.add(26);
      output.commit();
    }
  }

  private IndexOutput output() throws IOException {
    return IndexOutput.create(settings, folder + "/_a.idx", IndexFormat.TEXT);
  }

  private List<String> names() throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.endsWith(".crc"))
          .toList();
    }
  }
}
