package io.s3dlio.testing.contract34;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.contract.ContractPage;
import io.s3dlio.testing.contract.ContractReport;
import io.s3dlio.testing.contract.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Prints what the suites did on all schemes and fails for anything that is not as committed. */
final class ContractReportCheck {
  private final ContractReport report;

  ContractReportCheck() throws IOException {
    report =
        ContractReport.read(
            Path.of(RunSettings.required("s3dlio.contract.reports")),
            Path.of(RunSettings.required("s3dlio.contract.skips")));
  }

  @Test
  void everySuiteRanAndOnlyCommittedSkipsWereSkipped() {
    // The table is the result of the build: it goes to the console, not to a log.
    System.out.println(report.table());
    assertThat(report.problems()).isEmpty();
  }

  @Test
  void thePageSaysWhatRan() throws IOException {
    Path page = Path.of(RunSettings.required("s3dlio.contract.page"));
    String line = RunSettings.required("s3dlio.contract.line");
    String updated = ContractPage.updated(Files.readString(page), line, report);
    if (Boolean.getBoolean("s3dlio.docs.write")) {
      Files.writeString(page, updated);
    }
    assertThat(Files.readString(page))
        .as(
            "%s is out of date; make it anew with: mvn -pl testing/contract34 -am verify"
                + " -Ds3dlio.docs.write=true",
            page)
        .isEqualTo(updated);
  }
}
