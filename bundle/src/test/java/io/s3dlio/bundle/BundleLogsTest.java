package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;

/** What the store from the jar, and a user's own SDK, log at the finest level. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundleLogsTest {
  private static final String LOG_FILE = "org.slf4j.simpleLogger.logFile";
  private static final String TOKEN = "canary-session-token";

  /** What a service account sends to sign in, and the answer. */
  private static final Pattern SIGN_IN = Pattern.compile("assertion=|access_token");

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

  /** Google's sign-in sends an assertion and gets a token, both in bodies, which are not logged. */
  @Test
  void noTokenOfGoogleReachesJavaUtilLogging(@TempDir Path folder) throws Exception {
    try (GcsFake google = google();
        JavaLog lines = JavaLog.open()) {
      IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
      assertThat(loader.run("StoreProbe", "gs://bundle", account(google, folder)))
          .isEqualTo("bytes of the jar");
      assertThat(lines.lines()).noneMatch(SIGN_IN.asPredicate());
    }
    assertThat(Files.exists(log) ? Files.readString(log) : "").doesNotContainPattern(SIGN_IN);
  }

  /** Shows that the test above would see them. */
  @Test
  void anUnshadedGoogleClientDoesLogItsSignIn(@TempDir Path folder) throws Exception {
    List<Path> users = new ArrayList<>(BundleJar.logging());
    users.addAll(BundleJar.otherSdk());
    try (GcsFake google = google();
        JavaLog lines = JavaLog.open()) {
      BundleJar.isolated(users).run("OtherGoogleProbe", "gs://bundle", account(google, folder));
      assertThat(lines.lines()).anyMatch(SIGN_IN.asPredicate());
    }
  }

  private static GcsFake google() {
    GcsFake google = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    google.createBucket("bundle");
    return google;
  }

  private static Map<String, String> account(GcsFake google, Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("key.json"), google.serviceAccountFile());
    return Map.of(
        "gs.endpoint", google.endpoint().toString(),
        "gs.credentials", "service-account-file",
        "gs.service-account-file", file.toString());
  }

  @Test
  @DisabledIf("io.s3dlio.bundle.BundleSchemesTest#withoutAzure")
  void noKeyOfAzureIsLoggedAtTrace() throws Exception {
    try (SchemeServer azure = SchemeServer.start("az")) {
      Map<String, String> settings = new HashMap<>(azure.secrets());
      settings.put("az.endpoint", azure.server().endpoint().toString());
      IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
      assertThat(loader.run("StoreProbe", azure.root("bundle"), settings))
          .isEqualTo("bytes of the jar");
      assertThat(log).exists();
      assertThat(Files.readString(log))
          .doesNotContain("SharedKey ")
          .doesNotContain(azure.secrets().get("az.shared-key-secret"));
    }
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
