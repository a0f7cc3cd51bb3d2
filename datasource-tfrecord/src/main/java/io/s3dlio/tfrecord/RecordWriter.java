package io.s3dlio.tfrecord;

import java.io.Closeable;
import java.io.IOException;
import java.io.OutputStream;

/**
 * Writes records: header, payload, CRC, one record after the other. TFRecord format, TensorFlow
 * tf.io guide. Small records are collected; large payloads go from the caller's array straight to
 * the stream.
 *
 * <p>For one thread. After an exception only {@link #close} may follow, and the file is to be
 * thrown away.
 */
public final class RecordWriter implements Closeable {

  private static final int BUFFER = 1 << 16;

  private final OutputStream out;
  private final byte[] buffer = new byte[BUFFER];
  private final MaskedCrc32c crc = new MaskedCrc32c();
  private int filled;
  private long position;
  private long count;

  /**
   * A writer of a new file.
   *
   * @param out the file, or a {@linkplain RecordCompression#compress compressor} around it; closed
   *     by {@link #close}
   */
  public RecordWriter(OutputStream out) {
    this.out = out;
  }

  /** Writes one record whose payload is a slice of an array, possibly of length 0. */
  public void write(byte[] payload, int start, int length) throws IOException {
    int sum = crc.of(payload, start, length);
    reserve(RecordHeader.BYTES);
    RecordHeader.put(buffer, filled, length);
    filled += RecordHeader.BYTES;
    if (length <= BUFFER - RecordHeader.TRAILER - filled) {
      System.arraycopy(payload, start, buffer, filled, length);
      filled += length;
    } else {
      drain();
      out.write(payload, start, length);
    }
    reserve(RecordHeader.TRAILER);
    RecordHeader.putCrc(buffer, filled, sum);
    filled += RecordHeader.TRAILER;
    position += RecordHeader.FRAME + (long) length;
    count++;
  }

  /** Writes one record. */
  public void write(byte[] payload) throws IOException {
    write(payload, 0, payload.length);
  }

  /** Where the next record will begin, in bytes of the uncompressed file. */
  public long position() {
    return position;
  }

  /** Records written. */
  public long count() {
    return count;
  }

  /** Hands everything to the stream, and flushes that. */
  public void flush() throws IOException {
    drain();
    out.flush();
  }

  @Override
  public void close() throws IOException {
    try (out) {
      drain();
    }
  }

  private void reserve(int bytes) throws IOException {
    if (bytes > BUFFER - filled) {
      drain();
    }
  }

  private void drain() throws IOException {
    int bytes = filled;
    filled = 0;
    if (bytes > 0) {
      out.write(buffer, 0, bytes);
    }
  }
}
