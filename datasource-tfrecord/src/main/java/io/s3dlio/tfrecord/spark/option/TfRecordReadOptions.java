package io.s3dlio.tfrecord.spark.option;

import static io.s3dlio.spark.SourceOption.Scope.READ;

import io.s3dlio.spark.ListingOptions;
import io.s3dlio.spark.SourceOption;
import io.s3dlio.spark.SourceOptions;
import io.s3dlio.tfrecord.VerifyCrc;
import io.s3dlio.tfrecord.example.RecordType;
import java.io.Serializable;
import java.util.List;

/**
 * What a user can say about a read, parsed. Travels to tasks.
 *
 * @param recordType what the payloads are
 * @param compression by which files are read whose bytes and names tell nothing
 * @param verifyCrc which CRCs are compared
 * @param mode what becomes of damaged records
 * @param corruptColumn name of the column for damaged records, where the schema has it
 * @param index whether index files are used
 * @param splitWithoutIndex whether large files without one are cut all the same
 * @param batchSize most rows of a batch
 * @param bytesAs what inferred features of bytes are
 * @param samplingRatio part of the files that inference looks into
 * @param mergeSchema whether inference merges the schemas of several files
 * @param ignoreMissingFiles whether files that went away are left out
 * @param ignoreCorruptFiles whether the rest of an unreadable file is left out
 */
public record TfRecordReadOptions(
    RecordType recordType,
    OutputCompression compression,
    VerifyCrc verifyCrc,
    ParseMode mode,
    String corruptColumn,
    IndexUse index,
    boolean splitWithoutIndex,
    int batchSize,
    BytesAs bytesAs,
    double samplingRatio,
    boolean mergeSchema,
    boolean ignoreMissingFiles,
    boolean ignoreCorruptFiles)
    implements Serializable {

  static final SourceOption<VerifyCrc> VERIFY =
      SourceOption.choice(
          "verifyCrc",
          READ,
          "full",
          VerifyCrc.class,
          "Which checksums are compared: of every byte read, of lengths only, or none.");

  /** Also an option of {@code from_tf_example}. */
  public static final SourceOption<ParseMode> MODE =
      SourceOption.choice(
          "mode",
          READ,
          "FAILFAST",
          ParseMode.class,
          "What becomes of a damaged record: the job fails, a row of nulls, or nothing.");

  /** The column for records that cannot be read; it shows where the schema has it. */
  public static final SourceOption<String> CORRUPT_COLUMN =
      SourceOption.text(
              "columnNameOfCorruptRecord",
              READ,
              "_corrupt_record",
              "With mode PERMISSIVE and in the schema: damaged records, as string (what is wrong)"
                  + " or binary (the payload).")
          .withSessionNames("spark.sql.columnNameOfCorruptRecord");

  static final SourceOption<IndexUse> INDEX =
      SourceOption.choice(
          "index",
          READ,
          "auto",
          IndexUse.class,
          "Whether index files beside the data are used when they are there, never, or must be"
              + " there.");
  static final SourceOption<Boolean> SPLIT_WITHOUT_INDEX =
      SourceOption.flag(
          "splitWithoutIndex",
          READ,
          "true",
          "Large uncompressed files without an index are read by several tasks.");
  static final SourceOption<Long> BATCH_SIZE =
      SourceOption.number(
          "batchSize", READ, "4096", 1, 1 << 20, "Most rows that are decoded at once.");
  static final SourceOption<BytesAs> BYTES_AS =
      SourceOption.choice(
          "inferBytesAs",
          READ,
          "binary",
          BytesAs.class,
          "The type of features of bytes when the schema is inferred; auto makes those string"
              + " whose sampled values are all UTF-8.");
  static final SourceOption<Double> SAMPLING_RATIO =
      SourceOption.fraction(
          "samplingRatio",
          READ,
          "1.0",
          "The part of the files that is looked into when schemas are merged.");
  static final SourceOption<Boolean> MERGE_SCHEMA =
      SourceOption.flag(
          "mergeSchema",
          READ,
          "false",
          "The schema is inferred from many files instead of the first that has records.");

  static List<SourceOption<?>> all() {
    return List.of(
        TfRecordWriteOptions.RECORD_TYPE,
        VERIFY,
        MODE,
        CORRUPT_COLUMN,
        INDEX,
        SPLIT_WITHOUT_INDEX,
        BATCH_SIZE,
        BYTES_AS,
        SAMPLING_RATIO,
        MERGE_SCHEMA);
  }

  /**
   * The options of a read, all of them checked; what is wrong with one is thrown as {@link
   * io.s3dlio.spark.SourceException}.
   */
  public static TfRecordReadOptions of(SourceOptions options) {
    return new TfRecordReadOptions(
        options.value(TfRecordWriteOptions.RECORD_TYPE),
        TfRecordWriteOptions.ofRead(options),
        options.value(VERIFY),
        options.value(MODE),
        options.value(CORRUPT_COLUMN),
        options.value(INDEX),
        options.value(SPLIT_WITHOUT_INDEX),
        Math.toIntExact(options.value(BATCH_SIZE)),
        options.value(BYTES_AS),
        options.value(SAMPLING_RATIO),
        options.value(MERGE_SCHEMA),
        options.value(ListingOptions.IGNORE_MISSING_FILES),
        options.value(ListingOptions.IGNORE_CORRUPT_FILES));
  }

  /** Whether a column of this name shows damaged records, which is so in one mode only. */
  public boolean showsDamage(String column) {
    return mode == ParseMode.PERMISSIVE && column.equals(corruptColumn);
  }
}
