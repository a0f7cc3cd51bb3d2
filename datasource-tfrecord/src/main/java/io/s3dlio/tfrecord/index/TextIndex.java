package io.s3dlio.tfrecord.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;

/**
 * Reads the text form: two unsigned decimal numbers a line, offset and size of a record.
 *
 * <p>DALI reads it with C++ stream extraction, so any white space parts the numbers; blank lines
 * are skipped (grammar: NVIDIA DALI, tools/tfrecord2idx). Parsed by hand, in place, in one pass.
 */
final class TextIndex {

  private static final int BUFFER = 256 << 10;

  /** As many never overflow. */
  private static final int MOST_DIGITS = 18;

  private final IndexPair pair;
  private final IndexBuilder builder = new IndexBuilder();
  private final byte[] bytes = new byte[BUFFER + 1 + Digits.SLACK];
  private int at;
  private long line;

  private TextIndex(IndexPair pair) {
    this.pair = pair;
  }

  static RecordIndex read(ReadableByteChannel channel, IndexPair pair) throws IOException {
    return new TextIndex(pair).read(channel);
  }

  private RecordIndex read(ReadableByteChannel channel) throws IOException {
    int filled = 0;
    while (true) {
      int read = channel.read(ByteBuffer.wrap(bytes, filled, BUFFER - filled));
      if (read < 0) {
        break;
      }
      filled += read;
      int whole = lastLineFeed(filled) + 1;
      parse(whole);
      System.arraycopy(bytes, whole, bytes, 0, filled - whole);
      filled -= whole;
      if (filled == BUFFER) {
        throw pair.malformed("line " + (line + 1) + " is longer than " + BUFFER + " bytes");
      }
    }
    if (filled > 0) {
      bytes[filled] = '\n';
      parse(filled + 1);
    }
    return pair.finish(builder);
  }

  private int lastLineFeed(int end) {
    int i = end - 1;
    while (i >= 0 && bytes[i] != '\n') {
      i--;
    }
    return i;
  }

  /** Parses lines up to {@code end}, each ended by a line feed, so that no scan runs past it. */
  private void parse(int end) throws IndexRefusedException {
    at = 0;
    while (at < end) {
      line++;
      if (!plainLine(at)) {
        anyLine();
      }
    }
  }

  /** Takes a line as tools write it: digits, one space, digits; leaves any other alone. */
  private boolean plainLine(int start) {
    int next = start;
    long offset = 0;
    int digits;
    do {
      digits = Digits.count(bytes, next);
      offset = digits == 0 ? offset : Digits.append(offset, bytes, next, digits);
      next += digits;
    } while (digits == 8);
    if (bytes[next] != ' ' || next == start || next - start > MOST_DIGITS) {
      return false;
    }
    int second = ++next;
    long size = 0;
    do {
      digits = Digits.count(bytes, next);
      size = digits == 0 ? size : Digits.append(size, bytes, next, digits);
      next += digits;
    } while (digits == 8);
    if (bytes[next] != '\n'
        || next == second
        || next - second > MOST_DIGITS
        || !fits(offset, size)) {
      return false;
    }
    builder.add(size);
    at = next + 1;
    return true;
  }

  private boolean fits(long offset, long size) {
    return offset == builder.end()
        && size >= IndexBuilder.LEAST_SIZE
        && size <= pair.dataLength() - offset;
  }

  /** Takes a line with any white space, or says what is wrong with it. */
  private void anyLine() throws IndexRefusedException {
    skipBlanks();
    if (bytes[at] != '\n') {
      long offset = number();
      skipBlanks();
      long size = number();
      skipBlanks();
      if (bytes[at] != '\n') {
        throw notTwoNumbers();
      }
      pair.add(builder, offset, size, "the record of line " + line);
    }
    at++;
  }

  /** Skips what C++ takes for white space, but for the end of the line. */
  private void skipBlanks() {
    byte b = bytes[at];
    while (b == ' ' || b == '\t' || b == '\r' || b == 0x0b || b == '\f') {
      b = bytes[++at];
    }
  }

  private long number() throws IndexRefusedException {
    int start = at;
    long value = 0;
    int digit = bytes[at] - '0';
    while (digit >= 0 && digit <= 9) {
      if (at - start >= MOST_DIGITS && value > (Long.MAX_VALUE - digit) / 10) {
        throw pair.malformed("line " + line + " has a number past 2^63");
      }
      value = value * 10 + digit;
      digit = bytes[++at] - '0';
    }
    if (at == start) {
      throw notTwoNumbers();
    }
    return value;
  }

  private IndexRefusedException notTwoNumbers() {
    return pair.malformed(
        "line " + line + " is not two unsigned numbers, the offset and the size of a record");
  }
}
