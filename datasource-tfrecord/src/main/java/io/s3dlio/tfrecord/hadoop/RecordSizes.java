package io.s3dlio.tfrecord.hadoop;

import java.io.IOException;

/** Takes the sizes of a file's records, first to last. */
interface RecordSizes {

  /**
   * The next record.
   *
   * @param size in bytes, with the 16 around the payload
   */
  void add(long size) throws IOException;
}
