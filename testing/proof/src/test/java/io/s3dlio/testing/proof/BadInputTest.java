package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.WrongRegionException;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user can get wrong ends soon, in the exception of the architecture's table, and says what
 * was tried, on which URI, what came back, and what to do.
 */
@Timeout(60)
final class BadInputTest {

  private static final String ROOT = "s3://input";
  private static S3Server server;
  private static Relay relay;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket("input");
    relay = Relay.inFrontOf(server);
    try (FileSystem files = Connector.open(ROOT, Connector.configuration(server))) {
      Connector.write(files, new Path(ROOT + "/file"), new byte[1000]);
    }
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @BeforeEach
  void undisturbed() {
    relay.faults(FaultPlan.none());
    relay.reset();
  }

  private static Configuration configuration() {
    return Connector.configuration(relay);
  }

  /** Every way in which a path is used. */
  @FunctionalInterface
  private interface Use {
    void on(FileSystem files, Path path) throws IOException;
  }

  private static List<Use> uses() {
    return List.of(
        (files, path) -> files.open(path).close(),
        FileSystem::getFileStatus,
        FileSystem::listStatus,
        (files, path) -> Connector.write(files, path, new byte[1]),
        FileSystem::mkdirs,
        (files, path) -> files.delete(path, true));
  }

  @Test
  void unknownScheme() {
    assertThatThrownBy(() -> Connector.open("s3x://input/file", configuration()).close())
        .isInstanceOf(UnsupportedFileSystemException.class)
        .hasMessageContaining("s3x");
  }

  @ParameterizedTest
  @ValueSource(strings = {"s3:///file", "s3:/file"})
  void noBucketInTheUri(String uri) {
    assertThatThrownBy(() -> Connector.open(uri, configuration()).close())
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContainingAll("bucket", "s3://");
    assertThat(relay.requests()).isEmpty();
  }

  /** The root is no file. */
  @Test
  void anEmptyKey() throws IOException {
    try (FileSystem files = Connector.open(ROOT, configuration())) {
      Path root = new Path(ROOT + "/");
      assertThatThrownBy(() -> files.open(root))
          .isInstanceOf(java.io.FileNotFoundException.class)
          .hasMessageContainingAll(ROOT + "/", "directory");
      assertThatThrownBy(() -> Connector.write(files, root, new byte[1]))
          .isInstanceOf(org.apache.hadoop.fs.FileAlreadyExistsException.class)
          .hasMessageContainingAll(ROOT + "/", "directory");
    }
  }

  static Stream<Arguments> illegalPaths() {
    return Stream.of(
        Arguments.of(new Path(ROOT + "/a/../../b"), ".."),
        Arguments.of(new Path("s3", "input", "/../secret"), ".."),
        Arguments.of(new Path("s3", "input", "/tab\there"), "U+0009"),
        Arguments.of(new Path("s3", "input", "/line\nend"), "U+000A"),
        Arguments.of(new Path("s3", "input", "/nul\u0000"), "U+0000"),
        Arguments.of(new Path("s3", "input", "/" + "x".repeat(1025)), "1025 bytes"),
        Arguments.of(new Path("s3", "input", "/" + "ü".repeat(513)), "1026 bytes"));
  }

  @ParameterizedTest
  @MethodSource("illegalPaths")
  void aPathThatNoKeyCanHave(Path path, String said) throws IOException {
    try (FileSystem files = Connector.open(ROOT, configuration())) {
      for (Use use : uses()) {
        assertThatThrownBy(() -> use.on(files, path))
            .isInstanceOf(InvalidPathException.class)
            .hasMessageContainingAll("s3://input/", said);
      }
    }
    assertThat(relay.requests()).as("sent before it was refused").isEmpty();
  }

  @Test
  void theLongestKeyIsFine() throws IOException {
    try (FileSystem files = Connector.open(ROOT, configuration())) {
      Path longest = new Path("s3", "input", "/" + "x".repeat(1024));
      Connector.write(files, longest, new byte[3]);
      assertThat(Connector.read(files, longest)).hasSize(3);
    }
  }

  @Test
  void wrongCredentials() throws IOException {
    Configuration wrong =
        Connector.with(
            configuration(), "fs.s3dlio.s3.access-key-secret", "not-the-secret-of-this-server");
    try (FileSystem files = Connector.open(ROOT, wrong)) {
      Path path = new Path(ROOT + "/file");
      assertThatThrownBy(() -> files.open(path))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(
              path.toString(), "403", "SignatureDoesNotMatch", "fs.s3dlio.s3.access-key")
          .hasMessageNotContaining("not-the-secret");
      assertThatThrownBy(() -> files.getFileStatus(path))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(path.toString(), "403", "fs.s3dlio.s3.access-key");
      assertThatThrownBy(() -> Connector.write(files, path, new byte[1]))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll("s3://input", "403");
    }
  }

  @Test
  void anUnknownAccessKey() throws IOException {
    Configuration wrong =
        Connector.with(configuration(), "fs.s3dlio.s3.access-key-id", "AKIANOBODYKNOWS");
    try (FileSystem files = Connector.open(ROOT, wrong)) {
      assertThatThrownBy(() -> files.open(new Path(ROOT + "/file")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(ROOT + "/file", "fs.s3dlio.s3.access-key-id");
    }
  }

  /** No service of metadata may be waited for: the cloud's own is not reachable here. */
  @Test
  void noCredentialsAtAll() throws IOException {
    Configuration none = Connector.configuration();
    none.set("fs.s3dlio.s3.endpoint", relay.endpoint().toString());
    none.set("fs.s3dlio.s3.region", "us-east-1");
    long start = System.nanoTime();
    try (FileSystem files = Connector.open(ROOT, none)) {
      assertThatThrownBy(() -> files.open(new Path(ROOT + "/file")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(ROOT + "/file", "fs.s3dlio.s3.access-key-id", "environment");
    }
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(30));
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void wrongRegion() throws IOException {
    for (Fault answer :
        List.of(Fault.permanentRedirect("eu-west-1"), Fault.wrongRegion("eu-west-1"))) {
      relay.faults(FaultPlan.none().on(any -> true, answer).always());
      try (FileSystem files = Connector.open(ROOT, configuration())) {
        assertThatThrownBy(() -> files.open(new Path(ROOT + "/file")))
            .isInstanceOf(WrongRegionException.class)
            .hasMessageContainingAll(ROOT + "/file", "eu-west-1", "fs.s3dlio.s3.region");
        assertThatThrownBy(() -> files.getFileStatus(new Path(ROOT + "/file")))
            .isInstanceOf(WrongRegionException.class)
            .hasMessageContainingAll("eu-west-1", "fs.s3dlio.s3.region");
      }
    }
  }

  @Test
  void nobodyListens() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    Configuration wrong = Connector.with(configuration(), "fs.s3dlio.s3.endpoint", endpoint);
    try (FileSystem files = Connector.open(ROOT, wrong)) {
      assertThatThrownBy(() -> files.open(new Path(ROOT + "/file")))
          .isInstanceOf(ConnectException.class)
          .hasMessageContainingAll(ROOT + "/file", endpoint, "fs.s3dlio.s3.endpoint");
    }
  }

  @Test
  void noSuchHost() throws IOException {
    String endpoint = "http://no-such-host.invalid:9000";
    Configuration wrong = Connector.with(configuration(), "fs.s3dlio.s3.endpoint", endpoint);
    try (FileSystem files = Connector.open(ROOT, wrong)) {
      assertThatThrownBy(() -> files.open(new Path(ROOT + "/file")))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContainingAll(ROOT + "/file", "no-such-host.invalid", "fs.s3dlio.s3.endpoint");
    }
  }

  @Test
  void noSuchBucket() throws IOException {
    try (FileSystem files = Connector.open("s3://no-such-bucket", configuration())) {
      Path path = new Path("s3://no-such-bucket/folder/file");
      for (Use use : uses()) {
        assertThatThrownBy(() -> use.on(files, path))
            .isInstanceOf(NoSuchBucketException.class)
            .hasMessageContainingAll(
                path.toString(), "404", "no bucket no-such-bucket", "fs.s3dlio.s3.endpoint");
      }
    }
  }

  @Test
  void pastTheEnd() throws IOException {
    Path path = new Path(ROOT + "/file");
    List<ThrowingCallable> calls = new ArrayList<>();
    try (FileSystem files = Connector.open(ROOT, configuration());
        FSDataInputStream in = files.open(path)) {
      calls.add(() -> in.seek(1001));
      calls.add(() -> in.readFully(990, new byte[11]));
      calls.add(
          () ->
              in.readVectored(
                  List.of(org.apache.hadoop.fs.FileRange.createFileRange(990, 11)),
                  java.nio.ByteBuffer::allocate));
      for (ThrowingCallable call : calls) {
        assertThatThrownBy(call)
            .isInstanceOf(EOFException.class)
            .hasMessageContainingAll(path.toString(), "1000 bytes");
      }
      assertThat(in.read(1000, new byte[1], 0, 1)).isEqualTo(-1);
    }
  }

  @Test
  void beforeTheBeginning() throws IOException {
    Path path = new Path(ROOT + "/file");
    try (FileSystem files = Connector.open(ROOT, configuration());
        FSDataInputStream in = files.open(path)) {
      assertThatThrownBy(() -> in.seek(-1))
          .isInstanceOf(EOFException.class)
          .hasMessageContainingAll("-1", path.toString());
      assertThatThrownBy(() -> in.readFully(-1, new byte[1]))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("negative");
    }
  }

  static Stream<Arguments> wrongOptions() {
    return Stream.of(
        Arguments.of("fs.s3dlio.s3.endpont", "http://x", "fs.s3dlio.s3.endpoint"),
        Arguments.of("fs.s3dlio.bucket.input.s3.regoin", "x", "s3.region"),
        Arguments.of("fs.s3dlio.range.concurrency", "0", "1"),
        Arguments.of("fs.s3dlio.range.concurrency", "many", "fs.s3dlio.range.concurrency"),
        Arguments.of("fs.s3dlio.write.part-size", "1MiB", "5MiB"),
        Arguments.of("fs.s3dlio.bucket.input.write.part-size", "1MiB", "bucket.input.write"),
        Arguments.of("fs.s3dlio.retry.base-delay", "soon", "duration, 1ms to 1m"),
        Arguments.of("fs.s3dlio.status.probe", "both", "serial"),
        Arguments.of("fs.s3dlio.s3.endpoint", "ftp://x", "http"),
        Arguments.of("fs.s3dlio.s3.ca-bundle", "/no/such/file.pem", "fs.s3dlio.s3.ca-bundle"));
  }

  @ParameterizedTest
  @MethodSource("wrongOptions")
  void optionsThatCannotBe(String name, String value, String said) {
    Configuration wrong = Connector.with(configuration(), name, value);
    assertThatThrownBy(() -> Connector.open(ROOT, wrong).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
    assertThat(relay.requests()).isEmpty();
  }

  /** A mistake in one bucket's options is that bucket's mistake. */
  @Test
  void otherBucketsOptionsDoNotMatter() throws IOException {
    Configuration other =
        Connector.with(configuration(), "fs.s3dlio.bucket.other.write.part-size", "1MiB");
    try (FileSystem files = Connector.open(ROOT, other)) {
      assertThat(Connector.read(files, new Path(ROOT + "/file"))).hasSize(1000);
    }
  }

  @Test
  void credentialsInTheUriAreRefusedAndNotRepeated() {
    assertThatThrownBy(
            () -> Connector.open("s3://user:canary-word@input/", configuration()).close())
        .isExactlyInstanceOf(IOException.class)
        .hasMessageContaining("options")
        .hasMessageNotContaining("canary-word");
  }

  @Test
  void theRootOfADiskIsNotDeleted() throws IOException {
    for (String scheme : List.of("file", "direct")) {
      try (FileSystem files = Connector.open(scheme + ":///", Connector.configuration())) {
        assertThatThrownBy(() -> files.delete(new Path(scheme + ":///"), true))
            .isInstanceOf(IOException.class)
            .hasMessageContainingAll(scheme + ":/", "root");
      }
    }
  }
}
