package io.s3dlio.store;

import java.util.List;
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

  /**
   * Refuses a list that cannot be one object.
   *
   * @return how long that object is, in bytes
   * @throws IllegalArgumentException when it is empty, not ascending by number, or has a gap
   */
  public static long checkWhole(List<Part> parts) {
    if (parts.isEmpty()) {
      throw new IllegalArgumentException("an upload is completed with at least one part");
    }
    long end = 0;
    int last = 0;
    for (Part part : parts) {
      if (part.number() <= last) {
        throw new IllegalArgumentException(
            "part " + part.number() + " follows part " + last + ": numbers must ascend");
      }
      if (part.offset() != end) {
        throw new IllegalArgumentException(
            "part " + part.number() + " begins at " + part.offset() + ", expected " + end);
      }
      last = part.number();
      end += part.size();
    }
    return end;
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
