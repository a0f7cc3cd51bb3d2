package io.s3dlio.tfrecord;

import java.io.Closeable;
import java.io.IOException;

/** Records one after the other, out of large reads. For one thread. */
public interface RecordReader extends Closeable {

  /**
   * Fills the block with at least one and at most {@code most} records.
   *
   * @return false at the end of the file, which is at a record's border
   * @throws CorruptRecordException for the record after the last one delivered; each call after
   *     that throws it again
   */
  boolean read(RecordBlock block, int most) throws IOException;
}
