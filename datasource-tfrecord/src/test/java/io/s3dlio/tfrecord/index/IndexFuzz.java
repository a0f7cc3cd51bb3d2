package io.s3dlio.tfrecord.index;

import io.s3dlio.tfrecord.FuzzTarget;
import java.io.IOException;
import java.util.SplittableRandom;

/** Any bytes as an index of any form: one that fits its file, or refused. */
public final class IndexFuzz implements FuzzTarget {

  /** Bytes of the file that the valid indexes are of. */
  private static final long LENGTH = 1 << 20;

  @Override
  public byte[] seed(SplittableRandom random) throws IOException {
    IndexBuilder builder = new IndexBuilder();
    for (int i = random.nextInt(20); i >= 0; i--) {
      builder.add(16 + random.nextInt(30_000));
    }
    builder.add(LENGTH - builder.end());
    IndexFormat[] formats = IndexFormat.values();
    return Indexes.written(builder.build(), formats[random.nextInt(formats.length)]);
  }

  @Override
  public void run(byte[] input, SplittableRandom random) throws IOException {
    boolean isAnother = random.nextInt(8) == 0;
    long dataLength = isAnother ? random.nextLong() >>> (1 + random.nextInt(63)) : LENGTH;
    RecordIndex index = Indexes.read(input, dataLength);
    if (index.offset(index.count()) != dataLength || index.firstFrom(dataLength) > index.count()) {
      throw new AssertionError(index + " was believed for " + dataLength + " bytes");
    }
  }
}
