package io.s3dlio.tfrecord.spark.option;

import io.s3dlio.spark.SourceError;
import io.s3dlio.spark.SourceIOException;
import io.s3dlio.tfrecord.CorruptRecordException;
import io.s3dlio.tfrecord.SplitConflictException;
import io.s3dlio.tfrecord.index.IndexRefusedException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;

/** The conditions that reading TFRecord files reports. */
public final class TfRecordErrors {

  private static final String KEEP_GOING =
      "To keep the other records, set mode to PERMISSIVE or DROPMALFORMED.";

  public static final SourceError BAD_CRC =
      new SourceError(
          "TFRECORD_BAD_CRC",
          "XX001",
          "Record <record> at byte <offset> of <file> is damaged: <reason>.",
          KEEP_GOING);
  public static final SourceError TRUNCATED =
      new SourceError(
          "TFRECORD_TRUNCATED",
          "XX001",
          "<file> ends inside record <record> at byte <offset>: <reason>.",
          "Write the file again. " + KEEP_GOING);
  public static final SourceError NOT_A_RECORD =
      new SourceError(
          "TFRECORD_BAD_LENGTH",
          "XX001",
          "There is no record <record> at byte <offset> of <file>: <reason>.",
          "Look whether it is a TFRecord file. " + KEEP_GOING);
  public static final SourceError PLAIN_CRC32 =
      new SourceError(
          "TFRECORD_PLAIN_CRC32",
          "XX001",
          "Record <record> at byte <offset> of <file> has another checksum than the format demands:"
              + " <reason>.",
          "Write the file again with a tool that follows the format.");
  public static final SourceError BAD_COMPRESSION =
      new SourceError(
          "TFRECORD_BAD_COMPRESSION",
          "XX001",
          "<file> cannot be decompressed behind record <record> at byte <offset>: <reason>.",
          "Write the file again. " + KEEP_GOING);
  public static final SourceError UNDECODABLE =
      new SourceError(
          "TFRECORD_UNDECODABLE",
          "22000",
          "Record <record> at byte <offset> of <file> cannot be decoded: <reason>.",
          "Look at recordType and at the types of the schema. " + KEEP_GOING);
  public static final SourceError SPLIT_CONFLICT =
      new SourceError(
          "TFRECORD_SPLIT_CONFLICT",
          "XX001",
          "The records of <file> cannot be told apart by their bytes: those from <start> do not end at <end>, where another task begins.",
          "Make an index (./s3dlio tfrecord index <file>), or set splitWithoutIndex to false.");
  public static final SourceError BAD_INDEX =
      new SourceError(
          "TFRECORD_BAD_INDEX",
          "XX001",
          "The index of <file> is refused: <reason>.",
          "Make it again (./s3dlio tfrecord index --force <file>), or set index to off.");
  public static final SourceError INDEX_MISSING =
      new SourceError(
          "TFRECORD_INDEX_MISSING",
          "42K03",
          "<file> has no index, and the option index is \"required\".",
          "Make one (./s3dlio tfrecord index <file>), or set index to auto.");
  public static final SourceError EMPTY_SCHEMA =
      new SourceError(
          "TFRECORD_UNABLE_TO_INFER_SCHEMA",
          "42KD9",
          "No schema can be inferred: <reason>.",
          "Give one by schema(...).");
  public static final SourceError SCHEMA_CONFLICT =
      new SourceError(
          "TFRECORD_SCHEMA_CONFLICT",
          "42KD9",
          "No schema can be inferred: <reason>.",
          "Give one by schema(...).");
  public static final SourceError BAD_COLUMN =
      new SourceError(
          "TFRECORD_UNSUPPORTED_COLUMN",
          "42K0E",
          "The column `<column>` of type <type> has no place in <recordType> records: <reason>.",
          "Change the schema; write the fields of a struct as columns of their own, a map as two"
              + " arrays, anything else as string or binary.");
  public static final SourceError FILE_GONE =
      new SourceError(
          "TFRECORD_FILE_NOT_FOUND",
          "58030",
          "<file> went away after it was listed.",
          "Set ignoreMissingFiles to true to leave such files out.");

  private TfRecordErrors() {}

  /** Each condition once, for the page that lists them. */
  public static List<SourceError> all() {
    return List.of(
        BAD_CRC,
        TRUNCATED,
        NOT_A_RECORD,
        PLAIN_CRC32,
        BAD_COMPRESSION,
        UNDECODABLE,
        SPLIT_CONFLICT,
        BAD_INDEX,
        INDEX_MISSING,
        EMPTY_SCHEMA,
        SCHEMA_CONFLICT,
        BAD_COLUMN,
        FILE_GONE);
  }

  /** What reading a file met, in Spark's words. */
  public static IOException readable(IOException e, String file) {
    if (e instanceof CorruptRecordException corrupt) {
      return of(corrupt);
    }
    if (e instanceof SplitConflictException conflict) {
      return conflict(e, conflict.file(), conflict.begin(), conflict.end());
    }
    if (e instanceof FileNotFoundException) {
      return FILE_GONE.ioException(e, "file", file);
    }
    if (e instanceof SourceIOException || e instanceof InterruptedIOException) {
      return e;
    }
    return new IOException("cannot read " + file + ": " + e.getMessage(), e);
  }

  /** What is wrong with which index, for {@link #BAD_INDEX}, which has a cure of its own. */
  public static String reason(IndexRefusedException e) {
    return e.indexFile() + ": " + e.what();
  }

  /** Records from {@code begin} do not end at {@code end}. */
  public static SourceIOException conflict(IOException e, String file, long begin, long end) {
    return SPLIT_CONFLICT.ioException(
        e, "file", file, "start", Long.toString(begin), "end", Long.toString(end));
  }

  /** What the format's code found, in Spark's words. */
  public static SourceIOException of(CorruptRecordException e) {
    SourceError error =
        switch (e.reason()) {
          case BAD_DATA_CRC -> BAD_CRC;
          case TRUNCATED_HEADER, TRUNCATED_RECORD -> TRUNCATED;
          case BAD_LENGTH_CRC, IMPOSSIBLE_LENGTH -> NOT_A_RECORD;
          case PLAIN_CRC32 -> PLAIN_CRC32;
          case BAD_COMPRESSION -> BAD_COMPRESSION;
          case UNDECODABLE -> UNDECODABLE;
        };
    return error.ioException(
        e,
        "file",
        e.file(),
        "record",
        e.recordNumber() < 0 ? "(number unknown)" : Long.toString(e.recordNumber()),
        "offset",
        Long.toString(e.offset()),
        "reason",
        plain(String.valueOf(e.getMessage())));
  }

  private static String plain(String message) {
    return message.endsWith(".") ? message.substring(0, message.length() - 1) : message;
  }
}
