package io.s3dlio.testing.tfrecord;

import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordWriter;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Files written and read by our own classes, whole. */
final class Ours {

  private static final int MOST = 1000;

  private Ours() {}

  static List<byte[]> read(Path file) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    read(file, payloads);
    return payloads;
  }

  /** Adds to what the caller holds, so that it knows what came before an error. */
  static void read(Path file, List<byte[]> payloads) throws IOException {
    RecordBlock block = new RecordBlock();
    RecordSource source = RecordSource.whole(file.toString(), Files.size(file));
    try (RecordReader reader =
        RecordReaders.openDetecting(FileChannel.open(file), source, RecordReadOptions.DEFAULT)) {
      while (reader.read(block, MOST)) {
        for (int i = 0; i < block.count(); i++) {
          int start = block.start(i);
          payloads.add(Arrays.copyOfRange(block.bytes(), start, start + block.length(i)));
        }
      }
    }
  }

  static void write(Path file, RecordCompression compression, List<byte[]> payloads)
      throws IOException {
    try (RecordWriter writer =
        new RecordWriter(compression.compress(Files.newOutputStream(file)))) {
      for (byte[] payload : payloads) {
        writer.write(payload);
      }
    }
  }
}
