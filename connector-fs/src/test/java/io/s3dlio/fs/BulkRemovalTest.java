package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bulk deletes of directories; that of files is in Hadoop's own suite. */
class BulkRemovalTest {

  private static Schemes schemes;

  @BeforeAll
  static void start() throws IOException {
    schemes = new Schemes();
  }

  @AfterAll
  static void stop() throws IOException {
    schemes.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "s3", "direct", "file"})
  void emptyDirectoriesGoWithTheDirectoriesAboveThem(String scheme) throws IOException {
    Path base = new Path(schemes.place(scheme));
    try (var files = TestFiles.open(base.toString(), schemes.configuration())) {
      Path above = new Path(base, "above");
      Path below = new Path(above, "below");
      Path full = new Path(base, "full");
      files.mkdirs(below);
      files.mkdirs(above);
      TestFiles.write(files, full + "/file", new byte[1]);
      try (BulkDelete bulk = files.createBulkDelete(base)) {
        assertThat(bulk.bulkDelete(List.of(above, below, full)))
            .singleElement()
            .satisfies(failure -> assertThat(failure.getKey()).isEqualTo(full));
      }
      assertThat(files.exists(above)).isFalse();
      assertThat(files.exists(full)).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"memory", "direct"})
  void theRootStays(String scheme) throws IOException {
    Path root = new Path(scheme.equals("memory") ? TestFiles.memoryBucket() + "/" : "direct:///");
    try (var files = TestFiles.open(root.toString(), schemes.configuration());
        BulkDelete bulk = files.createBulkDelete(root)) {
      assertThat(bulk.bulkDelete(List.of(root)))
          .singleElement()
          .satisfies(failure -> assertThat(failure.getValue()).contains("root"));
    }
  }
}
