package io.s3dlio.testing.linkage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@code hadoop fs} of each Hadoop line on each scheme, with the bundle as the only jar added. */
final class HadoopShellTest {
  private static final List<String> LINES = List.of(HadoopLine.OLDEST, "3.4.3", "3.5.0");
  private static final List<String> LOCAL = List.of("file", "direct");
  private static final int LARGE = 12 << 20;

  private final Path folder;

  HadoopShellTest(@TempDir Path folder) throws IOException {
    this.folder = folder.toRealPath();
  }

  static Stream<String> objectSchemes() {
    return SchemeServer.SCHEMES.stream();
  }

  @ParameterizedTest
  @MethodSource("objectSchemes")
  void filesTravelToAServerAndBack(String scheme) throws IOException {
    assumeFalse(
        scheme.equals("az") && "azure".equals(System.getProperty("s3dlio.without")),
        "LEFT OUT BY -Dwithout=azure");
    try (SchemeServer server = SchemeServer.start(scheme)) {
      for (String line : LINES) {
        travel(line, server.root("shell") + "/of-" + line, server.hadoopOptions());
      }
    }
  }

  static Stream<Arguments> localSchemes() {
    return LINES.stream().flatMap(line -> LOCAL.stream().map(scheme -> Arguments.of(line, scheme)));
  }

  @ParameterizedTest
  @MethodSource("localSchemes")
  void filesTravelOnTheLocalDisk(String line, String scheme) throws IOException {
    // The snippet leaves local files to Hadoop; this is what it tells those to set who want ours.
    String newer = line.equals(HadoopLine.OLDEST) ? "" : "34";
    Map<String, String> ours = Map.of("fs.file.impl", "io.s3dlio.fs.StoreLocalFileSystem" + newer);
    travel(line, scheme + "://" + folder + "/there", ours);
  }

  private void travel(String line, String there, Map<String, String> settings) throws IOException {
    Path local = Files.createDirectories(folder.resolve("local"));
    byte[] large = new byte[LARGE];
    new Random(1).nextBytes(large);
    Files.write(local.resolve("large.bin"), large);
    Files.writeString(local.resolve("odd name +%41.txt"), "seventeen bytes\n\n");
    Path back = folder.resolve("back-of-" + line);
    try (StockHadoop hadoop = StockHadoop.open(line, settings)) {
      assertThat(hadoop.origin(there)).isEqualTo(OurClasses.bundle());
      succeeds(hadoop, "-mkdir", "-p", there + "/deep/empty");
      succeeds(hadoop, "-put", local.toString(), there + "/deep/");
      assertThat(succeeds(hadoop, "-ls", "-R", there))
          .contains("" + LARGE, "/deep/local/odd name +%41.txt", "/deep/empty");
      succeeds(hadoop, "-mv", there + "/deep", there + "/moved");
      succeeds(hadoop, "-cp", there + "/moved/local/large.bin", there + "/moved/copy");
      assertThat(succeeds(hadoop, "-count", there + "/moved"))
          .containsPattern(" 3 +3 +" + (2 * LARGE + 17) + " ");
      assertThat(succeeds(hadoop, "-cat", there + "/moved/local/odd name +%41.txt"))
          .isEqualTo("seventeen bytes\n\n");
      succeeds(hadoop, "-get", there + "/moved/copy", back.toString());
      assertThat(Files.readAllBytes(back)).isEqualTo(large);
      succeeds(hadoop, "-rm", "-r", "-skipTrash", there);
      StockHadoop.Result gone = hadoop.fs("-cat", there + "/moved/copy");
      assertThat(gone.exit()).isEqualTo(1);
      assertThat(gone.output()).contains("No such file or directory");
    }
  }

  private static String succeeds(StockHadoop hadoop, String... command) {
    StockHadoop.Result result = hadoop.fs(command);
    assertThat(result.exit()).as("%s: %s", List.of(command), result.output()).isZero();
    return result.output();
  }
}
