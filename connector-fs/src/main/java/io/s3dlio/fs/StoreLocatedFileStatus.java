package io.s3dlio.fs;

import org.apache.hadoop.fs.BlockLocation;
import org.apache.hadoop.fs.EtagSource;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.jspecify.annotations.Nullable;

/** A status with block locations, which keeps the version word of the status it was made from. */
public final class StoreLocatedFileStatus extends LocatedFileStatus implements EtagSource {

  private static final long serialVersionUID = 1L;

  private final String etag;

  /** Takes everything from {@code status}; directories have no locations. */
  StoreLocatedFileStatus(FileStatus status, BlockLocation @Nullable [] locations) {
    super(status, locations);
    this.etag = status instanceof EtagSource source ? source.getEtag() : "";
  }

  /** The version of a file, opaque; empty for a directory. */
  @Override
  public String getEtag() {
    return etag;
  }
}
