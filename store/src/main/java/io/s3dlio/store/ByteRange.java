package io.s3dlio.store;

/**
 * A half-open range of bytes: from {@code offset}, {@code length} long; or, when {@code fromEnd},
 * the last {@code length} bytes of the object (then {@code offset} is 0 and without meaning).
 */
public record ByteRange(long offset, long length, boolean fromEnd) {

  public ByteRange {
    if (offset < 0 || length < 0) {
      throw new IllegalArgumentException("negative range: offset " + offset + ", length " + length);
    }
    if (offset > Long.MAX_VALUE - length) {
      throw new IllegalArgumentException(
          "range past 2^63: offset " + offset + ", length " + length);
    }
  }

  /** {@code length} bytes from {@code offset}; past the object's end it is clipped. */
  public static ByteRange of(long offset, long length) {
    return new ByteRange(offset, length, false);
  }

  /** Everything from {@code offset} to the object's end. */
  public static ByteRange from(long offset) {
    return new ByteRange(offset, Long.MAX_VALUE - offset, false);
  }

  /** The last {@code length} bytes, or the whole object when it is shorter. */
  public static ByteRange suffix(long length) {
    return new ByteRange(0, length, true);
  }

  /** First byte after the range; {@link Long#MAX_VALUE} when it goes to the object's end. */
  public long end() {
    return offset + length;
  }

  /** Whether the range goes to the object's end, wherever that is. */
  public boolean isOpenEnded() {
    return !fromEnd && end() == Long.MAX_VALUE;
  }

  @Override
  public String toString() {
    if (fromEnd) {
      return "last " + length + " bytes";
    }
    return isOpenEnded() ? "[" + offset + ", end)" : "[" + offset + ", " + end() + ")";
  }
}
