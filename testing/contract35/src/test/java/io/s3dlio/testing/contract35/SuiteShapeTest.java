package io.s3dlio.testing.contract35;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.contract.ContractTable;
import io.s3dlio.testing.contract.Scheme;
import io.s3dlio.testing.contract.Suite;
import io.s3dlio.testing.contract.SuiteShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The suites of this line run as Hadoop wrote them, and its options are all declared. */
final class SuiteShapeTest {

  @ParameterizedTest
  @EnumSource(Suite.class)
  void aSuiteDeclaresHooksOnly(Suite suite) throws ClassNotFoundException {
    Class<?> ours = Class.forName(getClass().getPackageName() + "." + suite.testClass());
    assertThat(SuiteShape.problems(suite, ours)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Scheme.class)
  void theTableDeclaresEveryOptionThatHadoopKnows(Scheme scheme) {
    assertThat(ContractTable.of(scheme).options().keySet()).isEqualTo(SuiteShape.knownOptions());
  }
}
