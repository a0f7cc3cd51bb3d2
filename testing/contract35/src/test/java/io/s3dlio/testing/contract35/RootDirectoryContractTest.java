package io.s3dlio.testing.contract35;

import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractRootDirectoryTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Hadoop's suite, unmodified, on a root of its own: it deletes "/". */
final class RootDirectoryContractTest extends AbstractContractRootDirectoryTest {

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    return SchemeContract.ofOwnRoot(configuration);
  }
}
