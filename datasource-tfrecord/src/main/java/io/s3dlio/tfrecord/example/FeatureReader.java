package io.s3dlio.tfrecord.example;

/**
 * Reads one Feature into a column, by protobuf's rules of merging: of two kinds the later one
 * counts, lists of one kind are joined, packed or not. Source: feature.proto of TensorFlow;
 * "Protocol Buffers Encoding", last one wins.
 */
final class FeatureReader {

  /** What begins the values of a list that are packed or bytes: field 1, with a length. */
  private static final int VALUES = 1 << 3 | Wire.BYTES;

  private static final int ONE_LONG = 1 << 3 | Wire.VARINT;
  private static final int ONE_FLOAT = 1 << 3 | Wire.FIXED32;

  private FeatureReader() {}

  /**
   * Reads a Feature, or a piece of one.
   *
   * @param kind the kind of the pieces before it, 0 for none
   * @param depth messages around the fields of the Feature
   * @return the kind with this piece, 0 for none
   */
  static int read(ColumnBuilder column, byte[] bytes, int start, int end, int kind, int depth)
      throws MalformedException {
    int size = end - start;
    // Nearly all features are one list, packed or of one value: tag, length, tag, length, all of
    // one byte, in one comparison.
    if (size >= 4
        && size < 0x80
        && kind == 0
        && (int) Wire.INT.get(bytes, start) == column.simple + size * 0x01000100) {
      column.present();
      switch (column.kind) {
        case 1 -> column.addBytes(start + 4, size - 4);
        case 2 -> addFloats(column, bytes, start + 4, end);
        default -> column.addLongs(bytes, start + 4, end);
      }
      return column.kind;
    }
    return readFields(column, bytes, start, end, kind, depth);
  }

  private static int readFields(
      ColumnBuilder column, byte[] bytes, int start, int end, int kind, int depth)
      throws MalformedException {
    int at = start;
    int current = kind;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      int field = tag >>> 3;
      at = Wire.next(answer);
      if ((tag & 7) != Wire.BYTES || field > 3) {
        at = Wire.skip(bytes, tag, at, end, depth);
        continue;
      }
      answer = Wire.length(bytes, at, end);
      at = Wire.next(answer);
      int next = at + (int) answer;
      if (field != current) {
        if (current != 0) {
          column.clear();
        }
        current = field;
      }
      if (field == column.kind) {
        readList(column, bytes, at, next, depth + 1);
      } else {
        column.problem = field;
        checkList(field, bytes, at, next, depth + 1);
      }
      at = next;
    }
    return current;
  }

  /**
   * The kind of a Feature, or of pieces of one.
   *
   * @param kind that of the pieces before it, 0 for none
   */
  static int kind(byte[] bytes, int start, int end, int kind) throws MalformedException {
    int current = kind;
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.skip(bytes, tag, Wire.next(answer), end, 3);
      if ((tag & 7) == Wire.BYTES && tag >>> 3 <= 3) {
        current = tag >>> 3;
      }
    }
    return current;
  }

  private static void readList(ColumnBuilder column, byte[] bytes, int start, int end, int depth)
      throws MalformedException {
    column.present();
    switch (column.kind) {
      case 1 -> readBytes(column, bytes, start, end, depth);
      case 2 -> readFloats(column, bytes, start, end, depth);
      default -> readLongs(column, bytes, start, end, depth);
    }
  }

  private static void readBytes(ColumnBuilder column, byte[] bytes, int start, int end, int depth)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag != VALUES) {
        at = Wire.skip(bytes, tag, at, end, depth);
        continue;
      }
      answer = Wire.length(bytes, at, end);
      at = Wire.next(answer);
      column.addBytes(at, (int) answer);
      at += (int) answer;
    }
  }

  private static void readFloats(ColumnBuilder column, byte[] bytes, int start, int end, int depth)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag == VALUES) {
        answer = Wire.length(bytes, at, end);
        at = Wire.next(answer);
        addFloats(column, bytes, at, at + (int) answer);
        at += (int) answer;
      } else {
        int next = Wire.skip(bytes, tag, at, end, depth);
        if (tag == ONE_FLOAT) {
          column.addFloat((float) Wire.FLOAT.get(bytes, at));
        }
        at = next;
      }
    }
  }

  private static void readLongs(ColumnBuilder column, byte[] bytes, int start, int end, int depth)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag == VALUES) {
        answer = Wire.length(bytes, at, end);
        at = Wire.next(answer);
        column.addLongs(bytes, at, at + (int) answer);
        at += (int) answer;
      } else {
        int next = Wire.skip(bytes, tag, at, end, depth);
        if (tag == ONE_LONG) {
          column.addLong(Varints.one(bytes, at));
        }
        at = next;
      }
    }
  }

  private static void addFloats(ColumnBuilder column, byte[] bytes, int start, int end)
      throws MalformedException {
    checkFloats(end - start);
    column.addFloats(bytes, start, end);
  }

  private static void checkFloats(int size) throws MalformedException {
    if ((size & 3) != 0) {
      throw new MalformedException("a list of floats of " + size + " bytes");
    }
  }

  /** As reading, of a kind that was not asked for: is it a message at all? */
  private static void checkList(int kind, byte[] bytes, int start, int end, int depth)
      throws MalformedException {
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag == VALUES && kind == FeatureKind.FLOAT.field()) {
        answer = Wire.length(bytes, at, end);
        checkFloats((int) answer);
        at = Wire.next(answer) + (int) answer;
      } else if (tag == VALUES && kind == FeatureKind.INT64.field()) {
        answer = Wire.length(bytes, at, end);
        at = Wire.next(answer);
        int next = at + (int) answer;
        while (at < next) {
          at = Wire.skipVarint(bytes, at, next);
        }
      } else {
        at = Wire.skip(bytes, tag, at, end, depth);
      }
    }
  }
}
