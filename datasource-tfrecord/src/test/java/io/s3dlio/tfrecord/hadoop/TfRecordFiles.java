package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** Files to test with. */
final class TfRecordFiles {

  private TfRecordFiles() {}

  /** A file of random payloads of these lengths. */
  static Path write(Path file, int... payloads) throws IOException {
    return write(file, RecordCompression.NONE, payloads);
  }

  static Path write(Path file, RecordCompression compression, int... payloads) throws IOException {
    Files.createDirectories(file.getParent());
    Random random = new Random(payloads.length);
    try (RecordWriter writer =
        new RecordWriter(compression.compress(Files.newOutputStream(file)))) {
      for (int length : payloads) {
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        writer.write(payload);
      }
    }
    return file;
  }
}
