package io.s3dlio.benchmarks;

import io.s3dlio.tfrecord.RecordWriter;
import io.s3dlio.tfrecord.example.ExampleWriter;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.SplittableRandom;

/** Records of the small set, in memory. */
final class Sample {

  static final int RECORDS = 10_000;

  private Sample() {}

  /** A TFRecord file of {@link #RECORDS} records, about 12 MB. */
  static byte[] file() throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    DataSets.Payloads payloads = new DataSets.Payloads();
    SplittableRandom random = new SplittableRandom(1);
    try (RecordWriter writer = new RecordWriter(file)) {
      for (int i = 0; i < RECORDS; i++) {
        ExampleWriter example = payloads.small(random);
        writer.write(example.array(), example.start(), example.length());
      }
    }
    return file.toByteArray();
  }
}
