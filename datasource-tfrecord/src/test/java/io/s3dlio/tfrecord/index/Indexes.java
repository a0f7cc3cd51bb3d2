package io.s3dlio.tfrecord.index;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Indexes to test with. */
final class Indexes {

  private Indexes() {}

  static RecordIndex of(long... sizes) {
    IndexBuilder builder = new IndexBuilder();
    for (long size : sizes) {
      builder.add(size);
    }
    return builder.build();
  }

  /** Sizes from 16 to 15 + spread. */
  static long[] randomSizes(Random random, int count, long spread) {
    return random.longs(count, 0, spread).map(n -> n + 16).toArray();
  }

  static byte[] written(RecordIndex index, IndexFormat format) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    IndexWriter.write(index, out, format);
    return out.toByteArray();
  }

  static RecordIndex read(byte[] bytes, long dataLength) throws IOException {
    IndexPair pair = new IndexPair("_d.idx", "d", dataLength);
    return IndexReader.read(new BytesReader(bytes), bytes.length, pair).index();
  }

  static RecordIndex readText(String text, long dataLength) throws IOException {
    return read(text.getBytes(StandardCharsets.US_ASCII), dataLength);
  }
}
