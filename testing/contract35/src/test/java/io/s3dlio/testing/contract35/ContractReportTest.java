package io.s3dlio.testing.contract35;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.contract.ContractPage;
import io.s3dlio.testing.contract.ContractReport;
import io.s3dlio.testing.contract.Scheme;
import io.s3dlio.testing.contract.Suite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The report fails a build whose suites did not run, failed, or skipped what is not committed. */
final class ContractReportTest {
  private static final String PASSED = "<testcase name='testA'/>";
  private static final String SKIPPED = "<testcase name='testB'><skipped/></testcase>";
  private static final String FAILED = "<testcase name='testC'><failure>no</failure></testcase>";
  private static final String BROKEN = "<testcase name='testD'><error>no</error></testcase>";

  @TempDir private Path folder;

  @BeforeEach
  void allSuitesPass() throws IOException {
    for (Scheme scheme : Scheme.values()) {
      for (Suite suite : Suite.values()) {
        if (suite.runsOn(scheme)) {
          write(scheme, suite, PASSED);
        }
      }
      judgedBy(scheme, judge(scheme));
    }
    allow("");
  }

  private static String judge(Scheme scheme) {
    return switch (scheme) {
      case S3 -> "s3proxy";
      case AZ, AZURE -> "azurite";
      case GS, GCS -> "gcs-fake";
      case FILE, DIRECT -> "disk";
    };
  }

  @Test
  void nothingIsWrongWhenEveryTestPassed() throws IOException {
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void aSuiteWithoutAReportIsWrong() throws IOException {
    Files.delete(report(Scheme.FILE, Suite.SEEK));
    assertThat(read().problems()).containsExactly("file Seek: no test of the suite ran");
  }

  @Test
  void aSuiteThatSkippedEverythingIsWrongEvenWhenTheSkipIsAllowed() throws IOException {
    write(Scheme.S3, Suite.ETAG, SKIPPED);
    allow("s3,Etag,testB,because");
    assertThat(read().problems()).containsExactly("s3 Etag: no test of the suite ran");
  }

  @Test
  void failuresAndErrorsAreWrong() throws IOException {
    write(Scheme.DIRECT, Suite.OPEN, PASSED + FAILED + BROKEN);
    assertThat(read().problems())
        .containsExactly("direct Open.testC: failed", "direct Open.testD: failed");
  }

  @Test
  void aSkipMustBeCommitted() throws IOException {
    write(Scheme.DIRECT, Suite.OPEN, PASSED + SKIPPED);
    assertThat(read().problems())
        .containsExactly("direct Open.testB: skipped, and allowed-skips.csv does not list it");
    allow("direct,Open,testB,because");
    assertThat(read().problems()).isEmpty();
  }

  @Test
  void aCommittedSkipThatIsNotNeededMustGo() throws IOException {
    allow("s3,Open,testB,because");
    assertThat(read().problems())
        .containsExactly(
            "s3 Open.testB: no longer skipped, remove its line from allowed-skips.csv");
  }

  @Test
  void aJudgeThatIsNotListedIsWrong() throws IOException {
    judgedBy(Scheme.S3, "disk");
    assertThat(read().problems()).containsExactly("s3: who judged does not stand in judges.csv");
  }

  @Test
  void theTableCountsRunPassedSkippedAndFailed() throws IOException {
    write(Scheme.S3, Suite.ROOT_DIRECTORY, PASSED + SKIPPED + FAILED + BROKEN);
    assertThat(read().table())
        .containsPattern("RootDirectory +4 +1 +1 +2 .*not run, by design +not run, by design");
  }

  @Test
  void thePageIsMadeFromTheReportAndKeepsItsProse() throws IOException {
    write(Scheme.S3, Suite.ETAG, PASSED + PASSED + SKIPPED);
    String page =
        """
        Before.
        <!-- judges -->
        old
        <!-- end of judges -->
        Between.
        <!-- Hadoop 3.5.0 -->
        <!-- end of Hadoop 3.5.0 -->
        After.
        """;
    String updated = ContractPage.updated(page, "3.5.0", read());
    assertThat(updated)
        .containsSubsequence("Before.\n", "| s3 | minio | `.ci/run` |", "Between.\n", "After.\n")
        .containsPattern("\\| Etag .*\\| 3 / 2 / 1 \\|")
        .containsPattern("\\| RootDirectory .*\\| not run \\|")
        .doesNotContain("old\n");
    assertThat(ContractPage.updated(updated, "3.5.0", read())).isEqualTo(updated);
    assertThatThrownBy(() -> ContractPage.updated(page, "3.6.0", read()))
        .hasMessageContaining("<!-- Hadoop 3.6.0 -->");
  }

  private ContractReport read() throws IOException {
    return ContractReport.read(folder, folder.resolve("skips.csv"));
  }

  private void allow(String line) throws IOException {
    Files.writeString(
        folder.resolve("skips.csv"), "scheme,suite,test,reason\n" + line + "\n", UTF_8);
  }

  private void judgedBy(Scheme scheme, String judge) throws IOException {
    Files.writeString(folder.resolve(scheme.text()).resolve("judge.txt"), judge, UTF_8);
  }

  private void write(Scheme scheme, Suite suite, String cases) throws IOException {
    Path file = report(scheme, suite);
    Files.createDirectories(folder.resolve(scheme.text()));
    Files.writeString(file, "<testsuite>" + cases + "</testsuite>", UTF_8);
  }

  private Path report(Scheme scheme, Suite suite) {
    return folder.resolve(scheme.text()).resolve("TEST-a.b." + suite.testClass() + ".xml");
  }
}
