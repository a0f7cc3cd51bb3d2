package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What lies in the jar, and that every name written in it leads somewhere inside it. */
final class BundleContentsTest {

  private static final Pattern ALLOWED =
      Pattern.compile(
          "io/s3dlio/.*"
              + "|META-INF/(MANIFEST\\.MF|LICENSE|LICENSE\\.txt|NOTICE|NOTICE\\.txt)"
              + "|META-INF/(FastDoubleParser|FastDoubleParser-ThirdParty|Schubfach)-LICENSE"
              + "|META-INF/services/io\\.s3dlio\\..*");

  /** A name that only a relocated package may begin with. */
  private static final Pattern UNRELOCATED =
      Pattern.compile(
          "/?(software[./]amazon|org[./]apache[./]hc|org[./]reactivestreams|org[./]publicsuffix)[./].*");

  private static final Pattern CLASS_NAME =
      Pattern.compile("io\\.s3dlio\\.([a-z][a-z0-9_]*\\.)+[A-Z]\\w*(\\$\\w+)*");

  private static final Pattern RESOURCE_PATH =
      Pattern.compile("/?io/s3dlio/([A-Za-z0-9_]+/)+[A-Za-z0-9_.-]+\\.[a-z]+");

  @Test
  void holdsNothingOutsideItsOwnPackages() throws IOException {
    assertThat(BundleJar.entries()).allMatch(name -> ALLOWED.matcher(name).matches());
  }

  @Test
  void holdsNoNativeLibrary() throws IOException {
    for (String name : BundleJar.entries()) {
      if (!name.endsWith(".class")) {
        assertThat(name).doesNotMatch(".*\\.(so|dll|dylib|jnilib)(\\.\\d+)*");
        byte[] bytes = BundleJar.bytes(name);
        boolean elf = bytes.length > 4 && bytes[0] == 0x7F && bytes[1] == 'E' && bytes[2] == 'L';
        assertThat(elf).as(name).isFalse();
      }
    }
  }

  @Test
  void holdsNeitherHadoopNorLoggingNorAnnotations() throws IOException {
    assertThat(BundleJar.entries())
        .noneMatch(name -> name.contains("org/apache/hadoop/") || name.contains("org/slf4j/"))
        .noneMatch(name -> name.contains("org/jspecify/") || name.contains("/netty/"));
  }

  @Test
  void everyServiceFileNamesClassesOfTheJar() throws IOException {
    Set<String> classes = classes();
    List<String> services =
        BundleJar.entries().stream().filter(name -> name.startsWith("META-INF/services/")).toList();
    assertThat(services).isNotEmpty();
    for (String service : services) {
      assertThat(classes).contains(service.substring("META-INF/services/".length()));
      List<String> named =
          BundleJar.text(service)
              .lines()
              .map(line -> line.replaceFirst("#.*", "").trim())
              .filter(line -> !line.isEmpty())
              .toList();
      assertThat(named).as(service).isNotEmpty().allMatch(classes::contains);
    }
  }

  /**
   * The S3 module of some SDKs lists interceptors in a text file; no shader rewrites such by
   * itself.
   */
  @Test
  void noOtherTextNamesAClassByItsOldName() throws IOException {
    for (String name : BundleJar.entries()) {
      if (name.startsWith("io/s3dlio/") && !name.endsWith(".class")) {
        assertThat(BundleJar.text(name).lines().map(String::trim))
            .as(name)
            .noneMatch(line -> UNRELOCATED.matcher(line).matches());
      }
    }
  }

  @Test
  void namesAndPathsInTheCodeLeadIntoTheJar() throws IOException {
    Set<String> entries = new HashSet<>(BundleJar.entries());
    Set<String> classes = classes();
    Set<String> missing = new HashSet<>();
    List<String> old = new ArrayList<>();
    BundleJar.forEachClass(
        (className, constants) -> {
          for (String text : constants.texts()) {
            if (UNRELOCATED.matcher(text).matches()) {
              old.add(className + ": " + text);
            }
            if (CLASS_NAME.matcher(text).matches() && !classes.contains(text)) {
              missing.add(text);
            }
            String path = text.startsWith("/") ? text.substring(1) : text;
            if (RESOURCE_PATH.matcher(text).matches() && !entries.contains(path)) {
              missing.add(text);
            }
          }
        });
    assertThat(old).isEmpty();
    assertThat(missing).containsExactlyInAnyOrderElementsOf(optional());
  }

  @Test
  void onlyTheBundlesFactoryHandsOutLoggers() throws IOException {
    List<String> direct = new ArrayList<>();
    List<String> through = new ArrayList<>();
    BundleJar.forEachClass(
        (className, constants) -> {
          if (constants.classes().contains("org.slf4j.LoggerFactory")) {
            direct.add(className);
          }
          if (constants.classes().contains(BundleLoggers.class.getName())) {
            through.add(className);
          }
        });
    assertThat(direct).isEmpty();
    assertThat(through)
        .contains("io.s3dlio.shaded.software.amazon.awssdk.utils.Logger")
        .anyMatch(name -> name.startsWith("io.s3dlio.shaded.org.apache.hc.client5.http.impl.io."));
  }

  @Test
  void matchesTheCommittedList() throws IOException {
    Path committed = Path.of(BundleJar.property("s3dlio.bundle.contents"));
    ContentsList now = ContentsList.of(BundleJar.PATH);
    if (Boolean.getBoolean("s3dlio.bundle.rewrite")) {
      Files.writeString(committed, now.text());
    }
    ContentsList before = ContentsList.parse(Files.readString(committed));
    String cure =
        "run 'mvn verify -pl bundle -am -Ds3dlio.bundle.rewrite=true' and review the diff";
    assertThat(now.lines()).as(cure).isEqualTo(before.lines());
    assertThat(now.kibibytes())
        .as("size in KiB, 5 %% either way; if that is meant, " + cure)
        .isBetween(before.kibibytes() * 95 / 100, before.kibibytes() * 105 / 100);
  }

  private static Set<String> classes() throws IOException {
    Set<String> names = new HashSet<>();
    for (String entry : BundleJar.entries()) {
      if (entry.endsWith(".class")) {
        names.add(BundleJar.className(entry));
      }
    }
    return names;
  }

  /** What the SDK asks for by name and does without: modules we leave out, files a user may add. */
  private static Set<String> optional() {
    String sdk = "io.s3dlio.shaded.software.amazon.awssdk.";
    Set<String> names = new HashSet<>();
    Stream.of(
            // Other HTTP clients, and the native CRT with its signers and checksums.
            "authcrt.signer.AwsCrtS3V4aSigner",
            "authcrt.signer.AwsCrtV4aSigner",
            "authcrt.signer.internal.DefaultAwsCrtS3V4aSigner",
            "crt.checksums.CRC32C",
            "crt.checksums.CRC64NVME",
            "crt.checksums.XXHash",
            "crt.s3.S3Client",
            "http.apache.ApacheSdkHttpService",
            "http.auth.aws.crt.HttpAuthAwsCrt",
            "http.crt.AwsCrtSdkHttpService",
            "http.nio.netty.NettySdkAsyncHttpService",
            "http.urlconnection.UrlConnectionSdkHttpService",
            // Sign-in by browser.
            "services.signin.auth.LoginProfileCredentialsProviderFactory")
        .map(sdk::concat)
        .forEach(names::add);
    Stream.of(
            "global/handlers/execution.interceptors",
            "global/partitions.json",
            "services/s3/execution.interceptors",
            "services/sso/execution.interceptors",
            "services/ssooidc/execution.interceptors",
            "services/sts/execution.interceptors")
        .map(path -> sdk.replace('.', '/') + path)
        .forEach(names::add);
    return names;
  }
}
