package io.s3dlio.tfrecord;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Locale;
import java.util.zip.GZIPOutputStream;

/**
 * How a whole file of records is compressed. A compressed file is one stream: it can neither be
 * split nor indexed.
 *
 * <p>The JDK serves gzip and zlib; the others need their library on the class path, where Spark has
 * them.
 */
public enum RecordCompression {
  /** Records as they are. */
  NONE("none", ""),
  /** Members of gzip, RFC 1952; TensorFlow's GZIP. */
  GZIP("gzip", "java.base"),
  /** Streams of zlib, RFC 1950; TensorFlow's ZLIB, Hadoop's {@code .deflate}. */
  ZLIB("zlib", "java.base"),
  /** Frames of Zstandard, RFC 8878. */
  ZSTD("zstd", "com.github.luben:zstd-jni"),
  /** Frames of LZ4, as its command line tool writes them. */
  LZ4("lz4", "org.lz4:lz4-java"),
  /** Snappy's framing format, as its command line tools write it; not Hadoop's blocks. */
  SNAPPY("snappy", "org.xerial.snappy:snappy-java");

  /** Enough for any magic number, and for zlib to show what it holds. */
  private static final int HEAD = 512;

  private static final int BUFFER = 1 << 16;

  private final String label;
  private final String library;

  RecordCompression(String label, String library) {
    this.label = label;
    this.library = library;
  }

  /** The name in options and messages, in lower case. */
  public String label() {
    return label;
  }

  /** The one of that name in any case; {@code deflate} is zlib, {@code uncompressed} is none. */
  public static RecordCompression ofName(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    for (RecordCompression one : values()) {
      if (one.label.equals(wanted)) {
        return one;
      }
    }
    return switch (wanted) {
      case "", "uncompressed" -> NONE;
      case "deflate" -> ZLIB;
      default ->
          throw new IllegalArgumentException(
              "unknown compression '" + name + "': one of none, gzip, zlib, zstd, lz4, snappy");
    };
  }

  /**
   * Looks at a file's first bytes. A right CRC of the first record's length goes before any magic
   * number, since a length may well begin like one of those.
   *
   * @param channel blocking, at the file's first byte
   */
  public static DetectedChannel detect(ReadableByteChannel channel) throws IOException {
    ByteBuffer head = ByteBuffer.allocate(HEAD);
    boolean ended = false;
    while (head.hasRemaining() && !ended) {
      ended = channel.read(head) < 0;
    }
    int length = head.position();
    RecordCompression found = of(head.array(), length);
    boolean isRecognised = found != NONE || length == 0 || beginsWithHeader(head.array(), length);
    return new DetectedChannel(found, isRecognised, new PrefixedChannel(head.flip(), channel));
  }

  /**
   * The compression of a file that begins with these bytes; {@link #NONE} for whatever is none of
   * the others.
   *
   * @param head the file's first 512 bytes, or all when it is shorter
   */
  public static RecordCompression of(byte[] head, int length) {
    if (beginsWithHeader(head, length)) {
      return NONE;
    }
    RecordCompression likely = byMagic(head, 0, length);
    return likely == ZLIB && !ZlibHead.holdsRecords(head, length) ? NONE : likely;
  }

  private static boolean beginsWithHeader(byte[] head, int length) {
    return length >= RecordHeader.BYTES && RecordHeader.isRight(head, 0);
  }

  /** What the magic number alone says; zlib's is weak: one in a thousand random files has it. */
  static RecordCompression byMagic(byte[] bytes, int at, int length) {
    if (length < 2) {
      return NONE;
    }
    int two = ((bytes[at] & 0xff) << 8) | (bytes[at + 1] & 0xff);
    if (two == 0x1f8b) {
      return GZIP;
    }
    if (length >= 10 && (two & 0xff00) == 0xff00 && SnappyCodec.isMagic(bytes, at)) {
      return SNAPPY;
    }
    if (length >= 4) {
      int four = RecordHeader.crc(bytes, at);
      if (four == 0x184d2204) {
        return LZ4;
      }
      // A frame to be skipped goes before others in files of zstd's parallel tools.
      if (four == 0xfd2fb528 || (four & 0xfffffff0) == 0x184d2a50) {
        return ZSTD;
      }
    }
    boolean deflate = (two & 0x0f00) == 0x0800 && two < 0x8000;
    return deflate && two % 31 == 0 && (two & 0x20) == 0 ? ZLIB : NONE;
  }

  /**
   * The bytes that were compressed. What is damaged or cut off is found by the {@link RecordReader}
   * above, after the records before it.
   *
   * @param channel blocking; closed with the result, whose {@code read} throws {@link
   *     UnsupportedFormatException} when the library is missing
   */
  public ReadableByteChannel decompress(ReadableByteChannel channel) {
    return switch (this) {
      case NONE -> channel;
      case GZIP -> InflateChannel.gzip(channel);
      case ZLIB -> InflateChannel.zlib(channel);
      default -> new DecodedChannel(label, channel, this::decoder);
    };
  }

  /**
   * A stream that compresses into another one.
   *
   * @param out closed with the result
   * @throws UnsupportedFormatException when the library is missing
   */
  public OutputStream compress(OutputStream out) throws IOException {
    return switch (this) {
      case NONE -> out;
      case GZIP -> new GZIPOutputStream(out, BUFFER);
      case ZLIB -> new ZlibOutput(out, BUFFER);
      default -> withLibrary(() -> encoder(out));
    };
  }

  /**
   * The same for a codec that is none of these, such as Hadoop's block codecs, which nothing in the
   * bytes tells.
   *
   * @param name for messages
   * @param decoder opens the codec's stream around the compressed one, at the first read
   */
  public static ReadableByteChannel decompress(
      String name, ReadableByteChannel channel, Decoder decoder) {
    return new DecodedChannel(name, channel, in -> new ForeignInput(decoder.open(in)));
  }

  /** A codec's way to open the stream that decompresses another one. */
  @FunctionalInterface
  public interface Decoder {
    /** Whatever it or its stream throws means that the bytes are damaged. */
    InputStream open(InputStream compressed) throws IOException;
  }

  private InputStream decoder(InputStream in) throws IOException {
    return withLibrary(
        () ->
            switch (this) {
              case ZSTD -> ZstdCodec.decoder(in);
              case LZ4 -> new Lz4Input(in);
              default -> SnappyCodec.decoder(in);
            });
  }

  private OutputStream encoder(OutputStream out) throws IOException {
    return switch (this) {
      case ZSTD -> ZstdCodec.encoder(out);
      case LZ4 -> Lz4Codec.encoder(out);
      default -> SnappyCodec.encoder(out);
    };
  }

  private interface Opening<T> {
    T open() throws IOException;
  }

  private <T> T withLibrary(Opening<T> opening) throws IOException {
    try {
      return opening.open();
    } catch (LinkageError e) {
      throw new UnsupportedFormatException(
          label + " needs a library that is not on the class path: " + library, e);
    }
  }
}
