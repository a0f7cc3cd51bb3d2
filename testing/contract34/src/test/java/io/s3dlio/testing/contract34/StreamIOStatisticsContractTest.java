package io.s3dlio.testing.contract34;

import io.s3dlio.testing.contract.ContractTable;
import io.s3dlio.testing.contract.Scheme;
import io.s3dlio.testing.contract.SchemeContract;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.contract.AbstractContractStreamIOStatisticsTest;
import org.apache.hadoop.fs.contract.AbstractFSContract;

/** Hadoop's suite, unmodified, on the scheme of this run. */
public final class StreamIOStatisticsContractTest extends AbstractContractStreamIOStatisticsTest {

  @Override
  protected AbstractFSContract createContract(Configuration configuration) {
    return SchemeContract.ofThisRun(configuration);
  }

  @Override
  public int readBufferSize() {
    return ContractTable.of(Scheme.ofThisRun()).number("readBufferSize");
  }

  @Override
  public boolean streamWritesInBlocks() {
    return ContractTable.of(Scheme.ofThisRun()).flag("streamWritesInBlocks");
  }
}
