package io.s3dlio.fs;

import org.apache.hadoop.fs.LocalFileSystem;

/**
 * {@code file:} as Hadoop knows it, checksum files included, but read by our engine; bound only on
 * request by {@code fs.file.impl}.
 *
 * <p>It is a {@link LocalFileSystem} because {@code FileSystem.getLocal} casts to that class. From
 * Hadoop 3.4.1 on bind {@link StoreLocalFileSystem34}.
 */
public class StoreLocalFileSystem extends LocalFileSystem {

  /** Made by Hadoop, which then calls {@code initialize}. */
  public StoreLocalFileSystem() {
    this(new StoreRawLocalFileSystem());
  }

  StoreLocalFileSystem(StoreRawLocalFileSystem raw) {
    super(raw);
  }
}
