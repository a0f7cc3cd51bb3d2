package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code ./s3dlio demo DIR}: the whole way, from a shell command to Spark's answer. */
final class DemoTest {
  private static final Pattern ROW = Pattern.compile("(.+?) +(\\d+) +(\\d+) +(\\d+) +(\\d+\\.\\d)");

  private final Path folder;

  DemoTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({"s3, s3://demo/", "az, az://demo@devstoreaccount1/", "gs, gs://demo/"})
  void everyResultEqualsThatOnLocalFiles(String scheme, String bucket) throws Exception {
    assumeFalse(
        scheme.equals("az") && "azure".equals(System.getProperty("s3dlio.without")),
        "-Dwithout=azure");
    Path data = Files.createDirectories(folder.resolve("data/deeper"));
    Files.writeString(data.resolve("one.txt"), "to be or not to be\n");
    Files.writeString(data.resolve("two words.md"), "that is the question\n".repeat(1000));
    Files.write(data.resolveSibling("empty.txt"), new byte[0]);
    Files.write(data.resolveSibling("three.bin"), new byte[100_000]);

    Launcher.Result result =
        Launcher.run("demo", "--scheme", scheme, folder.resolve("data").toString());

    assertThat(result.exit()).as(result.output()).isZero();
    List<Matcher> rows =
        result.output().lines().map(ROW::matcher).filter(Matcher::matches).toList();
    assertThat(rows).as(result.output()).hasSize(4);
    assertThat(rows.get(0).group(1)).isEqualTo("hadoop fs -put -d data " + bucket);
    assertThat(rows.get(0).group(2)).isEqualTo("4");
    assertThat(rows.get(0).group(3)).isEqualTo("121019");
    assertThat(rows.get(1).group(2)).isEqualTo("4");
    assertThat(requests(rows.get(0))).isPositive();
    assertThat(requests(rows.get(1))).isBetween(4L, 8L);
    assertThat(requests(rows.get(2))).isPositive();
    assertThat(rows.get(2).group(2)).isEqualTo(rows.get(3).group(2));
    assertThat(requests(rows.get(3))).isZero();
    assertThat(result.output()).contains("4 objects byte for byte", "a word count of 8 words");
    assertThat(result.output().lines().map(line -> line.trim().replaceAll(" +", " ")))
        .anyMatch(line -> line.startsWith("kind files bytes largest fingerprint"))
        .anyMatch(line -> line.startsWith("bin 1 100000 100000 "))
        .anyMatch(line -> line.startsWith("md 1 21000 21000 "))
        .anyMatch(line -> line.startsWith("txt 1 19 19 "));
  }

  @Test
  void anUnknownSchemeIsAnsweredByThoseThereAre() throws Exception {
    Launcher.Result result = Launcher.run("demo", "--scheme", "ftp");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.output()).contains("--scheme is followed by one of [s3, az, gs]");
  }

  @Test
  void aMissingFolderIsNamed() throws Exception {
    Launcher.Result result = Launcher.run("demo", "/no/such/folder");
    assertThat(result.exit()).isEqualTo(1);
    assertThat(result.output()).contains("/no/such/folder is not a directory");
  }

  private static long requests(Matcher row) {
    return Long.parseLong(row.group(4));
  }
}
