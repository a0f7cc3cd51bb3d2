package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.testing.servers.GcsFake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user of {@code gs} can get wrong ends within seconds, in the exception of the
 * architecture's table, and says what was tried, what came back, and what to do.
 */
@Timeout(60)
final class GsBadInputTest {
  private static final String ROOT = "gs://input";
  private static final Duration SOON = Duration.ofSeconds(20);

  /** Everybody may call it. */
  private static GcsFake open;

  /** Tokens are asked for. */
  private static GcsFake guarded;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    open = GcsFake.start();
    open.createBucket("input");
    open.createForeignBucket("theirs");
    guarded = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    guarded.createBucket("input");
  }

  @AfterAll
  static void stop() {
    open.close();
    guarded.close();
  }

  private static Configuration configuration(GcsFake server) {
    return Connector.configuration(Service.GS, server);
  }

  private static org.apache.hadoop.fs.Path path(String root) {
    return new org.apache.hadoop.fs.Path(root + "/folder/file");
  }

  /** Every way in which a path is used. */
  @FunctionalInterface
  private interface Use {
    void on(FileSystem files, org.apache.hadoop.fs.Path path) throws IOException;
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
    try (FileSystem files = Connector.open(root, configuration)) {
      for (Use use : uses()) {
        long start = System.nanoTime();
        assertThatThrownBy(() -> use.on(files, path(root)))
            .isInstanceOf(type)
            .hasMessageContainingAll(said);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(SOON);
      }
    }
  }

  private Configuration withFile(GcsFake server, String text) throws IOException {
    Path file = Files.writeString(folder.resolve("account.json"), text);
    return Connector.with(
        configuration(server), "fs.s3dlio.gs.service-account-file", file.toString());
  }

  @Test
  void theServerDoesServeWhoeverIsRight() throws IOException {
    Configuration right = withFile(guarded, guarded.serviceAccountFile());
    try (FileSystem files = Connector.open(ROOT, right)) {
      Connector.write(files, path(ROOT), new byte[10]);
      assertThat(Connector.read(files, path(ROOT))).hasSize(10);
      // As if the token had expired: one refresh, and nobody notices.
      guarded.revokeTokens();
      assertThat(Connector.read(files, path(ROOT))).hasSize(10);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"canary, no JSON", "{\"canary\":", "{\"type\":\"canary\"}", "[]", "", "{}"})
  void aServiceAccountFileThatIsNone(String text) throws IOException {
    Configuration wrong = withFile(guarded, text);
    assertThatThrownBy(
            () -> {
              try (FileSystem files = Connector.open(ROOT, wrong)) {
                files.open(path(ROOT)).close();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("account.json", "fs.s3dlio.gs.service-account-file")
        .hasMessageNotContaining("canary,");
  }

  @Test
  void aServiceAccountFileThatIsNotThere() {
    Configuration wrong =
        Connector.with(
            configuration(guarded), "fs.s3dlio.gs.service-account-file", folder + "/none.json");
    assertThatThrownBy(
            () -> {
              try (FileSystem files = Connector.open(ROOT, wrong)) {
                files.open(path(ROOT)).close();
              }
            })
        .isInstanceOf(IOException.class)
        .hasMessageContainingAll("none.json", "fs.s3dlio.gs.service-account-file");
  }

  /** The file is one, but its key is that of nobody whom the service knows. */
  @Test
  void aKeyThatIsNotTheAccounts() throws IOException {
    try (GcsFake other = GcsFake.start(GcsFake.Options.standard())) {
      String foreign =
          other
              .serviceAccountFile()
              .replace(other.endpoint().toString(), guarded.endpoint().toString());
      assertAllFail(
          ROOT,
          withFile(guarded, foreign),
          AccessDeniedException.class,
          "invalid_grant",
          "fs.s3dlio.gs.service-account-file");
    }
  }

  @Test
  void nobodyIsNamed() throws IOException {
    assertAllFail(
        ROOT,
        configuration(guarded),
        AccessDeniedException.class,
        "gs://input",
        "401",
        "anonymous",
        "fs.s3dlio.gs.credentials");
  }

  /** No service of metadata may be waited for: the cloud's own is not reachable here. */
  @Test
  void noCredentialsAtAll() throws IOException {
    assertAllFail(
        ROOT,
        Connector.with(configuration(guarded), "fs.s3dlio.gs.credentials", "default"),
        AccessDeniedException.class,
        "GOOGLE_APPLICATION_CREDENTIALS",
        "fs.s3dlio.gs.service-account-file");
  }

  @Test
  void aBucketOfAnotherProject() throws IOException {
    assertAllFail(
        "gs://theirs",
        configuration(open),
        AccessDeniedException.class,
        "gs://theirs",
        "403",
        "forbidden");
  }

  @Test
  void noSuchBucket() throws IOException {
    assertAllFail(
        "gs://no-such-bucket",
        configuration(open),
        NoSuchBucketException.class,
        "gs://no-such-bucket",
        "404",
        "no bucket no-such-bucket",
        "fs.s3dlio.gs.endpoint");
  }

  @Test
  void theEmulatorIsDown() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0)) {
      port = socket.getLocalPort();
    }
    String endpoint = "http://127.0.0.1:" + port;
    assertAllFail(
        ROOT,
        Connector.with(configuration(open), "fs.s3dlio.gs.endpoint", endpoint),
        ConnectException.class,
        endpoint,
        "fs.s3dlio.gs.endpoint",
        "STORAGE_EMULATOR_HOST");
  }

  @Test
  void noSuchHost() throws IOException {
    assertAllFail(
        ROOT,
        Connector.with(
            configuration(open), "fs.s3dlio.gs.endpoint", "http://no-such-host.invalid:9000"),
        UnknownHostException.class,
        "no-such-host.invalid",
        "fs.s3dlio.gs.endpoint");
  }

  /** What holds uploads that are not complete is nobody's directory. */
  @Test
  void theHiddenPrefixIsRefused() throws IOException {
    String hidden = ROOT + "/.s3dlio-uploads/x";
    try (FileSystem files = Connector.open(ROOT, configuration(open))) {
      org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(hidden);
      assertThatThrownBy(() -> Connector.write(files, path, new byte[1]))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContainingAll(".s3dlio-uploads/", "reserved");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "fs.s3dlio.gs.endpont=http://x",
        "fs.s3dlio.gs.endpoint=ftp://x",
        "fs.s3dlio.gs.credentials=somehow",
        "fs.s3dlio.gs.credentials=service-account-file",
        "fs.s3dlio.gs.credentials=impersonation",
        "fs.s3dlio.gs.impersonated-account=a@b.example",
        "fs.s3dlio.gs.ca-bundle=/no/such/file.pem"
      })
  void optionsThatCannotBe(String option) {
    String[] parts = option.split("=", 2);
    Configuration wrong = Connector.with(configuration(open), parts[0], parts[1]);
    assertThatThrownBy(() -> Connector.open(ROOT, wrong).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("fs.s3dlio.gs.");
  }

  @Test
  void aFileThatIsNotThere() throws IOException {
    try (FileSystem files = Connector.open(ROOT, configuration(open))) {
      assertThatThrownBy(() -> files.open(path(ROOT)))
          .isInstanceOf(FileNotFoundException.class)
          .hasMessageContaining(path(ROOT).toString());
    }
  }
}
