package io.s3dlio.tfrecord.spark.read;

import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordReadOptions;
import io.s3dlio.tfrecord.RecordReader;
import io.s3dlio.tfrecord.hadoop.CompressedFiles;
import io.s3dlio.tfrecord.spark.option.OutputCompression;
import io.s3dlio.tfrecord.spark.option.TfRecordReadOptions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** Whole files of records, compressed in whatever way. No instance. */
public final class RecordFiles {

  /** Names of files that nobody should try to split; what is in them, their bytes tell. */
  private static final Set<String> COMPRESSED =
      Set.of("gz", "gzip", "zlib", "deflate", "zst", "zstd", "lz4", "sz", "snappy", "bz2");

  private static final int HEAD = 512;

  private RecordFiles() {}

  /** Whether a name says that the file is compressed. */
  public static boolean isNamedCompressed(String name) {
    return COMPRESSED.contains(CompressedFiles.suffix(name));
  }

  /** Whether a file should be read as a whole, since it is or may be compressed as one. */
  public static boolean isWhole(TfRecordReadOptions options, String name) {
    return !options.compression().codec().isEmpty() || isNamedCompressed(name);
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

  /** Reads a whole file as its bytes or its name say, or else the user. */
  public static RecordReader open(
      HadoopObjectReader object,
      RecordReadOptions options,
      OutputCompression given,
      Configuration settings)
      throws IOException {
    return CompressedFiles.open(object, options, given.blockCodec(settings), settings);
  }
}
