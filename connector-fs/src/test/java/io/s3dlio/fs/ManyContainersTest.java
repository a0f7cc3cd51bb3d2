package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.SchemeServer;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileContext;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.RemoteIterator;
import org.apache.hadoop.fs.Trash;
import org.apache.hadoop.fs.statistics.IOStatisticsSource;
import org.apache.hadoop.fs.statistics.StoreStatisticNames;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A FileSystem whose root holds containers, as {@code s3://host:port/bucket/key} and {@code
 * az://account/container/key} have it.
 */
@ParameterizedClass
@ValueSource(strings = {"s3", "az"})
class ManyContainersTest {

  private static SchemeServer server;
  private final String root;
  private FileSystem files;

  ManyContainersTest(String scheme) {
    root =
        switch (scheme) {
          case "az" -> "az://" + AzuriteServer.ACCOUNT;
          default -> "s3://" + server.server().endpoint().getAuthority();
        };
  }

  @BeforeParameterizedClassInvocation
  static void start(String scheme) throws IOException {
    assumeFalse(scheme.equals("az") && TestFiles.withoutAzure(), "-Dwithout=azure");
    server = SchemeServer.start(scheme);
    server.root("one");
    server.root("two");
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    files = TestFiles.open(root + "/", configuration());
    TestFiles.write(files, root + "/one/dir/file", TestFiles.data(10, 1));
  }

  @AfterEach
  void close() throws IOException {
    files.delete(path("/one/dir"), true);
    files.close();
  }

  /** Without an endpoint for s3: the URI names it. */
  private static Configuration configuration() {
    Configuration configuration = TestFiles.configuration(server);
    configuration.unset("fs.s3dlio.s3.endpoint");
    return configuration;
  }

  private Path path(String text) {
    return new Path(root + text);
  }

  @Test
  void theRootListsContainersAndPathsKeepItsForm() throws IOException {
    assertThat(paths(files.listStatus(path("/")))).containsExactly(path("/one"), path("/two"));
    assertThat(files.getFileStatus(path("/")).isDirectory()).isTrue();
    assertThat(files.getFileStatus(path("/one")).isDirectory()).isTrue();
    assertThat(paths(files.listStatus(path("/one")))).containsExactly(path("/one/dir"));
    assertThat(paths(files.globStatus(path("/*/dir/f*")))).containsExactly(path("/one/dir/file"));
    FileStatus file = files.getFileStatus(path("/one/dir/file"));
    assertThat(file.getPath()).isEqualTo(path("/one/dir/file"));
    assertThat(TestFiles.read(files, file.getPath().toString())).isEqualTo(TestFiles.data(10, 1));
    assertThat(files.getWorkingDirectory()).isEqualTo(path("/"));
  }

  @Test
  void treesAreWalkedAcrossContainers() throws IOException {
    RemoteIterator<LocatedFileStatus> all = files.listFiles(path("/"), true);
    assertThat(all.next().getPath()).isEqualTo(path("/one/dir/file"));
    assertThat(all.hasNext()).isFalse();
    assertThat(files.getContentSummary(path("/")).getLength()).isEqualTo(10);
  }

  @Test
  void theSameObjectsAreInTheContainerAlone() throws IOException {
    String container = server.root("one");
    try (FileSystem alone = TestFiles.open(container + "/", TestFiles.configuration(server))) {
      assertThat(TestFiles.read(alone, container + "/dir/file")).isEqualTo(TestFiles.data(10, 1));
    }
  }

  @Test
  void containersAreNeitherMadeNorRemovedNorRenamed() throws IOException {
    for (Path path : List.of(path("/one"), path("/"))) {
      assertThatThrownBy(() -> files.delete(path, true))
          .isInstanceOf(PathIOException.class)
          .hasMessageContaining("neither made, removed nor renamed");
    }
    assertThatThrownBy(() -> files.rename(path("/one"), path("/two/one")))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("neither made, removed nor renamed");
    assertThatThrownBy(() -> files.mkdirs(path("/three")))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("three");
    assertThatThrownBy(() -> files.create(path("/one")))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> files.open(path("/"))).isInstanceOf(FileNotFoundException.class);
    assertThat(files.mkdirs(path("/one"))).isTrue();
    assertThat(files.mkdirs(path("/"))).isTrue();
    assertThat(paths(files.listStatus(path("/")))).containsExactly(path("/one"), path("/two"));
    assertThat(files.exists(path("/one/dir/file"))).isTrue();
  }

  @Test
  void aMissingContainerIsNamed() throws IOException {
    assertThat(files.exists(path("/three"))).isFalse();
    assertThatThrownBy(() -> files.create(path("/three/dir/file")).close())
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("three");
    assertThatThrownBy(() -> files.listStatus(path("/A container?")))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("A container?");
  }

  @Test
  void renamesStayInTheirContainer() throws IOException {
    files.mkdirs(path("/two/dir"));
    assertThatThrownBy(() -> files.rename(path("/one/dir"), path("/two/dir")))
        .isInstanceOf(PathIOException.class)
        .hasMessageContaining("nothing is renamed between containers");
    assertThatThrownBy(() -> files.rename(path("/one/dir"), path("/three")))
        .hasMessageContaining("nothing is renamed between containers");
    assertThat(files.rename(path("/one/dir"), path("/one/moved"))).isTrue();
    assertThat(files.exists(path("/one/moved/file"))).isTrue();
    assertThat(files.rename(path("/one/moved"), path("/one/dir"))).isTrue();
    assertThat(files.getEnclosingRoot(path("/one/dir"))).isEqualTo(path("/one"));
  }

  @Test
  void theTrashOfAContainerIsInIt() throws Exception {
    files.getConf().setInt("fs.trash.interval", 10);
    TestFiles.write(files, root + "/one/old", new byte[1]);
    assertThat(Trash.moveToAppropriateTrash(files, path("/one/old"), files.getConf())).isTrue();
    assertThat(files.exists(path("/one/old"))).isFalse();
    assertThat(paths(files.getTrashRoots(false).toArray(FileStatus[]::new)))
        .containsExactly(files.getTrashRoot(path("/one/old")));
    files.delete(path("/one/.Trash"), true);
  }

  @Test
  void fileContextHasTheSameRoot() throws IOException {
    FileContext context = FileContext.getFileContext(path("/").toUri(), configuration());
    assertThat(context.getFileStatus(path("/one/dir/file")).getLen()).isEqualTo(10);
    assertThat(context.util().listStatus(path("/"))).hasSize(2);
  }

  @Test
  void countersAreThoseOfAllContainers() throws IOException {
    files.listStatus(path("/one"));
    files.listStatus(path("/two"));
    assertThat(((IOStatisticsSource) files).getIOStatistics().counters())
        .containsEntry(StoreStatisticNames.OP_LIST_STATUS, 2L);
  }

  private static List<Path> paths(FileStatus[] statuses) {
    return Arrays.stream(statuses).map(FileStatus::getPath).toList();
  }
}
