package io.s3dlio.tfrecord.example;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * The protobuf wire format: tags, lengths, and fields to step over.
 *
 * <p>As tolerant as Google's C++ runtime, which TensorFlow is built on: numbers may be longer than
 * they need be, but a tag or a length has at most five bytes; fields that nobody knows are stepped
 * over, groups to a depth of {@value #MOST_DEPTH} messages. Source: "Protocol Buffers Encoding".
 */
final class Wire {

  /** Messages and groups within each other, the message itself included. */
  static final int MOST_DEPTH = 100;

  static final int VARINT = 0;
  static final int FIXED64 = 1;
  static final int BYTES = 2;
  static final int START_GROUP = 3;
  static final int END_GROUP = 4;
  static final int FIXED32 = 5;

  static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);
  static final VarHandle FLOAT =
      MethodHandles.byteArrayViewVarHandle(float[].class, ByteOrder.LITTLE_ENDIAN);

  /** The highest bit of each of eight bytes: set where a varint goes on. */
  static final long GOES_ON = 0x8080808080808080L;

  private Wire() {}

  /**
   * A tag or a length, and where it ends: {@code next << 32 | value}, so that one return carries
   * both. The value is unsigned.
   */
  static long varint32(byte[] bytes, int start, int end) throws MalformedException {
    if (end - start >= 2 && bytes[start] < 0 && bytes[start + 1] >= 0) {
      return (start + 2L) << 32 | (bytes[start] & 0x7f) | bytes[start + 1] << 7;
    }
    long value = 0;
    int at = start;
    for (int shift = 0; shift < 35; shift += 7) {
      if (at >= end) {
        throw new MalformedException("a number goes on past the end of its message");
      }
      byte b = bytes[at++];
      value |= (long) (b & 0x7f) << shift;
      if (b >= 0) {
        if (value >>> 32 != 0) {
          break;
        }
        return (long) at << 32 | value;
      }
    }
    throw new MalformedException("a tag or a length has more than 32 bits");
  }

  /** Where the value begins that {@link #varint32} answered. */
  static int next(long answer) {
    return (int) (answer >>> 32);
  }

  /** A tag: as {@link #varint32}, with a field number that is not 0. */
  static long tag(byte[] bytes, int start, int end) throws MalformedException {
    if (start < end && bytes[start] >= 1 << 3) {
      return (start + 1L) << 32 | bytes[start];
    }
    return longTag(bytes, start, end);
  }

  private static long longTag(byte[] bytes, int start, int end) throws MalformedException {
    long answer = varint32(bytes, start, end);
    if (((int) answer >>> 3) == 0) {
      throw new MalformedException("a field has the number 0");
    }
    return answer;
  }

  /** The length of what follows: as {@link #varint32}, and all of it is there. */
  static long length(byte[] bytes, int start, int end) throws MalformedException {
    if (start < end && bytes[start] >= 0 && bytes[start] < end - start) {
      return (start + 1L) << 32 | bytes[start];
    }
    return longLength(bytes, start, end);
  }

  private static long longLength(byte[] bytes, int start, int end) throws MalformedException {
    long answer = varint32(bytes, start, end);
    long length = answer & 0xffffffffL;
    if (length > end - next(answer)) {
      throw new MalformedException(
          "a length of " + length + " where " + (end - next(answer)) + " bytes are left");
    }
    return answer;
  }

  /**
   * Steps over the value of a field.
   *
   * @param start behind the tag
   * @param depth messages and groups around this field
   * @return where the value ends
   */
  static int skip(byte[] bytes, int tag, int start, int end, int depth) throws MalformedException {
    return switch (tag & 7) {
      case VARINT -> skipVarint(bytes, start, end);
      case FIXED64 -> skipFixed(start, end, 8);
      case BYTES -> {
        long answer = length(bytes, start, end);
        yield next(answer) + (int) answer;
      }
      case START_GROUP -> skipGroup(bytes, tag, start, end, depth);
      case FIXED32 -> skipFixed(start, end, 4);
      case END_GROUP -> throw new MalformedException("a group ends that never began");
      default -> throw new MalformedException("wire type " + (tag & 7) + " does not exist");
    };
  }

  /** A loop with a stack of its own: input decides on no recursion. */
  private static int skipGroup(byte[] bytes, int tag, int start, int end, int depth)
      throws MalformedException {
    int[] fields = new int[MOST_DEPTH];
    int open = 0;
    int at = start;
    int current = tag;
    while (true) {
      if ((current & 7) == START_GROUP) {
        if (depth + open >= MOST_DEPTH) {
          throw new MalformedException("groups within groups, more than " + MOST_DEPTH);
        }
        fields[open++] = current >>> 3;
      } else if ((current & 7) == END_GROUP) {
        if (fields[--open] != current >>> 3) {
          throw new MalformedException("a group ends that never began");
        }
        if (open == 0) {
          return at;
        }
      } else {
        at = skip(bytes, current, at, end, depth);
      }
      long answer = tag(bytes, at, end);
      current = (int) answer;
      at = next(answer);
    }
  }

  /** Steps over a number of up to ten bytes. */
  static int skipVarint(byte[] bytes, int start, int end) throws MalformedException {
    int most = Math.min(end, start + 10);
    for (int at = start; at < most; at++) {
      if (bytes[at] >= 0) {
        return at + 1;
      }
    }
    throw new MalformedException(
        most == end ? "a number goes on past the end of its message" : "a number of over 10 bytes");
  }

  private static int skipFixed(int start, int end, int size) throws MalformedException {
    if (end - start < size) {
      throw new MalformedException("a number goes on past the end of its message");
    }
    return start + size;
  }

  /** Whether these bytes are UTF-8, which the keys of proto3 must be. */
  static boolean isUtf8(byte[] bytes, int start, int length) {
    if (isAscii(bytes, start, length)) {
      return true;
    }
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, start, length));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static boolean isAscii(byte[] bytes, int start, int length) {
    int at = start;
    int end = start + length;
    for (; end - at >= 8; at += 8) {
      if (((long) LONG.get(bytes, at) & GOES_ON) != 0) {
        return false;
      }
    }
    for (; at < end; at++) {
      if (bytes[at] < 0) {
        return false;
      }
    }
    return true;
  }
}
