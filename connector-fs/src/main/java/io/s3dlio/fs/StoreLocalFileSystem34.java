package io.s3dlio.fs;

import org.apache.hadoop.fs.BulkDelete;
import org.apache.hadoop.fs.Path;

/** {@code file:} with parallel vectored reads and bulk deletes, from Hadoop 3.4.1 on. */
public final class StoreLocalFileSystem34 extends StoreLocalFileSystem {

  /** Made by Hadoop, which then calls {@code initialize}. */
  public StoreLocalFileSystem34() {
    super(new StoreRawLocalFileSystem34());
  }

  @Override
  public BulkDelete createBulkDelete(Path path) {
    return new LocalBulkDelete34(this, makeQualified(path));
  }
}
