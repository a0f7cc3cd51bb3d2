package io.s3dlio.fs;

/** {@code file:} with parallel vectored reads, from Hadoop 3.4.1 on. */
public final class StoreLocalFileSystem34 extends StoreLocalFileSystem {

  /** Made by Hadoop, which then calls {@code initialize}. */
  public StoreLocalFileSystem34() {
    super(new StoreRawLocalFileSystem34());
  }
}
