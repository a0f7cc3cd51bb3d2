package io.s3dlio.store;

import java.util.OptionalInt;

/**
 * One part that the service has acknowledged.
 *
 * @param number from 1
 * @param offset where it begins in the object, in bytes
 * @param size in bytes
 * @param etag what the service answered, handed back on complete
 * @param crc32c of the part's bytes, where they passed through this process
 */
public record Part(int number, long offset, long size, String etag, OptionalInt crc32c) {

  public Part {
    if (number < 1 || offset < 0 || size < 0) {
      throw new IllegalArgumentException("part " + number + " at " + offset + " size " + size);
    }
  }

  /** One line of text, for {@link #decode}. */
  public String encode() {
    return TextRecord.encode(
        "part1",
        Integer.toString(number),
        Long.toString(offset),
        Long.toString(size),
        etag,
        crc32c.isPresent() ? Integer.toHexString(crc32c.getAsInt()) : "");
  }

  /**
   * Reads what {@link #encode()} wrote.
   *
   * @throws CorruptFormatException when the line is not such a text
   */
  public static Part decode(String line) throws CorruptFormatException {
    var fields = TextRecord.decode("part1", 5, line);
    try {
      return new Part(
          Integer.parseInt(fields.get(0)),
          Long.parseLong(fields.get(1)),
          Long.parseLong(fields.get(2)),
          fields.get(3),
          fields.get(4).isEmpty()
              ? OptionalInt.empty()
              : OptionalInt.of(Integer.parseUnsignedInt(fields.get(4), 16)));
    } catch (IllegalArgumentException e) {
      throw new CorruptFormatException("not a part: " + e.getMessage(), e);
    }
  }
}
