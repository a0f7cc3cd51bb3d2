package io.s3dlio.testing.contract35;

import io.s3dlio.testing.contract.Scheme;
import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractRootDirectoryTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Hadoop's suite, unmodified, on s3 alone: it deletes "/". */
final class RootDirectoryContractTest extends AbstractContractRootDirectoryTest {

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    if (Scheme.ofThisRun() != Scheme.S3) {
      throw new IllegalStateException("This suite deletes /: it never runs on local files");
    }
    return SchemeContract.ofOwnRoot(configuration);
  }
}
