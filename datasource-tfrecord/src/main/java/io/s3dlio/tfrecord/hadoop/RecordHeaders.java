package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.spark.ListedFile;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.RecordCompression;
import io.s3dlio.tfrecord.RecordSource;
import io.s3dlio.tfrecord.RecordWalk;
import io.s3dlio.tfrecord.VerifyCrc;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** The sizes of a file's records by its headers alone, each held against its CRC. No instance. */
final class RecordHeaders {

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
    try (HeaderReader reader = HeaderReader.open(settings, file);
        RecordWalk walk = RecordWalk.open(reader, source, VerifyCrc.LENGTH, reader.jumpBytes())) {
      while (walk.next()) {
        sizes.add(walk.size());
      }
    } catch (CorruptRecordException e) {
      // Asked only now, since it costs a request: what is compressed has no first record.
      Optional<String> how = e.offset() == 0 ? compression(settings, file) : Optional.empty();
      throw how.isEmpty() ? e : compressed(file, how.get());
    }
  }

  /** How a file is compressed, by its first bytes or its name. */
  private static Optional<String> compression(Configuration settings, ListedFile file)
      throws IOException {
    ByteBuffer head = ByteBuffer.allocate((int) Math.min(HEAD, file.length()));
    try (HeaderReader reader = HeaderReader.open(settings, file);
        ReadableByteChannel channel = reader.get(ByteRange.of(0, head.capacity()))) {
      while (head.hasRemaining() && channel.read(head) >= 0) {
        // All of it, or to the end of a file that is shorter by now.
      }
    }
    RecordCompression compression = RecordCompression.of(head.array(), head.position());
    return compression == RecordCompression.NONE
        ? CompressedFiles.named(file, settings).map(codec -> codec.getClass().getSimpleName())
        : Optional.of(compression.label());
  }

  private static UnsupportedFormatException compressed(ListedFile file, String how) {
    return new UnsupportedFormatException(
        file.path()
            + " is compressed ("
            + how
            + "): it is one stream, and an index would point nowhere. Read it whole, or write it"
            + " without compression.");
  }
}
