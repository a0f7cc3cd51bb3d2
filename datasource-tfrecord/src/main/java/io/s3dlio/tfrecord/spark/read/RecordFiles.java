package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.DetectedChannel;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.spark.option.OutputCompression;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Whole files of records, compressed in whatever way. No instance. */
public final class RecordFiles {

  /** Names of files that nobody should try to split; what is in them, their bytes tell. */
  private static final Set<String> COMPRESSED =
      Set.of("gz", "gzip", "zlib", "deflate", "zst", "zstd", "lz4", "sz", "snappy", "bz2");

  /** Hadoop's formats that cannot be told by their first bytes, or are none of ours. */
  private static final Set<String> BY_NAME = Set.of("snappy", "lz4", "bz2");

  private static final int HEAD = 512;

  private RecordFiles() {}

  /** Whether a name says that the file is compressed. */
  public static boolean isNamedCompressed(String name) {
    return COMPRESSED.contains(suffix(name));
  }

  /** Whether a file should be read as a whole, since it is or may be compressed as one. */
  public static boolean isWhole(TfRecordReadOptions options, String name) {
    return !options.compression().codec().isEmpty() || isNamedCompressed(name);
  }

  private static String suffix(String name) {
    return name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
  }

  /**
   * How a file is compressed, by its first bytes.
   *
   * @return {@link RecordCompression#NONE} for what is not known, too
   */
  static RecordCompression compression(HadoopObjectReader object) throws IOException {
    byte[] head = new byte[(int) Math.min(HEAD, object.file().length())];
    object.readFully(0, ByteBuffer.wrap(head));
    return RecordCompression.of(head, head.length);
  }

  /**
   * Reads a whole file: compressed as its bytes say, else in the block format of Hadoop's that its
   * name says, or else the user.
   */
  public static RecordReader open(
      HadoopObjectReader object,
      RecordReadOptions options,
      OutputCompression given,
      Configuration settings)
      throws IOException {
    ListedFile file = object.file();
    DetectedChannel detected = RecordCompression.detect(object.get(ByteRange.of(0, file.length())));
    Optional<CompressionCodec> codec =
        detected.isRecognised() ? Optional.empty() : codec(file, given, settings);
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

  private static Optional<CompressionCodec> codec(
      ListedFile file, OutputCompression given, Configuration settings) {
    CompressionCodec named =
        BY_NAME.contains(suffix(file.name()))
            ? new CompressionCodecFactory(settings).getCodec(file.toPath())
            : null;
    return named == null ? given.blockCodec(settings) : Optional.of(named);
  }
}
