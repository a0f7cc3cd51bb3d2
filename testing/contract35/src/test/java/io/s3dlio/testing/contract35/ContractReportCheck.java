package io.s3dlio.testing.contract35;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.contract.ContractReport;
import io.s3dlio.testing.contract.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** Prints what the suites did on all schemes and fails for anything that is not as committed. */
final class ContractReportCheck {

  @Test
  void everySuiteRanAndOnlyCommittedSkipsWereSkipped() throws IOException {
    ContractReport report =
        ContractReport.read(
            Path.of(RunSettings.required("s3dlio.contract.reports")),
            Path.of(RunSettings.required("s3dlio.contract.skips")));
    // The table is the result of the build: it goes to the console, not to a log.
    System.out.println(report.table());
    assertThat(report.problems()).isEmpty();
  }
}
