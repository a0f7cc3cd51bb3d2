package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.HadoopFiles;
import io.s3dlio.spark.HadoopObjectReader;
import io.s3dlio.spark.ListedFile;
import io.s3dlio.spark.ReadPattern;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordWalk;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/** The sizes of a file's records by its headers alone, each held against its CRC. No instance. */
final class RecordHeaders {

  /** Schemes whose files are near, so that a new range costs little. */
  private static final Set<String> NEAR = Set.of("file", "direct");

  private static final long NEAR_JUMP = 32 << 10;
  private static final long STORE_JUMP = 2 << 20;
  private static final int HEAD = 512;

  private RecordHeaders() {}

  /**
   * Walks over a whole file.
   *
   * @throws CorruptRecordException for a header that is not right, or a file cut off; the records
   *     before it were handed out
   * @throws UnsupportedFormatException for a compressed file
   */
  static void walk(Configuration settings, ListedFile file, RecordSizes sizes) throws IOException {
    RecordSource source = RecordSource.whole(file.path(), file.length());
    String scheme = file.toPath().getFileSystem(settings).getUri().getScheme();
    long jump = NEAR.contains(scheme) ? NEAR_JUMP : STORE_JUMP;
    try (HadoopObjectReader reader = HadoopFiles.open(settings, file, ReadPattern.RANDOM);
        RecordWalk walk = RecordWalk.open(reader, source, VerifyCrc.LENGTH, jump)) {
      refuseCompressed(reader, file);
      while (walk.next()) {
        sizes.add(walk.size());
      }
    }
  }

  /** Whether a file's first bytes say that it is compressed. */
  static boolean isCompressed(Configuration settings, ListedFile file) throws IOException {
    try (HadoopObjectReader reader = HadoopFiles.open(settings, file, ReadPattern.RANDOM)) {
      return compression(reader, file) != RecordCompression.NONE;
    }
  }

  private static RecordCompression compression(HadoopObjectReader reader, ListedFile file)
      throws IOException {
    byte[] head = new byte[(int) Math.min(HEAD, file.length())];
    reader.readFully(0, ByteBuffer.wrap(head));
    return RecordCompression.of(head, head.length);
  }

  private static void refuseCompressed(HadoopObjectReader reader, ListedFile file)
      throws IOException {
    RecordCompression compression = compression(reader, file);
    if (compression != RecordCompression.NONE) {
      throw new UnsupportedFormatException(
          file.path()
              + " is compressed ("
              + compression.label()
              + "): it is one stream, and an index would point nowhere. Read it whole, or write it"
              + " without compression.");
    }
  }
}
