package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What the store from the jar, and a user's own SDK, log at the finest level. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundleLogsTest {
  private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";
  private static final String TOKEN = "canary-session-token";

  private final S3Server server = S3ProxyServer.start();
  private final String logBefore = BundleJar.property(LOG_FILE);
  private Path log = Path.of(logBefore);

  @BeforeAll
  void bucket() throws Exception {
    server.createBucket("bundle");
  }

  @AfterAll
  void stop() {
    server.close();
  }

  @BeforeEach
  void ownLog(@TempDir Path folder) {
    log = folder.resolve("trace.log");
    System.setProperty(LOG_FILE, log.toString());
  }

  @AfterEach
  void commonLog() {
    System.setProperty(LOG_FILE, logBefore);
  }

  /** S3Proxy refuses session tokens, which is welcome: what is logged about failures counts too. */
  @Test
  void noSecretIsLoggedAtTrace() throws Exception {
    String failure = probe("StoreProbe", BundleJar.logging(), TOKEN);
    assertThat(failure).contains("501", "s3://bundle/probe").doesNotContain(TOKEN);
    assertThat(log).exists();
    assertThat(Files.readString(log))
        .doesNotContain(TOKEN)
        .doesNotContain(server.secretKey())
        .doesNotContain("Signature=");
  }

  /** Shows that the test above would see a secret, and what plain jars do. */
  @Test
  void anUnshadedSdkDoesLogItsTokenAtTrace() throws Exception {
    List<Path> users = new ArrayList<>(BundleJar.logging());
    users.addAll(BundleJar.otherSdk());
    probe("OtherAwsProbe", users, TOKEN);
    assertThat(Files.readString(log)).contains(TOKEN);
  }

  private String probe(String name, List<Path> classPath, String token) throws Exception {
    Map<String, String> settings =
        Map.of(
            "s3.endpoint", server.endpoint().toString(),
            "s3.region", server.region(),
            "s3.path-style", "true",
            "s3.access-key-id", server.accessKey(),
            "s3.access-key-secret", server.secretKey(),
            "s3.session-token", token);
    return BundleJar.isolated(classPath).run(name, "s3://bundle", settings);
  }
}
