package io.s3dlio.tfrecord;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Any number of gzip members (RFC 1952) or zlib streams (RFC 1950), one behind the other.
 *
 * <p>The JDK's own stream takes whatever follows a member and is none for the end, and a source
 * that cannot say how much is available, too. Here only zeros may follow, with which tapes and
 * archives fill up.
 */
final class InflateChannel implements ReadableByteChannel {

  private final ReadableByteChannel channel;
  private final boolean gzip;
  private final Inflater inflater;
  private final CRC32 crc = new CRC32();
  private final ByteBuffer input = ByteBuffer.allocate(1 << 16).limit(0);
  private boolean any;
  private boolean inside;
  private boolean open = true;

  private InflateChannel(ReadableByteChannel channel, boolean gzip) {
    this.channel = channel;
    this.gzip = gzip;
    inflater = new Inflater(gzip);
  }

  static InflateChannel gzip(ReadableByteChannel channel) {
    return new InflateChannel(channel, true);
  }

  static InflateChannel zlib(ReadableByteChannel channel) {
    return new InflateChannel(channel, false);
  }

  @Override
  public int read(ByteBuffer dst) throws IOException {
    if (!dst.hasRemaining()) {
      return 0;
    }
    while (inside || begin()) {
      int count = inflate(dst);
      if (count > 0) {
        return count;
      }
      if (inflater.finished()) {
        finish();
      } else if (inflater.needsDictionary()) {
        throw bad("needs a dictionary that nobody has", null);
      } else if (!more()) {
        throw bad("is cut off", null);
      }
    }
    return -1;
  }

  /** Leaves in {@code input} what the inflater has not taken. */
  private int inflate(ByteBuffer dst) throws IOException {
    int from = dst.position();
    try {
      inflater.setInput(input);
      int count = inflater.inflate(dst);
      if (gzip && count > 0) {
        crc.update(dst.duplicate().flip().position(from));
      }
      return count;
    } catch (DataFormatException e) {
      throw bad("is damaged: " + e.getMessage(), e);
    }
  }

  /** False at the end of the file. */
  private boolean begin() throws IOException {
    if (!input.hasRemaining() && !more()) {
      return false;
    }
    if (any && input.get(input.position()) == 0) {
      return padding();
    }
    if (gzip) {
      header();
    }
    inflater.reset();
    crc.reset();
    inside = true;
    any = true;
    return true;
  }

  private boolean padding() throws IOException {
    do {
      while (input.hasRemaining()) {
        if (input.get() != 0) {
          throw bad("is followed by something else", null);
        }
      }
    } while (more());
    return false;
  }

  private void header() throws IOException {
    if (next() != 0x1f || next() != 0x8b || next() != 8) {
      throw bad("is damaged: no header of a member", null);
    }
    int flags = next();
    if ((flags & 0xe0) != 0) {
      throw bad("is damaged: reserved flags", null);
    }
    skip(6);
    if ((flags & 4) != 0) {
      skip(next() | next() << 8);
    }
    // A file name and a comment, each of which ends at a zero.
    int texts = Integer.bitCount(flags & 0x18);
    while (texts > 0) {
      texts -= next() == 0 ? 1 : 0;
    }
    if ((flags & 2) != 0) {
      skip(2);
    }
  }

  private void finish() throws IOException {
    inside = false;
    if (!gzip) {
      return;
    }
    int sum = number();
    int size = number();
    if (sum != (int) crc.getValue() || size != (int) inflater.getBytesWritten()) {
      throw bad("is damaged: its CRC-32 or its length differs", null);
    }
  }

  private int number() throws IOException {
    return next() | next() << 8 | next() << 16 | next() << 24;
  }

  private void skip(int bytes) throws IOException {
    for (int i = 0; i < bytes; i++) {
      next();
    }
  }

  private int next() throws IOException {
    if (!input.hasRemaining() && !more()) {
      throw bad("is cut off", null);
    }
    return input.get() & 0xff;
  }

  /** Reads on when everything was taken; false at the end of the file. */
  private boolean more() throws IOException {
    input.clear();
    int count = 0;
    try {
      while (count == 0) {
        count = channel.read(input);
      }
    } finally {
      input.flip();
    }
    return count > 0;
  }

  private CompressedDataException bad(String what, @Nullable Exception e) {
    return new CompressedDataException(
        "the " + (gzip ? "gzip" : "zlib") + " data " + what + ".", e);
  }

  @Override
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() throws IOException {
    open = false;
    inflater.end();
    channel.close();
  }
}
