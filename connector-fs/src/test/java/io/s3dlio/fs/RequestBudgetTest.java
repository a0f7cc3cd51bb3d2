package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The exact requests that an action may send: cold FileSystem, depth 4, no directory markers. */
class RequestBudgetTest {

  private static final int SMALL = 64 * 1024;

  private static S3Server server;
  private static Relay relay;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    relay = Relay.inFrontOf(server);
    server.createBucket("budget");
    try (FileSystem files = cold()) {
      TestFiles.write(files, "s3://budget/a/b/c/file", TestFiles.data(SMALL, 1));
      TestFiles.write(files, "s3://budget/a/b/c/empty", new byte[0]);
    }
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @BeforeEach
  void forget() {
    relay.reset();
  }

  private static FileSystem cold(String... options) throws IOException {
    Configuration configuration = TestFiles.configuration(server, relay.endpoint());
    for (int i = 0; i < options.length; i += 2) {
      configuration.set(options[i], options[i + 1]);
    }
    return TestFiles.open("s3://budget/", configuration);
  }

  @Test
  void openingSendsNothingBeforeItIsUsed() throws IOException {
    cold().close();
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void openAndReadOfASmallFileIsOneGet() throws IOException {
    try (FileSystem files = cold()) {
      assertThat(TestFiles.read(files, "s3://budget/a/b/c/file"))
          .isEqualTo(TestFiles.data(SMALL, 1));
    }
    assertThat(relay.operations()).containsExactly("GetObject");
  }

  @Test
  void openAndReadOfAnEmptyFileIsAtMostTwoRequests() throws IOException {
    try (FileSystem files = cold()) {
      assertThat(TestFiles.read(files, "s3://budget/a/b/c/empty")).isEmpty();
    }
    assertThat(relay.operations()).hasSizeBetween(1, 2);
  }

  @Test
  void aKnownStatusOpensWithoutAnyRequest() throws Exception {
    try (FileSystem files = cold()) {
      FileStatus status = files.getFileStatus(new Path("s3://budget/a/b/c/file"));
      relay.reset();
      try (FSDataInputStream in =
          files.openFile(status.getPath()).withFileStatus(status).build().get()) {
        assertThat(relay.requests()).isEmpty();
        assertThat(in.readAllBytes()).isEqualTo(TestFiles.data(SMALL, 1));
      }
    }
    assertThat(relay.operations()).containsExactly("GetObject");
  }

  @Test
  void theStatusOfAFileADirectoryOrNothingIsOneRoundTrip() throws IOException {
    try (FileSystem files = cold()) {
      for (String path : new String[] {"file", "", "none"}) {
        relay.reset();
        try {
          files.getFileStatus(new Path("s3://budget/a/b/c/" + path));
        } catch (FileNotFoundException e) {
          assertThat(path).isEqualTo("none");
        }
        assertThat(relay.operations()).containsExactlyInAnyOrder("HeadObject", "ListObjectsV2");
      }
    }
  }

  @Test
  void serialProbesSendOneRequestForAFile() throws IOException {
    try (FileSystem files = cold("fs.s3dlio.status.probe", "serial")) {
      files.getFileStatus(new Path("s3://budget/a/b/c/file"));
    }
    assertThat(relay.operations()).containsExactly("HeadObject");
  }

  @Test
  void aSmallCreateAsksOnceForEachUnknownAncestor() throws IOException {
    try (FileSystem files = cold()) {
      TestFiles.write(files, "s3://budget/a/b/c/new", new byte[10]);
      assertThat(relay.operations())
          .containsExactlyInAnyOrder(
              "HeadObject", "HeadObject", "HeadObject", "ListObjectsV2", "PutObject");
      relay.reset();
      TestFiles.write(files, "s3://budget/a/b/c/newer", new byte[10]);
      assertThat(relay.operations()).containsExactly("ListObjectsV2", "PutObject");
    }
  }

  @Test
  void aMissingFileIsKnownFromOpen() throws IOException {
    try (FileSystem files = cold()) {
      assertThatThrownBy(() -> files.open(new Path("s3://budget/a/b/c/none")))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("a/b/c/none");
    }
    assertThat(relay.operations()).containsExactly("GetObject", "ListObjectsV2");
  }

  @Test
  void aListingOrASummaryOfOnePageIsOneRequest() throws IOException {
    try (FileSystem files = cold()) {
      files.listStatus(new Path("s3://budget/a/b/c"));
      files.getContentSummary(new Path("s3://budget/a"));
      files.listFiles(new Path("s3://budget/a"), true).hasNext();
    }
    assertThat(relay.operations())
        .containsExactly("ListObjectsV2", "ListObjectsV2", "ListObjectsV2");
  }
}
