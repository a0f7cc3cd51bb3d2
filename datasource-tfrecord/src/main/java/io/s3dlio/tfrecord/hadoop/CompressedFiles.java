package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.DetectedChannel;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import java.io.IOException;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Whole files of records, compressed in whatever way or not at all. No instance. */
public final class CompressedFiles {

  /** Endings of Hadoop's formats that no first bytes tell, or that are none of ours. */
  private static final Set<String> BLOCKS = Set.of("snappy", "lz4", "bz2");

  private CompressedFiles() {}

  /**
   * Reads a whole file: compressed as its bytes say, else in the block format of Hadoop's that its
   * name says, or else in the one given.
   *
   * @param given asked only when neither bytes nor name tell
   */
  public static RecordReader open(
      HadoopObjectReader object,
      RecordReadOptions options,
      Optional<CompressionCodec> given,
      Configuration settings)
      throws IOException {
    ListedFile file = object.file();
    DetectedChannel detected = RecordCompression.detect(object.get(ByteRange.of(0, file.length())));
    Optional<CompressionCodec> codec =
        detected.isRecognised() ? Optional.empty() : named(file, settings).or(() -> given);
    if (codec.isPresent()) {
      return RecordReaders.open(
          RecordCompression.decompress(
              codec.get().getClass().getSimpleName(),
              detected.channel(),
              codec.get()::createInputStream),
          RecordSource.ofUnknownLength(file.path()),
          options);
    }
    RecordSource whole = RecordSource.whole(file.path(), file.length());
    return RecordReaders.open(detected.channel(), whole, detected.compression(), options);
  }

  /** The codec of the block format that a file's name says. */
  static Optional<CompressionCodec> named(ListedFile file, Configuration settings) {
    return BLOCKS.contains(suffix(file.name()))
        ? Optional.ofNullable(new CompressionCodecFactory(settings).getCodec(file.toPath()))
        : Optional.empty();
  }

  /** What follows the last dot of a name, in lower case; all of it when there is none. */
  public static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }
}
