package io.s3dlio.testing.contract34;

import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractCreateTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Hadoop's suite, unmodified, on the scheme of this run. */
public final class CreateContractTest extends AbstractContractCreateTest {

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    return SchemeContract.ofThisRun(configuration);
  }
}
