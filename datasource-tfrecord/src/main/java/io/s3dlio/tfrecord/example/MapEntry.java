package io.s3dlio.tfrecord.example;

import java.util.Arrays;

/**
 * The general form of an entry of a map: key and value in any order, any number of times or not at
 * all. The last key counts; values are pieces of one message. For one thread.
 */
final class MapEntry {

  /** What begins a key: field 1, with a length. */
  static final int KEY = 1 << 3 | Wire.BYTES;

  /** What begins a value: field 2, with a length. */
  static final int VALUE = 2 << 3 | Wire.BYTES;

  private int keyStart;
  private int keyLength;
  private int pieces;
  private int[] starts = new int[4];
  private int[] ends = new int[4];

  /** Reads the entry's fields. */
  void read(byte[] bytes, int start, int end) throws MalformedException {
    keyStart = start;
    keyLength = 0;
    pieces = 0;
    int at = start;
    while (at < end) {
      long answer = Wire.tag(bytes, at, end);
      int tag = (int) answer;
      at = Wire.next(answer);
      if (tag != KEY && tag != VALUE) {
        at = Wire.skip(bytes, tag, at, end, 2);
        continue;
      }
      answer = Wire.length(bytes, at, end);
      at = Wire.next(answer);
      int length = (int) answer;
      if (tag == VALUE) {
        add(at, at + length);
      } else {
        keyStart = at;
        keyLength = length;
        if (!Wire.isUtf8(bytes, at, length)) {
          throw new MalformedException("the key of a feature is no UTF-8");
        }
      }
      at += length;
    }
  }

  /** As if this were an entry with nothing but a value. */
  void only(int start, int end) {
    keyLength = 0;
    pieces = 0;
    add(start, end);
  }

  private void add(int start, int end) {
    if (pieces == starts.length) {
      starts = Arrays.copyOf(starts, 2 * pieces);
      ends = Arrays.copyOf(ends, 2 * pieces);
    }
    starts[pieces] = start;
    ends[pieces++] = end;
  }

  int keyStart() {
    return keyStart;
  }

  /** 0 when there is none: then the key is the empty text. */
  int keyLength() {
    return keyLength;
  }

  /** How often there is a value. */
  int pieces() {
    return pieces;
  }

  int start(int piece) {
    return starts[piece];
  }

  int end(int piece) {
    return ends[piece];
  }
}
