package io.s3dlio.tfrecord.spark.option;

import io.s3dlio.spark.SourceError;
import java.util.List;

/** What can be wrong with what is to be written. */
public final class WriteErrors {

  /** A type that no feature has a place for. */
  public static final SourceError UNSUPPORTED_TYPE =
      new SourceError(
          "TFRECORD_UNSUPPORTED_TYPE",
          "0A000",
          "The column `<column>` has the type <type>, which no feature can hold.",
          "Write the fields of a struct as columns of their own, a map as two arrays of its keys"
              + " and values, and anything else as string or binary, by to_json for example.");

  /** A column that needs feature_lists in records that have none. */
  public static final SourceError NESTED_ARRAY =
      new SourceError(
          "TFRECORD_NESTED_ARRAY",
          "0A000",
          "The column `<column>` has the type <type>, and an Example has no lists of lists.",
          "Set the option recordType to SequenceExample, or flatten the column.");

  /** Not the one column of bytes that records without structure are made of. */
  public static final SourceError BYTE_ARRAY_SCHEMA =
      new SourceError(
          "TFRECORD_BYTE_ARRAY_SCHEMA",
          "0A000",
          "With recordType=ByteArray the data has exactly one column, of type binary or string,"
              + " but here it is <schema>.",
          "Select that column and those of partitionBy, or leave recordType out.");

  /** A null where the format has no word for it. */
  public static final SourceError NULL_IN_ARRAY =
      new SourceError(
          "TFRECORD_NULL_IN_ARRAY",
          "22004",
          "The column `<column>` has a null inside an array, and a feature holds no nulls.",
          "Take them out with filter(`<column>`, x -> x is not null), or put a value in their"
              + " place with transform.");

  /** A record that is null as a whole. */
  public static final SourceError NULL_RECORD =
      new SourceError(
          "TFRECORD_NULL_RECORD",
          "22004",
          "The column `<column>` is null, and with recordType=ByteArray it is the whole record.",
          "Filter such rows out.");

  /** A record that is longer than an array can be. */
  public static final SourceError RECORD_TOO_LONG =
      new SourceError(
          "TFRECORD_RECORD_TOO_LONG",
          "54000",
          "A row needs a record of more than 2 GiB.",
          "Split the row, or write its largest columns elsewhere.");

  /** A table of several directories. */
  public static final SourceError SEVERAL_PATHS =
      new SourceError(
          "TFRECORD_SEVERAL_PATHS",
          "0A000",
          "Rows cannot be written into a table of several paths: <paths>.",
          "Write into one of them with df.write.");

  /** An overwrite would remove its own input first. */
  public static final SourceError OVERWRITES_SOURCE =
      new SourceError(
          "TFRECORD_OVERWRITES_SOURCE",
          "42000",
          "<path> cannot be overwritten by a query that reads from it.",
          "Write into another table first.");

  /** Rows would land in the partition that they replace, whatever their own values say. */
  public static final SourceError OTHER_PARTITION =
      new SourceError(
          "TFRECORD_OTHER_PARTITION",
          "44000",
          "Rows of other partitions cannot replace <partition>.",
          "Leave them out, or write them by an INSERT of their own.");

  private WriteErrors() {}

  /** All of them, in the order of the reference page. */
  public static List<SourceError> all() {
    return List.of(
        UNSUPPORTED_TYPE,
        NESTED_ARRAY,
        BYTE_ARRAY_SCHEMA,
        NULL_IN_ARRAY,
        NULL_RECORD,
        RECORD_TOO_LONG,
        SEVERAL_PATHS,
        OVERWRITES_SOURCE,
        OTHER_PARTITION);
  }
}
