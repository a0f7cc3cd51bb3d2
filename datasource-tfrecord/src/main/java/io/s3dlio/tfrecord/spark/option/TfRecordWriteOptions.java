package io.s3dlio.tfrecord.spark.option;

import static io.s3dlio.spark.SourceOption.Scope.READ_WRITE;
import static io.s3dlio.spark.SourceOption.Scope.WRITE;

import io.s3dlio.spark.SourceOption;
import io.s3dlio.spark.SourceOptions;
import io.s3dlio.tfrecord.example.RecordType;
import io.s3dlio.tfrecord.index.IndexFormat;
import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a user can say about a write, parsed. Travels to tasks.
 *
 * @param recordType what the payloads are
 * @param compression of whole files
 * @param indexes forms in which each file's index is written beside it, none for compressed files
 */
public record TfRecordWriteOptions(
    RecordType recordType, OutputCompression compression, List<IndexFormat> indexes)
    implements Serializable {

  /** Also an option of reads and of both functions. */
  public static final SourceOption<RecordType> RECORD_TYPE =
      SourceOption.of(
          "recordType",
          READ_WRITE,
          "one of Example, SequenceExample, ByteArray",
          "Example",
          "What the records are: protobuf messages of TensorFlow's, or bytes of your own in one"
              + " column.",
          RecordType::of);

  static final SourceOption<OutputCompression> COMPRESSION =
      SourceOption.of(
              "compression",
              READ_WRITE,
              "none, gzip, zlib (also deflate), zstd, lz4, snappy, or the class of a Hadoop codec",
              "none",
              "How files are compressed as a whole; compressed files cannot be split or indexed."
                  + " Reading goes by the bytes; where they tell nothing by the file's name, then by"
                  + " this, for Hadoop's block formats.",
              OutputCompression::of)
          .withSessionNames("spark.sql.tfrecord.compression.codec");

  static final SourceOption<OutputCompression> CODEC =
      SourceOption.of(
          "codec",
          READ_WRITE,
          COMPRESSION.legal(),
          "none",
          "The same as compression, in the spelling of other TFRecord sources; compression goes"
              + " before it.",
          OutputCompression::of);

  static final SourceOption<List<IndexFormat>> WRITE_INDEX =
      SourceOption.choice(
          "writeIndex",
          WRITE,
          "compact",
          indexWords(),
          "The index written beside each uncompressed file, under a hidden name: compact for"
              + " this source, text for NVIDIA DALI, both, or none.");

  /** Leaves out the indexes of compressed files. */
  public TfRecordWriteOptions {
    indexes = compression.isNone() ? List.copyOf(indexes) : List.of();
  }

  /** What this class declares. */
  static List<SourceOption<?>> all() {
    return List.of(RECORD_TYPE, COMPRESSION, CODEC, WRITE_INDEX);
  }

  /**
   * The options of a write, all of them checked; what is wrong with one is thrown as {@link
   * io.s3dlio.spark.SourceException}.
   */
  public static TfRecordWriteOptions of(SourceOptions options) {
    return new TfRecordWriteOptions(
        options.value(RECORD_TYPE), compression(options), options.value(WRITE_INDEX));
  }

  private static OutputCompression compression(SourceOptions options) {
    boolean byCodec = !options.isGiven(COMPRESSION) && options.isGiven(CODEC);
    return options.value(byCodec ? CODEC : COMPRESSION);
  }

  /** What the user says of files that are read; the session's default is for writes. */
  static OutputCompression ofRead(SourceOptions options) {
    boolean isGiven = options.isGiven(COMPRESSION) || options.isGiven(CODEC);
    return isGiven ? compression(options) : OutputCompression.NONE;
  }

  private static Map<String, List<IndexFormat>> indexWords() {
    Map<String, List<IndexFormat>> words = new LinkedHashMap<>();
    words.put("compact", List.of(IndexFormat.COMPACT));
    words.put("text", List.of(IndexFormat.TEXT));
    words.put("both", List.of(IndexFormat.COMPACT, IndexFormat.TEXT));
    words.put("none", List.of());
    return words;
  }
}
