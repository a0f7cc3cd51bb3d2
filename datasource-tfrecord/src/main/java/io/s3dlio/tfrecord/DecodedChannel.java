package io.s3dlio.tfrecord;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import org.jspecify.annotations.Nullable;

/**
 * What a library decompresses, with its many kinds of exceptions turned into one. The library is
 * asked at the first read, since some read the beginning at once.
 */
final class DecodedChannel implements ReadableByteChannel {

  private final String label;
  private final ChannelInput raw;
  private final RecordCompression.Decoder library;
  private @Nullable InputStream decoder;
  private boolean open = true;

  DecodedChannel(String label, ReadableByteChannel raw, RecordCompression.Decoder library) {
    this.label = label;
    this.raw = new ChannelInput(raw);
    this.library = library;
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (!dst.hasRemaining()) {
      return 0;
    }
    int count = decode(dst.array(), dst.arrayOffset() + dst.position(), dst.remaining());
    if (count > 0) {
      dst.position(dst.position() + count);
    }
    return count;
  }

  private int decode(byte[] bytes, int start, int length) throws IOException {
    try {
      if (decoder == null) {
        if (raw.available() == 0) {
          return -1;
        }
        decoder = library.open(raw);
      }
      return decoder.read(bytes, start, length);
    } catch (UnsupportedFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      raw.rethrow();
      throw new CompressedDataException(
          "the " + label + " data is damaged or cut off (" + e.getMessage() + ").", e);
    }
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    if (decoder != null) {
      decoder.close();
    }
    raw.close();
  }
}
