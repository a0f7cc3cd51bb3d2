package io.s3dlio.tfrecord;

import java.io.IOException;
import java.io.InputStream;

/**
 * The stream of a codec that is none of ours, read into a buffer of its own: Hadoop's for bzip2
 * takes the offset for a length at the end of each block, so it must be 0. For one thread.
 */
final class ForeignInput extends BlockInput {

  private static final int BUFFER = 1 << 16;

  ForeignInput(InputStream in) {
    super(in, new byte[BUFFER]);
  }

  @Override
  boolean decodeNext() throws IOException {
    int count = in.read(data, 0, data.length);
    position = 0;
    limit = Math.max(0, count);
    return count >= 0;
  }
}
