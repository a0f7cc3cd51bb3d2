package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The snippets in {@code conf/} name classes that are there, the same ones for Hadoop and Spark.
 */
class ConfFilesTest {

  private static final List<String> SCHEMES = List.of("s3", "az", "azure", "gs", "gcs", "direct");

  private static final Path FOLDER = Path.of("..", "conf").toAbsolutePath();

  /** Hadoop has classes of its own for {@code gs}, which a site file outweighs. */
  @ParameterizedTest
  @ValueSource(strings = {"3.3", "3.4"})
  void theSnippetsOutweighHadoopsOwnDefaults(String hadoop) throws Exception {
    Configuration configuration = new Configuration();
    String name = "fs.AbstractFileSystem.gs.impl";
    assertThat(configuration.get(name)).isNotNull().isNotEqualTo(StoreFs.class.getName());
    configuration.addResource(FOLDER.resolve("s3dlio-hadoop-" + hadoop + ".xml").toUri().toURL());
    assertThat(configuration.get(name)).isEqualTo(StoreFs.class.getName());
  }

  @ParameterizedTest
  @ValueSource(strings = {"3.3", "3.4"})
  void hadoopAndSparkAreBoundToTheSameClasses(String hadoop) throws Exception {
    Configuration configuration = new Configuration(false);
    configuration.addResource(FOLDER.resolve("s3dlio-hadoop-" + hadoop + ".xml").toUri().toURL());
    Properties spark = properties(FOLDER.resolve("spark-defaults-hadoop-" + hadoop + ".conf"));
    Class<?> expected = hadoop.equals("3.3") ? StoreFileSystem.class : StoreFileSystem34.class;
    for (String scheme : SCHEMES) {
      assertThat(FileSystem.getFileSystemClass(scheme, configuration)).isEqualTo(expected);
      assertThat(configuration.get("fs.AbstractFileSystem." + scheme + ".impl"))
          .isEqualTo(StoreFs.class.getName());
    }
    assertThat(configuration.get("mapreduce.outputcommitter.factory.scheme.gs"))
        .endsWith(".FileOutputCommitterFactory");
    assertThat(configuration.size()).isEqualTo(2 * SCHEMES.size() + 1);
    configuration.forEach(
        entry ->
            assertThat(spark.getProperty("spark.hadoop." + entry.getKey()))
                .as(entry.getKey())
                .isEqualTo(entry.getValue()));
  }

  private static Properties properties(Path file) throws IOException {
    Properties properties = new Properties();
    try (var reader = Files.newBufferedReader(file)) {
      properties.load(reader);
    }
    return properties;
  }
}
