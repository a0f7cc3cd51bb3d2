package io.s3dlio.testing.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Runs the {@code sh} blocks of each document, in order, in one shell at the repository's root.
 *
 * <p>Blocks marked {@code sh ci} (they build everything, or install something) are run by {@code
 * .ci/run}: here their lines must be found there.
 */
final class DocumentedCommandsTest {

  private static final int LIMIT_SECONDS = 400;

  /** Every kind of block that a test of this module looks at, or that is only to be read. */
  private static final Set<String> KNOWN =
      Set.of("sh", "sh ci", "java", "scala", "python", "sql", "xml", "properties", "text", "");

  @TestFactory
  Stream<DynamicTest> theCommandsOfEachDocumentSucceed() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (Document document : Document.all()) {
      if (!document.blocks("sh").isEmpty()) {
        tests.add(dynamicTest(document.name(), () -> run(document)));
      }
    }
    assertThat(tests).as("documents with commands").isNotEmpty();
    return tests.stream();
  }

  @Test
  void commandsThatBuildAreRunByCi() throws IOException {
    String ci = Files.readString(Document.repository().resolve(".ci/run"));
    List<String> missing = new ArrayList<>();
    for (Document document : Document.all()) {
      for (Document.Block block : document.blocks("sh ci")) {
        block
            .text()
            .lines()
            .map(line -> line.replaceFirst("\\s+#.*", "").trim())
            .filter(line -> !line.isEmpty() && !line.startsWith("#") && !ci.contains(line))
            .forEach(line -> missing.add(document.name() + ":" + block.line() + ": " + line));
      }
    }
    assertThat(missing).as("commands of documents that .ci/run does not run").isEmpty();
  }

  @Test
  void everyBlockIsOfAKindThatIsChecked() throws IOException {
    List<String> unknown = new ArrayList<>();
    for (Document document : Document.all()) {
      for (Document.Block block : document.blocks()) {
        if (!KNOWN.contains(block.info())) {
          unknown.add(document.name() + ":" + block.line() + ": " + block.info());
        }
      }
    }
    assertThat(unknown).isEmpty();
  }

  private void run(Document document) throws IOException, InterruptedException {
    String script =
        "set -euo pipefail\n"
            + "trap 'kill $(jobs -p) 2>/dev/null || true' EXIT\n"
            + document.blocks("sh").stream()
                .map(block -> "echo '--- line " + block.line() + "'\n" + block.text())
                .collect(Collectors.joining("\n"));
    Path scratch = Files.createDirectories(Path.of("target", "commands").toAbsolutePath());
    Path output = scratch.resolve(document.name().replace('/', '-') + ".txt");
    ProcessBuilder builder = new ProcessBuilder("bash", "-c", script);
    builder.directory(Document.repository().toFile());
    builder.redirectErrorStream(true).redirectOutput(output.toFile());
    builder.redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()));
    // The jars are being built by the very build this test is part of.
    builder.environment().put("S3DLIO_BUILD", "off");
    Process process = builder.start();
    boolean ended = process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS);
    if (!ended) {
      process.descendants().forEach(ProcessHandle::destroy);
      process.destroy();
    }
    String said = Files.readString(output);
    assertThat(ended)
        .as("%s ended within %s s:%n%s", document.name(), LIMIT_SECONDS, said)
        .isTrue();
    assertThat(process.exitValue()).as("%s:%n%s", document.name(), said).isZero();
  }
}
