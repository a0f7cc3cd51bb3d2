package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The rows of {@code docs/known-mistakes.md} that hold on each service alike. */
@Timeout(180)
@ParameterizedClass
@EnumSource(Service.class)
final class KnownMistakesOnServicesTest {

  private static final String BUCKET = "mistakes";

  private static TestServer server;
  @Parameter private Service service;

  @BeforeParameterizedClassInvocation
  static void start(Service service) throws IOException {
    server = service.startServer();
    service.createBucket(server, BUCKET);
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  private FileSystem open() throws IOException {
    return Connector.open(service.root(BUCKET), Connector.configuration(service, server));
  }

  private Path path(String key) {
    return new Path(service.root(BUCKET) + "/" + key);
  }

  private void write(FileSystem files, String key) throws IOException {
    Connector.write(files, path(key), key.getBytes(UTF_8));
  }

  private void assertThere(FileSystem files, String key) throws IOException {
    assertThat(new String(Connector.read(files, path(key)), UTF_8)).isEqualTo(key);
  }

  @Test
  void equalNamesInDifferentDirectoriesStayApart() throws IOException {
    List<String> keys = List.of("name", "apart/a/name", "apart/b/name", "apart/b/c/name");
    try (FileSystem files = open()) {
      for (String key : keys) {
        write(files, key);
      }
      for (String key : keys) {
        assertThere(files, key);
      }
      assertThat(files.getContentSummary(path("apart")).getFileCount()).isEqualTo(3);
    }
  }

  @Test
  void aNameIsNeverAPattern() throws IOException {
    List<String> others = List.of("pattern/aXb", "pattern/a", "pattern/ab", "pattern/aaa");
    try (FileSystem files = open()) {
      for (String key : others) {
        write(files, key);
      }
      for (String name :
          List.of("a.b", "a*", "a+", "[a]", "a?", "^a", "a|b", "{a,b}", "a$", "%61")) {
        String key = "pattern/" + name;
        assertThat(files.exists(path(key))).as(key).isFalse();
        write(files, key);
        assertThere(files, key);
        assertThat(files.delete(path(key), false)).isTrue();
      }
      for (String key : others) {
        assertThere(files, key);
      }
      assertThat(files.listStatus(path("pattern"))).hasSize(others.size());
    }
  }

  @Test
  void removingOneFileLeavesThoseThatBeginLikeIt() throws IOException {
    List<String> others = List.of("begin/abc", "begin/ab/c", "begin/ab.txt", "begin/ab-1");
    try (FileSystem files = open()) {
      for (String key : others) {
        write(files, key);
      }
      write(files, "begin/a");
      assertThat(files.delete(path("begin/a"), false)).isTrue();
      assertThat(files.delete(path("begin/a"), true)).as("again").isFalse();
      assertThat(files.delete(path("beg"), true)).as("half a name").isFalse();
      assertThat(files.delete(path("begin/ab"), true)).as("a directory").isTrue();
      assertThat(files.exists(path("begin/ab/c"))).isFalse();
      for (String key : List.of("begin/abc", "begin/ab.txt", "begin/ab-1")) {
        assertThere(files, key);
      }
    }
  }

  @Test
  void sizesAroundABlockAreExact() throws IOException {
    try (FileSystem files = open()) {
      KnownMistakesTest.assertSizesAreExact(files, path("sizes"));
    }
  }

  @Test
  void manyFileSystemsShareTheThreadsOfOne() throws IOException {
    List<FileSystem> many = new ArrayList<>();
    Configuration configuration = Connector.configuration(service, server);
    try {
      for (int i = 0; i < 100; i++) {
        FileSystem files = Connector.open(service.root(BUCKET), configuration);
        many.add(files);
        files.exists(path("nothing-" + i));
      }
      int limit = StoreConfig.defaults().memory().threads();
      assertThat(threads("s3dlio-io-")).isPositive().isLessThanOrEqualTo(limit);
    } finally {
      for (FileSystem files : many) {
        files.close();
      }
    }
  }

  private static long threads(String prefix) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith(prefix))
        .count();
  }
}
