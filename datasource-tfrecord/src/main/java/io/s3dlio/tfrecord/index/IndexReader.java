package io.s3dlio.tfrecord.index;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;

/**
 * Reads an index of any of the three forms; which one it is, its first bytes tell.
 *
 * <p>What comes back fits its file: records follow each other from byte 0 to the file's last, none
 * shorter than 16 bytes. Memory is taken as records are read, never for a number that is only
 * claimed. No instance, so thread-safe.
 */
public final class IndexReader {

  private static final int TAIL = 64 << 10;

  /** Two numbers of 19 digits, twice that for blanks. */
  private static final int LONGEST_LINE = 84;

  /** Lines that hold no record. */
  private static final int SLACK = 100;

  private IndexReader() {}

  /**
   * Reads a whole index. A compact one of up to 64 KiB takes one request, a larger one two.
   *
   * @param index stays open
   * @param indexLength bytes of the index, as a listing or status has it
   * @throws IndexRefusedException when it is malformed, or not of this file
   */
  public static IndexContent read(ObjectReader index, long indexLength, IndexPair pair)
      throws IOException {
    if (indexLength / LONGEST_LINE > pair.dataLength() / IndexBuilder.LEAST_SIZE + SLACK) {
      throw pair.ofAnotherFile(
          "no file of " + pair.dataLength() + " bytes has an index of " + indexLength + " bytes");
    }
    if (indexLength <= TAIL) {
      return parse(bytes(index, 0, (int) indexLength, pair), pair);
    }
    byte[] head = bytes(index, 0, CompactIndex.HEAD.length, pair);
    if (Arrays.equals(head, CompactIndex.HEAD)) {
      CompactFooter footer = footer(index, indexLength, pair);
      try (ReadableByteChannel body =
          index.get(ByteRange.of(0, indexLength - CompactFooter.BYTES))) {
        return new IndexContent(IndexFormat.COMPACT, CompactIndex.read(body, footer, pair));
      }
    }
    try (ReadableByteChannel whole = index.get(ByteRange.of(0, indexLength))) {
      return formatOf(head) == IndexFormat.BINARY16
          ? new IndexContent(IndexFormat.BINARY16, Binary16Index.read(whole, pair))
          : new IndexContent(IndexFormat.TEXT, TextIndex.read(whole, pair));
    }
  }

  /**
   * The number of records, out of the footer of a compact index: one request for 40 bytes.
   *
   * @param index stays open
   * @param indexLength bytes of the index, as a listing or status has it
   * @throws IndexRefusedException when it is no compact index, damaged, or not of this file
   */
  public static long count(ObjectReader index, long indexLength, IndexPair pair)
      throws IOException {
    return footer(index, indexLength, pair).count();
  }

  /**
   * The form of an index that begins with these bytes: a record 0 that begins at 0 gives it away.
   */
  static IndexFormat formatOf(byte[] head) {
    if (head.length >= CompactIndex.HEAD.length
        && Arrays.equals(head, 0, 8, CompactIndex.HEAD, 0, 8)) {
      return IndexFormat.COMPACT;
    }
    return head.length > 0 && head[0] == 0 ? IndexFormat.BINARY16 : IndexFormat.TEXT;
  }

  private static IndexContent parse(byte[] bytes, IndexPair pair) throws IOException {
    IndexFormat format = formatOf(bytes);
    RecordIndex index =
        switch (format) {
          case TEXT -> TextIndex.read(channel(bytes, bytes.length), pair);
          case BINARY16 -> Binary16Index.read(channel(bytes, bytes.length), pair);
          case COMPACT -> {
            CompactFooter footer = CompactFooter.parse(bytes, bytes.length, pair);
            int body = bytes.length - CompactFooter.BYTES;
            yield CompactIndex.read(channel(bytes, body), footer, pair);
          }
        };
    return new IndexContent(format, index);
  }

  private static CompactFooter footer(ObjectReader index, long indexLength, IndexPair pair)
      throws IOException {
    int length = (int) Math.min(indexLength, CompactFooter.BYTES);
    return CompactFooter.parse(bytes(index, indexLength - length, length, pair), indexLength, pair);
  }

  private static byte[] bytes(ObjectReader index, long offset, int length, IndexPair pair)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length);
    try (ReadableByteChannel channel = index.get(ByteRange.of(offset, length))) {
      while (buffer.hasRemaining()) {
        if (channel.read(buffer) < 0) {
          throw pair.malformed("it is shorter than " + (offset + length) + " bytes by now");
        }
      }
    }
    return buffer.array();
  }

  private static ReadableByteChannel channel(byte[] bytes, int length) {
    return Channels.newChannel(new ByteArrayInputStream(bytes, 0, length));
  }
}
