package io.s3dlio.tfrecord.spark.option;

import io.s3dlio.tfrecord.RecordCompression;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Serializable;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.io.compress.CompressionCodec;
import org.apache.hadoop.util.ReflectionUtils;

/**
 * How a user says that files are compressed: as TensorFlow and the command line tools do it, or by
 * a codec of Hadoop's with a block format of its own. Travels to tasks.
 *
 * @param standard the compression, {@link RecordCompression#NONE} beside a codec
 * @param codec full name of a class of Hadoop's kind, empty for none
 */
public record OutputCompression(RecordCompression standard, String codec) implements Serializable {

  private static final String HADOOP = "org.apache.hadoop.io.compress.";

  /** Nothing is said, or nothing is compressed. */
  public static final OutputCompression NONE = new OutputCompression(RecordCompression.NONE, "");

  /**
   * The one of that name: a short one, or the class of a Hadoop codec. Codecs that write a standard
   * format are replaced by it.
   *
   * @throws IllegalArgumentException says what is wrong with the name
   */
  static OutputCompression of(String name) {
    if (name.indexOf('.') < 0) {
      return new OutputCompression(RecordCompression.ofName(name), "");
    }
    return switch (name) {
      case HADOOP + "GzipCodec" -> new OutputCompression(RecordCompression.GZIP, "");
      case HADOOP + "DefaultCodec", HADOOP + "DeflateCodec" ->
          new OutputCompression(RecordCompression.ZLIB, "");
      case HADOOP + "ZStandardCodec" -> new OutputCompression(RecordCompression.ZSTD, "");
      default -> {
        codecClass(name);
        yield new OutputCompression(RecordCompression.NONE, name);
      }
    };
  }

  /** Whether the records lie in the file as they are. */
  boolean isNone() {
    return standard == RecordCompression.NONE && codec.isEmpty();
  }

  /**
   * What ends the names of files: {@code .gz}. By it tools know the compression; our reader looks
   * at the bytes, except for Hadoop's block formats.
   */
  public String extension(Configuration conf) {
    Optional<CompressionCodec> block = blockCodec(conf);
    if (block.isPresent()) {
      return block.get().getDefaultExtension();
    }
    return switch (standard) {
      case NONE -> "";
      case GZIP -> ".gz";
      case ZLIB -> ".deflate";
      case ZSTD -> ".zst";
      case LZ4 -> ".lz4";
      // Hadoop's .snappy is another format.
      case SNAPPY -> ".sz";
    };
  }

  /** A stream that compresses into {@code out}, which is closed with it. */
  public OutputStream compress(OutputStream out, Configuration conf) throws IOException {
    Optional<CompressionCodec> block = blockCodec(conf);
    return block.isPresent() ? block.get().createOutputStream(out) : standard.compress(out);
  }

  /** Hadoop's codec, when it has a format of its own. */
  public Optional<CompressionCodec> blockCodec(Configuration conf) {
    return codec.isEmpty()
        ? Optional.empty()
        : Optional.of(ReflectionUtils.newInstance(codecClass(codec), conf));
  }

  private static Class<? extends CompressionCodec> codecClass(String name) {
    try {
      return Class.forName(name, true, Thread.currentThread().getContextClassLoader())
          .asSubclass(CompressionCodec.class);
    } catch (ClassNotFoundException | ClassCastException e) {
      throw new IllegalArgumentException("there is no Hadoop codec " + name, e);
    }
  }
}
