package io.s3dlio.testing.contract34;

import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractVectoredReadTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Hadoop's suite, unmodified, on the scheme of this run, once for each kind of buffer. */
public final class VectoredReadContractTest extends AbstractContractVectoredReadTest {

  public VectoredReadContractTest(String bufferType) {
    super(bufferType);
  }

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    return SchemeContract.ofThisRun(configuration);
  }
}
