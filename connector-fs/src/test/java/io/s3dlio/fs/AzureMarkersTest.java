package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * A tree as ABFS and WASB leave it behind: an empty blob with {@code hdi_isfolder} for each
 * directory, at every level.
 */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
class AzureMarkersTest {

  private static SchemeServer server;
  private static String base;

  private FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    server = SchemeServer.start("az");
    base = server.root("markers");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    files = TestFiles.open(base + "/", TestFiles.configuration(server));
    mark("dir", "hdi_isfolder");
    mark("dir/sub", "hdi_isfolder");
    mark("dir/empty", "Hdi_isfolder");
    TestFiles.write(files, base + "/dir/sub/file", TestFiles.data(10, 1));
  }

  @AfterEach
  void close() throws IOException {
    files.delete(new Path(base + "/"), true);
    files.close();
  }

  /** As another program writes it, in whatever case. */
  private static void mark(String key, String name) throws IOException {
    Map<String, String> headers =
        Map.of("x-ms-blob-type", "BlockBlob", "x-ms-meta-" + name, "true");
    AzuriteServer azurite = (AzuriteServer) server.server();
    assertThat(azurite.http().send("PUT", "/markers/" + key, headers, new byte[0]).statusCode())
        .isEqualTo(201);
  }

  @Test
  void listingsShowEachDirectoryOnceAndAsADirectory() throws IOException {
    assertThat(names("/")).containsExactly("dir/");
    assertThat(names("/dir")).containsExactly("empty/", "sub/");
    assertThat(names("/dir/empty")).isEmpty();
    assertThat(files.getFileStatus(new Path(base + "/dir/empty")).isDirectory()).isTrue();
    RemoteIterator<LocatedFileStatus> all = files.listFiles(new Path(base + "/"), true);
    assertThat(all.next().getPath()).isEqualTo(new Path(base + "/dir/sub/file"));
    assertThat(all.hasNext()).isFalse();
    ContentSummary summary = files.getContentSummary(new Path(base + "/dir"));
    assertThat(summary.getFileCount()).isEqualTo(1);
    assertThat(summary.getDirectoryCount()).isEqualTo(3);
  }

  @Test
  void aTreeIsRenamedWithItsMarkers() throws IOException {
    assertThat(files.rename(new Path(base + "/dir"), new Path(base + "/new"))).isTrue();
    assertThat(names("/")).containsExactly("new/");
    assertThat(names("/new")).containsExactly("empty/", "sub/");
    assertThat(TestFiles.read(files, base + "/new/sub/file")).isEqualTo(TestFiles.data(10, 1));
  }

  @Test
  void aTreeIsDeletedWithItsMarkers() throws IOException {
    assertThat(files.delete(new Path(base + "/dir/empty"), false)).isTrue();
    assertThat(names("/dir")).containsExactly("sub/");
    assertThat(files.delete(new Path(base + "/dir"), true)).isTrue();
    assertThat(names("/")).isEmpty();
  }

  private String[] names(String path) throws IOException {
    FileStatus[] statuses = files.listStatus(new Path(base + path));
    return Arrays.stream(statuses)
        .map(status -> status.getPath().getName() + (status.isDirectory() ? "/" : ""))
        .toArray(String[]::new);
  }
}
