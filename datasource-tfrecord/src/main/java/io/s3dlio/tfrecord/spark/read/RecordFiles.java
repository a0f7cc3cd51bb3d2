package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.ByteRange;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.RecordReaders;
import io.s3dlio.tfrecord.RecordSource;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.jspecify.annotations.Nullable;

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

  /** Reads a whole file. */
  public static RecordReader open(
      HadoopObjectReader object, RecordReadOptions options, Configuration settings)
      throws IOException {
    ListedFile file = object.file();
    ReadableByteChannel channel = object.get(ByteRange.of(0, file.length()));
    CompressionCodec codec = codec(file, settings);
    if (codec != null) {
      var detected = RecordCompression.detect(channel);
      RecordSource whole = RecordSource.whole(file.path(), file.length());
      return detected.compression() == RecordCompression.NONE
          ? RecordReaders.open(
              RecordCompression.decompress(
                  codec.getClass().getSimpleName(), detected.channel(), codec::createInputStream),
              RecordSource.ofUnknownLength(file.path()),
              options)
          : RecordReaders.open(detected.channel(), whole, detected.compression(), options);
    }
    return RecordReaders.openDetecting(
        channel, RecordSource.whole(file.path(), file.length()), options);
  }

  private static @Nullable CompressionCodec codec(ListedFile file, Configuration settings) {
    return BY_NAME.contains(suffix(file.name()))
        ? new CompressionCodecFactory(settings).getCodec(file.toPath())
        : null;
  }
}
