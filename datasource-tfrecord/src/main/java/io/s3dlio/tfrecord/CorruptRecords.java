package io.s3dlio.tfrecord;

import io.s3dlio.tfrecord.CorruptRecordException.Reason;
import java.util.HexFormat;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** What is said about a record that is not right: where it is, what was found, what can be done. */
final class CorruptRecords {

  private static final String TRY_NEXT =
      "Restore the file from its source; mode=PERMISSIVE reads the records before this one.";
  private static final String READ_ANYWAY =
      "Restore the file from its source; verifyCrc=length believes the payload.";
  private static final String FOREIGN =
      "It was written by a tool that does not follow the format: verifyCrc=off reads it,"
          + " rewriting it makes it readable everywhere.";

  private CorruptRecords() {}

  /** The bytes end inside a header: {@code left} of them are there. */
  static CorruptRecordException truncatedHeader(String file, long number, long offset, long left) {
    return error(
        Reason.TRUNCATED_HEADER,
        file,
        number,
        offset,
        "the file ends after " + left + " of the 12 bytes of a record's header. " + TRY_NEXT);
  }

  /** The bytes end where a record does, and should not end yet. */
  static CorruptRecordException shorter(String file, long number, long offset, long end) {
    String message =
        "the file ends here, "
            + (end - offset)
            + " bytes before its length: it was cut or replaced since it was listed. Read it anew.";
    return error(Reason.TRUNCATED_HEADER, file, number, offset, message);
  }

  /** The bytes end inside a payload or its CRC. */
  static CorruptRecordException truncatedRecord(
      String file, long number, long offset, long length, long left) {
    return error(
        Reason.TRUNCATED_RECORD,
        file,
        number,
        offset,
        "its header says "
            + length
            + " bytes of payload, and 4 of CRC follow them, but the file ends after "
            + left
            + ". "
            + TRY_NEXT);
  }

  /** A length that no CRC vouches for, or none that can be. */
  static CorruptRecordException impossibleLength(
      String file, long number, long offset, long length, String limit) {
    return error(
        Reason.IMPOSSIBLE_LENGTH,
        file,
        number,
        offset,
        "its length field says "
            + Long.toUnsignedString(length)
            + " bytes, which is more than "
            + limit
            + ". "
            + TRY_NEXT);
  }

  /** The header at {@code at} has a wrong CRC. */
  static CorruptRecordException badLength(
      String file, long number, long offset, byte[] bytes, int at) {
    int found = RecordHeader.lengthCrc(bytes, at);
    int right = MaskedCrc32c.ofLength(RecordHeader.length(bytes, at));
    String other = otherChecksum(bytes, at, 8, found, right);
    if (other != null) {
      return foreign(file, number, offset, other);
    }
    return error(
        Reason.BAD_LENGTH_CRC,
        file,
        number,
        offset,
        differ("length", found, right) + beginning(offset, bytes, at) + " " + TRY_NEXT);
  }

  /** The payload at {@code start} has a wrong CRC. */
  static CorruptRecordException badPayload(
      String file, long number, long offset, byte[] bytes, int start, int length) {
    int found = RecordHeader.crc(bytes, start + length);
    int right = new MaskedCrc32c().of(bytes, start, length);
    String other = otherChecksum(bytes, start, length, found, right);
    if (other != null) {
      return foreign(file, number, offset, other);
    }
    return error(
        Reason.BAD_DATA_CRC,
        file,
        number,
        offset,
        differ("payload", found, right) + ". " + READ_ANYWAY);
  }

  /** What the decompressor says. */
  static CorruptRecordException badCompression(
      String file, long number, long offset, CompressedDataException cause) {
    String message = cause.getMessage() + " " + TRY_NEXT;
    return error(Reason.BAD_COMPRESSION, file, number, offset, message, cause);
  }

  private static CorruptRecordException foreign(
      String file, long number, long offset, String checksum) {
    String message = "its checksum is " + checksum + ", not a masked CRC-32C. " + FOREIGN;
    return error(Reason.PLAIN_CRC32, file, number, offset, message);
  }

  /** The checksum that other tools put in the right one's place, or null. */
  private static @Nullable String otherChecksum(
      byte[] bytes, int start, int length, int found, int right) {
    CRC32 plain = new CRC32();
    plain.update(bytes, start, length);
    int crc = (int) plain.getValue();
    if (found == MaskedCrc32c.mask(crc)) {
      return "a masked plain CRC-32";
    }
    if (found == crc) {
      return "a plain CRC-32";
    }
    return found == MaskedCrc32c.unmask(right) ? "a CRC-32C without its mask" : null;
  }

  /** What is no TFRecord file at all is best known by how it begins. */
  private static String beginning(long offset, byte[] bytes, int at) {
    if (offset != 0) {
      return ".";
    }
    RecordCompression likely = RecordCompression.byMagic(bytes, at, RecordHeader.BYTES);
    if (likely != RecordCompression.NONE) {
      return "; the file begins like " + likely.label() + " data.";
    }
    return "; no TFRecord file begins like this one.";
  }

  private static String differ(String what, int found, int right) {
    HexFormat hex = HexFormat.of();
    return "the masked CRC-32C of its "
        + what
        + " is 0x"
        + hex.toHexDigits(found)
        + ", but should be 0x"
        + hex.toHexDigits(right);
  }

  private static CorruptRecordException error(
      Reason reason, String file, long number, long offset, String what) {
    return error(reason, file, number, offset, what, null);
  }

  private static CorruptRecordException error(
      Reason reason,
      String file,
      long number,
      long offset,
      String what,
      @Nullable Throwable cause) {
    String record = number < 0 ? "a record" : "record " + number;
    String message = file + ": " + record + " at byte " + offset + ": " + what;
    return new CorruptRecordException(reason, file, number, offset, message, cause);
  }
}
