package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.SharedKeyHttp;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user of {@code az} can get wrong ends within seconds, in the exception of the
 * architecture's table, and says what was tried, what came back, and what to do.
 */
@Timeout(60)
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
final class AzBadInputTest {
  private static final String ROOT = "az://input@" + AzuriteServer.ACCOUNT;
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Base 64 as a key must be, and nobody's key. */
  private static final String WRONG_KEY =
      Base64.getEncoder().encodeToString("canary, the key of nobody".repeat(2).getBytes(UTF_8));

  private static AzuriteServer server;
  private static Relay relay;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    server.createContainer("input");
    relay = Relay.inFrontOf(server);
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  private static Configuration right() {
    return Connector.configuration(Service.AZ, relay);
  }

  private static Configuration with(String option, String value) {
    return Connector.with(right(), "fs.s3dlio." + option, value);
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

  /** Each use fails so, and soon. */
  private static void assertAllFail(
      String root, Configuration configuration, Class<?> type, String... said) throws IOException {
    Path path = new Path(root + "/folder/file");
    try (FileSystem files = Connector.open(root, configuration)) {
      for (Use use : uses()) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> use.on(files, path))
            .isInstanceOf(type)
            .hasMessageContainingAll(said)
            .hasMessageNotContaining(WRONG_KEY)
            .hasMessageNotContaining("canary");
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      }
    }
  }

  private static void assertWorks(Configuration configuration) throws IOException {
    try (FileSystem files = Connector.open(ROOT, configuration)) {
      Path file = new Path(ROOT + "/works/" + System.nanoTime());
      Connector.write(files, file, new byte[10]);
      assertThat(Connector.read(files, file)).hasSize(10);
    }
  }

  @Test
  void theServerDoesServeWhoeverIsRight() throws IOException {
    assertWorks(right());
    Configuration emulator = with("az.credentials", "emulator");
    emulator.unset("fs.s3dlio.az.shared-key-secret");
    assertWorks(emulator);
    assertWorks(withToken(Duration.ofMinutes(10), "racwdl"));
  }

  @Test
  void aWrongKey() throws IOException {
    assertAllFail(
        ROOT,
        with("az.shared-key-secret", WRONG_KEY),
        AccessDeniedException.class,
        ROOT,
        "403",
        "fs.s3dlio.az.shared-key-secret");
  }

  @ParameterizedTest
  @ValueSource(strings = {"canary, no base 64", "Y2FuYXJ5="})
  void aKeyThatIsNone(String key) {
    assertThatThrownBy(() -> Connector.open(ROOT, with("az.shared-key-secret", key)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("base 64", "fs.s3dlio.az.shared-key-secret")
        .hasMessageNotContaining(key);
  }

  /** A token for the container, signed by the server's key. */
  private static Configuration withToken(Duration left, String permissions) {
    String token =
        SharedKeyHttp.containerToken(
            server.account(), server.key(), "input", permissions, Instant.now().plus(left));
    Configuration configuration = with("az.sas-token", token);
    configuration.unset("fs.s3dlio.az.shared-key-secret");
    return configuration;
  }

  @Test
  void anExpiredToken() throws IOException {
    assertAllFail(
        ROOT,
        withToken(Duration.ofMinutes(-10), "racwdl"),
        AccessDeniedException.class,
        ROOT,
        "403",
        "fs.s3dlio.az.sas-token",
        "the clock here says");
  }

  @Test
  void aTokenThatAllowsOnlyToRead() throws IOException {
    try (FileSystem files = Connector.open(ROOT, withToken(Duration.ofMinutes(10), "rl"))) {
      Path path = new Path(ROOT + "/folder/file");
      assertThat(files.listStatus(new Path(ROOT + "/"))).isNotNull();
      assertThatThrownBy(() -> Connector.write(files, path, new byte[1]))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(path.toString(), "403", "the SAS token from");
    }
  }

  @Test
  void noCredentialsWhereSomeAreNeeded() throws IOException {
    Configuration nobody = with("az.credentials", "anonymous");
    nobody.unset("fs.s3dlio.az.shared-key-secret");
    assertAllFail(ROOT, nobody, AccessDeniedException.class, ROOT, "403", "no credentials");
  }

  @Test
  void aMissingContainer() throws IOException {
    String root = "az://no-such-container@" + AzuriteServer.ACCOUNT;
    assertAllFail(
        root,
        right(),
        NoSuchBucketException.class,
        root,
        "404",
        "ContainerNotFound",
        "fs.s3dlio.az.endpoint");
  }

  /** The reserved name resolves nowhere, as a misspelt account does. */
  @Test
  void anAccountThatDoesNotResolve() throws IOException {
    String root = "az://input@nosuchaccount.blob.invalid";
    Configuration configuration = right();
    configuration.unset("fs.s3dlio.az.endpoint");
    assertAllFail(
        root,
        configuration,
        UnknownHostException.class,
        root,
        "nosuchaccount.blob.invalid",
        "fs.s3dlio.az.endpoint");
  }

  @Test
  void theEmulatorIsDown() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port + "/" + AzuriteServer.ACCOUNT;
    assertAllFail(
        ROOT,
        with("az.endpoint", endpoint),
        ConnectException.class,
        ROOT,
        endpoint,
        "fs.s3dlio.az.endpoint");
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          az://input@A                      , account
          az://in_put@devstoreaccount1      , container
          az://in@devstoreaccount1          , container
          az://a@b@devstoreaccount1         , credentials
          az://input@account.dfs.core.x     , dfs
          az:///file                        , az://
          """)
  void rootsThatCannotBe(String root, String said) {
    relay.reset();
    assertThatThrownBy(() -> Connector.open(root, right()).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said);
    assertThat(relay.requests()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      textBlock =
          """
          az.endpont              , http://x      , fs.s3dlio.az.endpoint
          az.endpoint             , ftp://x       , http
          az.credentials          , nobody        , shared-key
          az.connection-string-secret , canary    , Name=value
          az.connection-string-secret , A=canary  , AccountKey
          az.checksum             , crc           , md5
          az.ca-bundle            , /no/such.pem  , fs.s3dlio.az.ca-bundle
          """)
  void optionsThatCannotBe(String option, String value, String said) {
    relay.reset();
    assertThatThrownBy(() -> Connector.open(ROOT, with(option, value)).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining(said)
        .hasMessageNotContaining("canary");
    assertThat(relay.requests()).isEmpty();
  }
}
