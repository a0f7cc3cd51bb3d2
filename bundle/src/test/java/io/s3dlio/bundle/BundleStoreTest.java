package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** The s3 store from the jar alone, beside another SDK, and what each of them logs. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundleStoreTest {
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

  @Test
  void s3WorksFromTheJarAlone() throws Exception {
    assertThat(probe("StoreProbe", BundleJar.logging(), "")).isEqualTo("bytes of the jar");
  }

  @Test
  void theHadoopFileSystemWorksFromTheJarAndAHadoopClient() throws Exception {
    assertThat(probe("HadoopProbe", BundleJar.hadoop(), "")).isEqualTo("bytes of the jar");
  }

  @Test
  void s3WorksBesideAnotherSdkAndThatSdkToo() throws Exception {
    List<Path> users = new ArrayList<>(BundleJar.logging());
    users.addAll(BundleJar.otherSdk());
    assertThat(probe("StoreProbe", users, "")).isEqualTo("bytes of the jar");
    assertThat(probe("OtherSdkProbe", users, ""))
        .startsWith("other by ")
        .endsWith("/s3-2.29.52.jar");
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
    probe("OtherSdkProbe", users, TOKEN);
    assertThat(Files.readString(log)).contains(TOKEN);
  }

  /** What the probe returned, or its failure with all causes. */
  private String probe(String name, List<Path> classPath, String token) throws Exception {
    Map<String, String> settings =
        Map.of(
            "s3.endpoint", server.endpoint().toString(),
            "s3.region", server.region(),
            "s3.path-style", "true",
            "s3.access-key-id", server.accessKey(),
            "s3.access-key-secret", server.secretKey(),
            "s3.session-token", token);
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      // Never closed: Hadoop's shutdown hook still needs it when this JVM ends.
      URLClassLoader loader = BundleJar.isolated(classPath);
      thread.setContextClassLoader(loader);
      Callable<?> probe =
          (Callable<?>)
              loader
                  .loadClass("io.s3dlio.bundle." + name)
                  .getConstructor(String.class, Map.class)
                  .newInstance("bundle", settings);
      // Told as text while its classes can still be loaded.
      return String.valueOf(outcome(probe));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object outcome(Callable<?> probe) {
    try {
      return probe.call();
    } catch (Exception e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      return text;
    }
  }
}
