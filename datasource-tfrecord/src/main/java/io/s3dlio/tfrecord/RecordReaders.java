package io.s3dlio.tfrecord;

import java.io.IOException;
import java.nio.channels.ReadableByteChannel;

/** Opens {@link RecordReader}s. Thread-safe; the readers are for one thread each. */
public final class RecordReaders {

  private RecordReaders() {}

  /**
   * Records of uncompressed bytes.
   *
   * @param channel blocking, and for the reader alone, which closes it
   */
  public static RecordReader open(
      ReadableByteChannel channel, RecordSource source, RecordReadOptions options) {
    return new RecordStream(channel, source, options);
  }

  /** The same, with everything else at its default. */
  public static RecordReader open(
      ReadableByteChannel channel, RecordSource source, VerifyCrc verify) {
    return open(channel, source, RecordReadOptions.DEFAULT.with(verify));
  }

  /**
   * Records of a whole file, compressed or not, which its first bytes tell.
   *
   * @param channel blocking, from the file's first byte; the reader closes it
   * @param source the file as it is stored: {@code end} is its length with compression
   */
  public static RecordReader openDetecting(
      ReadableByteChannel channel, RecordSource source, RecordReadOptions options)
      throws IOException {
    DetectedChannel detected = RecordCompression.detect(channel);
    return open(detected.channel(), source, detected.compression(), options);
  }

  /**
   * Records of a whole file that is compressed as said.
   *
   * @param source the file as it is stored: {@code end} is its length with compression
   */
  public static RecordReader open(
      ReadableByteChannel channel,
      RecordSource source,
      RecordCompression compression,
      RecordReadOptions options) {
    if (compression == RecordCompression.NONE) {
      return open(channel, source, options);
    }
    return open(
        compression.decompress(channel), RecordSource.ofUnknownLength(source.file()), options);
  }
}
