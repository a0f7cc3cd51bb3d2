package io.s3dlio.tfrecord;

import io.s3dlio.store.CorruptFormatException;
import org.jspecify.annotations.Nullable;

/** A record that is not what the format demands, with its place. */
public final class CorruptRecordException extends CorruptFormatException {

  private static final long serialVersionUID = 1L;

  /** What is wrong. */
  public enum Reason {
    /** The file ends inside the 12 bytes of length and its CRC. */
    TRUNCATED_HEADER,
    /** The file ends inside the payload or its CRC. */
    TRUNCATED_RECORD,
    /** The CRC of the length differs. */
    BAD_LENGTH_CRC,
    /** The CRC of the payload differs. */
    BAD_DATA_CRC,
    /**
     * The CRC is right as plain CRC-32, or as a CRC-32C without mask: a tool wrote it that does not
     * follow the format.
     */
    PLAIN_CRC32,
    /** The length is more than any record can have, or, where its CRC was not asked, the file. */
    IMPOSSIBLE_LENGTH,
    /** The file is compressed, and its compressed bytes are damaged or cut off. */
    BAD_COMPRESSION,
    /** The frame is right, the payload is no message of the type asked for. */
    UNDECODABLE
  }

  private final Reason reason;
  private final String file;
  private final long recordNumber;
  private final long offset;

  /**
   * A record at a place.
   *
   * @param file as the user named it
   * @param recordNumber zero-based; -1 when reading did not start at the file's first record
   * @param offset of the record's first byte, its length field, in bytes of the uncompressed file
   * @param message says all of these, what was found, and what can be done
   */
  public CorruptRecordException(
      Reason reason,
      String file,
      long recordNumber,
      long offset,
      String message,
      @Nullable Throwable cause) {
    super(message, cause);
    this.reason = reason;
    this.file = file;
    this.recordNumber = recordNumber;
    this.offset = offset;
  }

  public Reason reason() {
    return reason;
  }

  public String file() {
    return file;
  }

  /** Zero-based; -1 when it is not known. */
  public long recordNumber() {
    return recordNumber;
  }

  /** Of the record's length field, in bytes of the uncompressed file. */
  public long offset() {
    return offset;
  }
}
