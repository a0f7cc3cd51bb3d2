package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Wrong input ends at once, in the right exception, which says what to do. */
class BadInputTest {

  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket("bad");
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static Configuration configuration() {
    return TestFiles.configuration(server, server.endpoint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"/a\u0000b", "/a\nb", "/../up", "/a\uD800b"})
  void namesThatNoKeyMayHaveAreRefused(String name) throws IOException {
    try (FileSystem files = TestFiles.open("s3://bad/", configuration())) {
      Path path = new Path("s3", "bad", name);
      assertThatThrownBy(() -> files.open(path)).isInstanceOf(InvalidPathException.class);
      assertThatThrownBy(() -> files.create(path)).isInstanceOf(InvalidPathException.class);
      assertThatThrownBy(() -> files.delete(path, true)).isInstanceOf(InvalidPathException.class);
    }
  }

  @Test
  void aKeyOfMoreThan1024BytesIsRefused() throws IOException {
    try (FileSystem files = TestFiles.open("s3://bad/", configuration())) {
      assertThatThrownBy(() -> files.mkdirs(new Path("s3://bad/" + "ä".repeat(513))))
          .isInstanceOf(InvalidPathException.class)
          .hasMessageContaining("1026 bytes");
    }
  }

  @Test
  void theRootIsNoFile() throws IOException {
    try (FileSystem files = TestFiles.open("s3://bad/", configuration())) {
      Path root = new Path("s3://bad/");
      assertThatThrownBy(() -> files.create(root))
          .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class);
      assertThatThrownBy(() -> files.open(root)).isInstanceOf(FileNotFoundException.class);
      assertThat(files.rename(root, new Path("s3://bad/elsewhere"))).isFalse();
    }
  }

  @Test
  void aPathOfAnotherBucketIsRefused() throws IOException {
    try (FileSystem files = TestFiles.open("s3://bad/", configuration())) {
      assertThatThrownBy(() -> files.open(new Path("s3://other/file")))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("s3://other/file");
    }
  }

  @Test
  void aMissingBucketIsNamed() throws IOException {
    try (FileSystem files = TestFiles.open("s3://absent/", configuration())) {
      assertThatThrownBy(() -> files.listStatus(new Path("s3://absent/")))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("absent");
      assertThatThrownBy(() -> TestFiles.write(files, "s3://absent/file", new byte[1]))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining("absent");
    }
  }

  @Test
  void wrongCredentialsAreDenied() throws IOException {
    Configuration configuration = configuration();
    configuration.set("fs.s3dlio.s3.access-key-secret", "not-the-secret");
    try (FileSystem files = TestFiles.open("s3://bad/", configuration)) {
      assertThatThrownBy(() -> files.open(new Path("s3://bad/file")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("s3://bad/file");
    }
  }

  @Test
  void anEndpointWhereNobodyListensIsNamedWithinSeconds() throws IOException {
    Configuration configuration = TestFiles.configuration(server, URI.create("http://127.0.0.1:1"));
    try (FileSystem files = TestFiles.open("s3://bad/", configuration)) {
      assertThatThrownBy(() -> files.getFileStatus(new Path("s3://bad/file")))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("127.0.0.1:1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:///file", "s3://key:secret-canary@bad/file"})
  void aUriThatNamesNoBucketOrCarriesSecretsIsRefused(String uri) {
    assertThatThrownBy(() -> TestFiles.open(uri, configuration()).close())
        .isExactlyInstanceOf(IOException.class)
        .satisfies(e -> assertThat(e.toString()).doesNotContain("secret-canary"));
  }

  @Test
  void disksKeepTheirRoot() throws IOException {
    for (String scheme : new String[] {"direct", "file"}) {
      try (FileSystem files = TestFiles.open(scheme + ":///", configuration())) {
        assertThatThrownBy(() -> files.delete(new Path(scheme + ":///"), true))
            .isInstanceOf(PathIOException.class);
      }
    }
  }
}
