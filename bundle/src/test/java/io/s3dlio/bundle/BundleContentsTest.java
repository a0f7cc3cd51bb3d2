package io.s3dlio.bundle;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.invoke.MethodType;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What lies in the jar, and that every name written in it leads somewhere inside it. */
final class BundleContentsTest {
  /** The one interface of somebody else's that classes of ours are found by. */
  private static final String SPARK_SOURCES = "org.apache.spark.sql.sources.DataSourceRegister";

  private static final Pattern ALLOWED =
      Pattern.compile(
          "io/s3dlio/.*"
              + "|META-INF/(MANIFEST\\.MF|LICENSE|LICENSE\\.txt|NOTICE|NOTICE\\.txt)"
              + "|META-INF/(FastDoubleParser|FastDoubleParser-ThirdParty|Schubfach)-LICENSE"
              + "|META-INF/licenses/(google|microsoft|threeten)\\.txt"
              + "|META-INF/services/io\\.s3dlio\\..*"
              + "|META-INF/services/"
              + SPARK_SOURCES.replace(".", "\\."));

  /** A name that only a relocated package may begin with. */
  private static final Pattern UNRELOCATED =
      Pattern.compile(
          "/?(software[./]amazon|org[./]apache[./]hc|org[./]apache[./]http|org[./]reactivestreams"
              + "|org[./]publicsuffix|com[./]azure|com[./]microsoft[./]aad|com[./]fasterxml"
              + "|reactor[./](adapter|core|util)|com[./]google|io[./]grpc|io[./]opencensus"
              + "|io[./]opentelemetry|org[./]threeten)[./].*");

  private static final Pattern CLASS_NAME =
      Pattern.compile("io\\.s3dlio\\.([a-z][a-z0-9_]*\\.)+[A-Z]\\w*(\\$\\w+)*");

  private static final Pattern RESOURCE_PATH =
      Pattern.compile("/?io/s3dlio/([A-Za-z0-9_]+/)+[A-Za-z0-9_.-]+\\.[a-z]+");

  @Test
  void isSmallerThan40Megabytes() throws IOException {
    assertThat(Files.size(BundleJar.PATH)).isLessThan(40_000_000);
  }

  @Test
  void holdsNothingOutsideItsOwnPackages() throws IOException {
    assertThat(BundleJar.entries()).allMatch(name -> ALLOWED.matcher(name).matches());
  }

  /** The table of works in the notice, and the texts of the licenses that it names. */
  @Test
  void everyWorkOfOthersIsNamedWithItsLicense() throws IOException {
    List<String> entries = BundleJar.entries();
    String notice = BundleJar.text("META-INF/NOTICE");
    List<String> rows = notice.lines().filter(line -> line.matches("  [a-z.]+ .*")).toList();
    List<String> packages =
        rows.stream()
            .map(row -> "io/s3dlio/shaded/" + row.trim().split(" ")[0].replace('.', '/') + "/")
            .toList();
    assertThat(packages)
        .allMatch(prefix -> entries.stream().anyMatch(name -> name.startsWith(prefix)));
    // The few files at the root of what was moved are Azure's own properties.
    assertThat(entries)
        .filteredOn(name -> name.matches("io/s3dlio/shaded/[a-z]+/.*"))
        .allMatch(name -> packages.stream().anyMatch(name::startsWith));
    Matcher texts = Pattern.compile("META-INF/[\\w/.]*\\w").matcher(String.join(" ", rows));
    assertThat(texts.results().map(MatchResult::group)).isNotEmpty().allMatch(entries::contains);
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

  /** Spark and the codecs it brings are called by their own names, and are not there twice. */
  @Test
  void holdsNeitherSparkNorItsCodecs() throws IOException {
    assertThat(BundleJar.entries())
        .noneMatch(name -> name.matches("(.*/)?(org/apache/spark|scala)/.*"))
        .noneMatch(name -> name.matches("(.*/)?(com/github/luben|net/jpountz|org/xerial)/.*"));
  }

  @Test
  void everyServiceFileNamesClassesOfTheJar() throws IOException {
    Set<String> classes = classes();
    List<String> services =
        BundleJar.entries().stream().filter(name -> name.startsWith("META-INF/services/")).toList();
    assertThat(services).isNotEmpty();
    for (String service : services) {
      String asked = service.substring("META-INF/services/".length());
      assertThat(asked)
          .satisfiesAnyOf(
              name -> assertThat(classes).contains(name),
              name -> assertThat(name).isEqualTo(SPARK_SOURCES));
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
    List<String> absent = absentNames();
    assertThat(missing).allMatch(name -> absent.stream().anyMatch(line -> covers(line, name)));
    assertThat(absent).allMatch(line -> missing.stream().anyMatch(name -> covers(line, name)));
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
        .contains("io.s3dlio.shaded.com.azure.core.util.logging.ClientLogger")
        .anyMatch(name -> name.startsWith("io.s3dlio.shaded.org.apache.hc.client5.http.impl.io."));
  }

  /**
   * The libraries were compiled against others' classes of these shapes; here is what they call.
   */
  @Test
  void theBundlesLoggersHaveEveryMethodThatIsCalled() throws Exception {
    Set<String> called = new TreeSet<>();
    BundleJar.forEachClass(
        (className, constants) -> {
          if (className.startsWith("io.s3dlio.shaded.")) {
            constants.methods().stream()
                .filter(method -> method.startsWith("io.s3dlio.bundle."))
                .forEach(called::add);
          }
        });
    Set<String> there = new HashSet<>();
    for (Class<?> type : List.of(BundleLoggers.class, BundleJavaLogger.class)) {
      for (Method method : type.getMethods()) {
        String descriptor =
            MethodType.methodType(method.getReturnType(), method.getParameterTypes())
                .toMethodDescriptorString();
        there.add(type.getName() + "." + method.getName() + descriptor);
      }
    }
    assertThat(called)
        .contains("io.s3dlio.bundle.BundleJavaLogger.config(Ljava/lang/String;)V")
        .isSubsetOf(there);
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

  /** The lines of the committed list of names that the jar does without. */
  private static List<String> absentNames() throws IOException {
    try (InputStream in = BundleContentsTest.class.getResourceAsStream("/absent-names.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .toList();
    }
  }

  private static boolean covers(String line, String name) {
    String path = line.contains("/") ? "io/s3dlio/shaded/" : "io.s3dlio.shaded.";
    return line.endsWith("*")
        ? name.startsWith(path + line.substring(0, line.length() - 1))
        : name.equals(path + line);
  }
}
