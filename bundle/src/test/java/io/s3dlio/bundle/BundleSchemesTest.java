package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every scheme from the jar alone, on Hadoop, beside other SDKs; and which classes that loads. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class BundleSchemesTest {

  /** Where each scheme's SDK lies in the jar. */
  private static final Map<String, List<String>> SDKS =
      Map.of(
          "s3",
          List.of("io.s3dlio.shaded.software.amazon."),
          "az",
          List.of("io.s3dlio.shaded.com.azure.", "io.s3dlio.shaded.reactor."),
          "gs",
          List.of("io.s3dlio.shaded.com.google."));

  private static final List<String> IDENTITY =
      List.of("io.s3dlio.shaded.com.azure.identity.", "io.s3dlio.shaded.com.microsoft.");

  private final Map<String, SchemeServer> servers = new HashMap<>();

  /** Without Azure the build says loudly what is left out. */
  static List<String> schemes() {
    boolean without = "azure".equals(System.getProperty("s3dlio.without"));
    return without ? List.of("s3", "gs") : List.of("s3", "az", "gs");
  }

  static boolean withoutAzure() {
    return !schemes().contains("az");
  }

  private SchemeServer server(String scheme) {
    return servers.computeIfAbsent(scheme, SchemeServer::start);
  }

  @AfterAll
  void stop() {
    servers.values().forEach(SchemeServer::close);
  }

  private Map<String, String> settings(String scheme) {
    SchemeServer server = server(scheme);
    Map<String, String> settings = new HashMap<>(server.options());
    settings.putAll(server.secrets());
    settings.put(scheme + ".endpoint", server.server().endpoint().toString());
    return settings;
  }

  private String root(String scheme) throws IOException {
    return server(scheme).root("bundle");
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void worksFromTheJarAloneAndLoadsNoOtherSdk(String scheme) throws Exception {
    IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
    assertThat(loader.run("StoreProbe", root(scheme), settings(scheme)))
        .isEqualTo("bytes of the jar");
    SDKS.forEach(
        (owner, packages) ->
            packages.forEach(
                prefix -> {
                  List<String> loaded = loader.loadedBelow(prefix);
                  if (owner.equals(scheme)) {
                    assertThat(loaded).as(prefix).isNotEmpty();
                  } else {
                    assertThat(loaded).as(prefix).isEmpty();
                  }
                }));
    IDENTITY.forEach(prefix -> assertThat(loader.loadedBelow(prefix)).as(prefix).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void makesListsAndRemovesContainersFromTheJarAlone(String scheme) throws Exception {
    String root = scheme + "://made-by-probe" + server(scheme).suffix();
    IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
    assertThat(loader.run("ContainersProbe", root, settings(scheme))).isEqualTo("true, then false");
  }

  @Test
  void aLocalStoreLoadsNoSdk(@TempDir Path folder) throws Exception {
    IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
    assertThat(loader.run("StoreProbe", "file://" + folder, Map.of()))
        .isEqualTo("bytes of the jar");
    assertThat(loader.loadedBelow("io.s3dlio.shaded.")).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemes")
  void hadoopIsServedByTheJarBoundByTheSnippet(String scheme) throws Exception {
    Map<String, String> settings = settings(scheme);
    settings.put("conf", BundleJar.property("s3dlio.conf"));
    // Never closed: Hadoop's shutdown hook still needs it when this JVM ends.
    IsolatedLoader loader = BundleJar.isolated(BundleJar.hadoop());
    assertThat(loader.run("HadoopProbe", root(scheme), settings)).isEqualTo("bytes of the jar");
  }

  @ParameterizedTest
  @CsvSource({
    "s3, OtherAwsProbe, /s3-2.29.52.jar",
    "az, OtherAzureProbe, /azure-storage-blob-12.29.0.jar",
    "gs, OtherGoogleProbe, /google-api-services-storage-v1-rev20240819-2.0.0.jar",
  })
  void worksBesideAnotherSdkAndThatSdkToo(String scheme, String other, String jar)
      throws Exception {
    assumeTrue(schemes().contains(scheme));
    List<Path> users = new ArrayList<>(BundleJar.logging());
    users.addAll(BundleJar.otherSdk());
    IsolatedLoader loader = BundleJar.isolated(users);
    assertThat(loader.run("StoreProbe", root(scheme), settings(scheme)))
        .isEqualTo("bytes of the jar");
    for (String prefix : List.of("software.amazon.", "com.azure.", "com.google.", "reactor.")) {
      assertThat(loader.loadedBelow(prefix)).isEmpty();
    }
    assertThat(loader.run(other, root(scheme), settings(scheme)))
        .startsWith("other by ")
        .endsWith(jar);
  }

  /** It is long, and parts of it (JNA) are left out: what is left must fail in words, not break. */
  @Test
  @DisabledIf("withoutAzure")
  @Timeout(120)
  void azuresDefaultChainIsLoadedWhenAskedForAndWholeEnough() throws Exception {
    IsolatedLoader loader = BundleJar.isolated(BundleJar.logging());
    String failure =
        loader.run(
            "StoreProbe",
            "az://bundle@nobody",
            Map.of(
                "az.credentials", "default",
                "az.endpoint", "https://127.0.0.1:1/nobody",
                "retry.attempts", "1"));
    IDENTITY.forEach(prefix -> assertThat(loader.loadedBelow(prefix)).as(prefix).isNotEmpty());
    assertThat(failure)
        .contains("az://bundle@nobody/probe")
        .contains("AccessDeniedException")
        .doesNotContain("NoClassDefFoundError")
        .doesNotContain("NoSuchMethodError");
  }
}
