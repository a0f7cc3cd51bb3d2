package io.s3dlio.tfrecord.example;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * The keys of a map, those that are asked for and those that are not.
 *
 * <p>Each key remembers which came after it the last time: records of one file have the same
 * features in the same order most of the time, and then a key costs one comparison. Keys in random
 * order are found by their hash. For one thread.
 */
final class KeyTable {

  /** Keys that are remembered though nobody asks for them. */
  private static final int MOST_OTHERS = 4096;

  /** Bytes of the longest key of those. */
  private static final int LONGEST_OTHER = 256;

  /** Bytes of an entry's tag and length, unless they are longer than they need be. */
  static final int MOST_SHIFT = 6;

  /** One key. */
  static final class Key {
    /** Which column it is; -1 when nobody asks for it. */
    final int column;

    /**
     * Bytes of {@link #before}; more than any entry has when the key is too long for the short cut.
     */
    final int beforeLength;

    private final byte[] bytes;
    private final long hash;

    /** All that stands in an entry before the length of its value: tag, length, key, tag. */
    private final byte[] before;

    /** Its first eight bytes, if it has them, and its last. */
    private final long first;

    private final long firstMask;
    private final long last;
    private @Nullable Key next;

    /** Bytes of the last entry with this key; more than any has as long as there was none. */
    int size = Integer.MAX_VALUE;

    /** How many of them stand before its value. */
    int headLength;

    /** Where {@link #before} stands in it. */
    private int shift;

    private long headFirst;
    private long headMask;
    private long headLast;

    private Key(byte[] bytes, long hash, int column) {
      this.bytes = bytes;
      this.hash = hash;
      this.column = column;
      before = new byte[bytes.length + 3];
      before[0] = MapEntry.KEY;
      before[1] = (byte) bytes.length;
      System.arraycopy(bytes, 0, before, 2, bytes.length);
      before[before.length - 1] = MapEntry.VALUE;
      beforeLength = bytes.length < 0x80 ? before.length : Integer.MAX_VALUE;
      first = (long) Wire.LONG.get(Arrays.copyOf(before, 8), 0);
      firstMask = before.length >= 8 ? -1L : (1L << (8 * before.length)) - 1;
      last = before.length >= 8 ? (long) Wire.LONG.get(before, before.length - 8) : 0;
    }

    /** Whether an entry begins with this key and then a value: compared eight bytes at a time. */
    private boolean begins(byte[] in, int start, int end) {
      if (beforeLength >= end - start
          || in.length - start < 8
          || ((long) Wire.LONG.get(in, start) & firstMask) != first) {
        return false;
      }
      return beforeLength <= 8
          || ((long) Wire.LONG.get(in, start + beforeLength - 8) == last
              && (beforeLength <= 16
                  || Arrays.equals(
                      in, start + 8, start + beforeLength - 8, before, 8, beforeLength - 8)));
    }

    /** Notes an entry of this key and one value, after the key was {@link #expected}. */
    void remember(byte[] in, int start, int key, int value, int end) {
      size = end - start;
      headLength = value - start;
      shift = key - start;
      headMask = headLength >= 8 ? -1L : (1L << (8 * headLength)) - 1;
      headFirst = (long) Wire.LONG.get(in, start) & headMask;
      headLast = headLength >= 8 ? (long) Wire.LONG.get(in, value - 8) : 0;
    }

    /**
     * Whether here is an entry that begins byte for byte as the last one did, and is whole. What
     * stands between the first and last eight bytes of its head is of {@link #before}: what comes
     * earlier has {@link #MOST_SHIFT} bytes at most, and the length of a value has five.
     */
    private boolean repeats(byte[] in, int start, int end) {
      if (size > end - start
          || in.length - start < 8
          || ((long) Wire.LONG.get(in, start) & headMask) != headFirst) {
        return false;
      }
      int length = headLength;
      return length <= 8
          || ((long) Wire.LONG.get(in, start + length - 8) == headLast
              && (length <= 16
                  || Arrays.equals(
                      in, start + 8, start + length - 8, before, 8 - shift, length - 8 - shift)));
    }

    private boolean is(byte[] in, int start, int length) {
      return length == bytes.length && Arrays.equals(in, start, start + length, bytes, 0, length);
    }
  }

  private final Key first = new Key(new byte[0], 0, -1);
  private final Key stranger = new Key(new byte[0], 0, -1);
  private @Nullable Key[] slots;
  private int taken;
  private int free;

  /** Nobody can make many keys fall on one slot. */
  private final long multiplier = ThreadLocalRandom.current().nextLong() | 1;

  /** A table in which the key of {@code specs.get(i)} is column {@code i}. */
  KeyTable(List<FeatureSpec> specs) {
    free = specs.size() + MOST_OTHERS;
    slots = new @Nullable Key[Integer.highestOneBit(specs.size() + 32) * 4];
    for (int i = 0; i < specs.size(); i++) {
      byte[] key = specs.get(i).key();
      add(new Key(key, hash(key, 0, key.length), i));
    }
  }

  /** What {@link #find} is told to be before a record's first key. */
  Key first() {
    return first;
  }

  /**
   * The key of the entry that begins here, when that is the one expected and begins as the last one
   * did: it has {@link Key#size} bytes, the value all from {@link Key#headLength} on; else null,
   * which says nothing. Nothing of such an entry need be parsed; above all, where the next one
   * begins is known before a byte of this one has come from memory.
   */
  static @Nullable Key repeated(byte[] bytes, int start, int end, Key before) {
    Key guess = before.next;
    return guess != null && guess.repeats(bytes, start, end) ? guess : null;
  }

  /**
   * The key that an entry begins with, when it is the one expected and a value follows it at {@link
   * Key#beforeLength}; else null, which says nothing.
   */
  static @Nullable Key expected(byte[] bytes, int start, int end, Key before) {
    Key guess = before.next;
    return guess != null && guess.begins(bytes, start, end) ? guess : null;
  }

  /**
   * The key in these bytes.
   *
   * @param before the one found before it in the same record
   * @throws MalformedException when it is no UTF-8
   */
  Key find(byte[] bytes, int start, int length, Key before) throws MalformedException {
    Key found = search(bytes, start, length);
    before.next = found == stranger ? null : found;
    return found;
  }

  private Key search(byte[] bytes, int start, int length) throws MalformedException {
    long hash = hash(bytes, start, length);
    for (int at = slot(hash); ; at = at + 1 & slots.length - 1) {
      Key key = slots[at];
      if (key == null) {
        break;
      }
      if (key.hash == hash && key.is(bytes, start, length)) {
        return key;
      }
    }
    if (!Wire.isUtf8(bytes, start, length)) {
      throw new MalformedException("the key of a feature is no UTF-8");
    }
    if (length > LONGEST_OTHER || free == 0) {
      return stranger;
    }
    Key key = new Key(Arrays.copyOfRange(bytes, start, start + length), hash, -1);
    add(key);
    return key;
  }

  private void add(Key key) {
    free--;
    put(key);
    taken++;
    if (taken * 2 > slots.length) {
      @Nullable Key[] old = slots;
      slots = new @Nullable Key[old.length * 2];
      for (Key each : old) {
        if (each != null) {
          put(each);
        }
      }
    }
  }

  private void put(Key key) {
    int at = slot(key.hash);
    while (slots[at] != null) {
      at = at + 1 & slots.length - 1;
    }
    slots[at] = key;
  }

  private int slot(long hash) {
    return (int) (hash >>> 32) & slots.length - 1;
  }

  private long hash(byte[] bytes, int start, int length) {
    long hash = length;
    for (int i = start; i < start + length; i++) {
      hash = (hash + bytes[i]) * multiplier;
    }
    return hash ^ hash >>> 29;
  }
}
