package io.s3dlio.testing.spark35;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.util.VersionInfo;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Word count, and Parquet written and queried, give the same on every scheme as on local files. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class Spark35Test {
  static final List<String> SCHEMES = SchemeServer.SCHEMES;

  private final Map<String, SchemeServer> servers = new LinkedHashMap<>();
  private final Configuration configuration = new Configuration();
  private final java.nio.file.Path work;

  Spark35Test(@TempDir java.nio.file.Path work) {
    this.work = work;
  }

  @BeforeAll
  void spark() throws Exception {
    java.nio.file.Path home = StockSpark.home();
    configuration.addResource(new Path(home.resolve("conf/s3dlio-hadoop-3.3.xml").toUri()));
    Map<String, String> settings = new HashMap<>();
    Map<String, String> environment = new HashMap<>();
    Path docs = new Path(home.resolve("docs").toUri());
    List<String> folders = new ArrayList<>(List.of(docs.toString(), results("local")));
    for (String scheme : SCHEMES) {
      if (isLeftOut(scheme)) {
        continue;
      }
      SchemeServer server = SchemeServer.start(scheme);
      servers.put(scheme, server);
      server.hadoopOptions().forEach(configuration::set);
      settings.putAll(server.hadoopOptions(server.server().endpoint()));
      environment.putAll(server.environment());
      String root = server.root("spark");
      new Path(root + "/")
          .getFileSystem(configuration)
          .copyFromLocalFile(docs, new Path(root + "/docs"));
      folders.addAll(List.of(root + "/docs", results(scheme)));
    }
    StockSpark.tours(settings, environment, folders, work);
  }

  @AfterAll
  void stop() throws IOException {
    FileSystem.closeAll();
    servers.values().forEach(SchemeServer::close);
  }

  @Test
  void thisSparkBringsHadoop33() throws IOException {
    assertThat(VersionInfo.getVersion()).isEqualTo("3.3.4");
    assertThat(StockSpark.sparkJars())
        .contains("spark-sql_2.13-3.5.9.jar", "hadoop-client-runtime-3.3.4.jar")
        .doesNotContain("s3dlio");
  }

  @ParameterizedTest
  @FieldSource("SCHEMES")
  void everyResultEqualsThatOnLocalFiles(String scheme) throws IOException {
    assumeTrue(!isLeftOut(scheme), "LEFT OUT BY -Dwithout=azure");
    for (String answer : List.of("words", "kinds")) {
      List<String> there = lines(results(scheme) + "/" + answer);
      assertThat(there).as(answer).isNotEmpty().isEqualTo(lines(results("local") + "/" + answer));
    }
    Path parquet = new Path(results(scheme) + "/lines/kind=md");
    assertThat(parquet.getFileSystem(configuration).listStatus(parquet))
        .anyMatch(file -> file.getPath().getName().endsWith(".parquet"));
  }

  private static boolean isLeftOut(String scheme) {
    return scheme.equals("az") && "azure".equals(System.getProperty("s3dlio.without"));
  }

  private String results(String scheme) throws IOException {
    SchemeServer server = servers.get(scheme);
    return server == null
        ? work.resolve("results").toUri().toString()
        : server.root("spark") + "/results";
  }

  private List<String> lines(String folder) throws IOException {
    Path path = new Path(folder);
    FileSystem fileSystem = path.getFileSystem(configuration);
    FileStatus[] parts = fileSystem.listStatus(path, file -> file.getName().startsWith("part-"));
    Arrays.sort(parts);
    StringBuilder text = new StringBuilder();
    for (FileStatus part : parts) {
      try (InputStream in = fileSystem.open(part.getPath())) {
        text.append(new String(in.readAllBytes(), UTF_8));
      }
    }
    return text.toString().lines().toList();
  }
}
