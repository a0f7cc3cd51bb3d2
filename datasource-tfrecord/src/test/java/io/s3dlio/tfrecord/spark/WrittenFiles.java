package io.s3dlio.tfrecord.spark;

import io.s3dlio.tfrecord.RecordBlock;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.example.ExampleDecoder;
import io.s3dlio.tfrecord.example.FeatureKind;
import io.s3dlio.tfrecord.example.FeatureSpec;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.IOException;
import java.nio.channels.Channels;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What Spark wrote into a directory, looked at without Spark. */
final class WrittenFiles {

  private WrittenFiles() {}

  /** Names of data files below a directory with their directories, ordered. */
  static List<String> data(Path directory) throws IOException {
    return names(directory).stream().filter(name -> !isHidden(name)).toList();
  }

  /** Names of indexes below a directory with their directories, ordered. */
  static List<String> indexes(Path directory) throws IOException {
    return names(directory).stream().filter(name -> name.endsWith("idx")).toList();
  }

  /** All that lies below a directory, but for the checksums of Hadoop's local FileSystem. */
  static List<String> names(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> directory.relativize(file).toString())
          .filter(name -> !name.endsWith(".crc"))
          .sorted()
          .toList();
    }
  }

  private static boolean isHidden(String name) {
    String last = name.substring(name.lastIndexOf('/') + 1);
    return last.startsWith("_") || last.startsWith(".") || name.startsWith("_spark_metadata/");
  }

  /** Payloads of all data files below a directory. */
  static List<byte[]> payloads(Path directory) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    for (String name : data(directory)) {
      payloads.addAll(ofFile(directory.resolve(name)));
    }
    return payloads;
  }

  /** Payloads of a file. */
  static List<byte[]> ofFile(Path file) throws IOException {
    List<byte[]> payloads = new ArrayList<>();
    RecordSource source = RecordSource.whole(file.toString(), Files.size(file));
    try (RecordReader reader =
        RecordReaders.openDetecting(
            Channels.newChannel(Files.newInputStream(file)), source, RecordReadOptions.DEFAULT)) {
      RecordBlock block = new RecordBlock();
      while (reader.read(block, 1000)) {
        for (int i = 0; i < block.count(); i++) {
          int start = block.start(i);
          payloads.add(Arrays.copyOfRange(block.bytes(), start, start + block.length(i)));
        }
      }
    }
    return payloads;
  }

  /** Values of a feature of one number in all records below a directory, ordered. */
  static List<Long> longs(Path directory, String feature) throws IOException {
    ExampleDecoder decoder =
        new ExampleDecoder(
            RecordType.EXAMPLE, List.of(FeatureSpec.scalar(feature, FeatureKind.INT64)));
    List<Long> values = new ArrayList<>();
    for (byte[] payload : payloads(directory)) {
      if (decoder.decode(payload, 0, payload.length) > 0) {
        throw new IOException(decoder.problems().toString());
      }
      values.add(decoder.column(0).longs()[0]);
    }
    values.sort(null);
    return values;
  }
}
