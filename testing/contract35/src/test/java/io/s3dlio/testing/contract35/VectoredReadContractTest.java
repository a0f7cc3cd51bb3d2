package io.s3dlio.testing.contract35;

import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/** Hadoop's suite, unmodified, on the scheme of this run, once for each kind of buffer. */
@ParameterizedClass(name = "buffer-{0}")
@MethodSource("params")
final class VectoredReadContractTest extends AbstractContractVectoredReadTest {

  VectoredReadContractTest(String bufferType) {
    super(bufferType);
  }

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    return SchemeContract.ofThisRun(configuration);
  }
}
