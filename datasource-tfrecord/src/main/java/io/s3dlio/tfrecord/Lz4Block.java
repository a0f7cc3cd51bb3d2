package io.s3dlio.tfrecord;

import java.io.IOException;

/**
 * One block of LZ4, by the description of the block format; every length is held against both ends.
 */
final class Lz4Block {

  private static final int LEAST_MATCH = 4;

  private final byte[] source;
  private final int end;
  private int from;

  private Lz4Block(byte[] source, int length) {
    this.source = source;
    end = length;
  }

  /**
   * Decodes a block that stands at the beginning of {@code source}.
   *
   * @param target what was decoded before, of which matches are copies, and room behind it
   * @param start where the room begins
   * @param limit where it ends
   * @return where the decoded bytes end
   */
  static int decode(byte[] source, int length, byte[] target, int start, int limit)
      throws IOException {
    return new Lz4Block(source, length).decode(target, start, limit);
  }

  private int decode(byte[] target, int start, int limit) throws IOException {
    int at = start;
    while (true) {
      int token = next();
      int literals = length(token >>> 4);
      if (literals > end - from || literals > limit - at) {
        throw new IOException("literals beyond the block");
      }
      System.arraycopy(source, from, target, at, literals);
      from += literals;
      at += literals;
      if (from == end) {
        return at;
      }
      int distance = next() | (next() << 8);
      int length = length(token & 15) + LEAST_MATCH;
      if (distance == 0 || distance > at || length > limit - at) {
        throw new IOException("a match beyond the block");
      }
      copy(target, at - distance, at, length);
      at += length;
    }
  }

  /**
   * Match and copy may overlap: then what lies between them is repeated, twice as much each time.
   */
  private static void copy(byte[] bytes, int from, int to, int length) {
    int at = to;
    int left = length;
    while (left > 0) {
      int count = Math.min(left, at - from);
      System.arraycopy(bytes, from, bytes, at, count);
      at += count;
      left -= count;
    }
  }

  /** Four bits, and as many bytes as follow them; no sum of a block's bytes is over 2^31. */
  private int length(int bits) throws IOException {
    int length = bits;
    if (bits == 15) {
      int more;
      do {
        more = next();
        length += more;
      } while (more == 255);
    }
    return length;
  }

  private int next() throws IOException {
    if (from == end) {
      throw new IOException("a block ends inside a sequence");
    }
    return source[from++] & 0xff;
  }
}
