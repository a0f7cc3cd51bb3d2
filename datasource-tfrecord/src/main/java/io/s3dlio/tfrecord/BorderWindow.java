package io.s3dlio.tfrecord;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import java.util.BitSet;

/**
 * The part of a file that a search for a border looks at, and which of its headers lead nowhere.
 * For one thread.
 */
final class BorderWindow {

  private final ObjectReader reader;
  private final long fileLength;
  private final int first;
  private final int largest;

  private byte[] bytes = new byte[0];
  private int size;

  /** Where the first byte stands in the file, and how many there are. */
  private long base;

  private int limit;

  private final BitSet dead = new BitSet();
  private int[] marked = new int[64];
  private int marks;

  /**
   * A window that holds nothing yet.
   *
   * @param first bytes that it loads at a new place
   * @param largest bytes that it loads when it was moved on from there several times
   */
  BorderWindow(ObjectReader reader, long fileLength, int first, int largest) {
    this.reader = reader;
    this.fileLength = fileLength;
    this.first = first;
    this.largest = largest;
  }

  byte[] bytes() {
    return bytes;
  }

  /** Where the bytes end in {@link #bytes}. */
  int limit() {
    return limit;
  }

  /** Where they end in the file. */
  long limitOffset() {
    return base + limit;
  }

  /** The index of a header's first byte, or -1 when the window does not hold all of it. */
  int indexOf(long at) {
    boolean holds = at >= base && at + RecordHeader.BYTES <= limitOffset();
    return holds ? (int) (at - base) : -1;
  }

  /**
   * The index of a byte behind which so many others are there, or all of the file; moves on when
   * needed.
   */
  int at(long at, int behind) throws IOException {
    if (at >= base && Math.min(at + behind, fileLength) <= limitOffset()) {
      return (int) (at - base);
    }
    move(at);
    return 0;
  }

  /** The same for a window that is small: it holds what follows the offset, and 0 is returned. */
  int load(long at) throws IOException {
    move(at);
    return 0;
  }

  /** What is there already is not read again. */
  private void move(long at) throws IOException {
    int kept = at >= base && at < limitOffset() ? (int) (limitOffset() - at) : 0;
    size = kept > 0 ? Math.min(2 * size, largest) : first;
    int length = (int) Math.min(size, fileLength - at);
    byte[] target = length > bytes.length ? new byte[length] : bytes;
    System.arraycopy(bytes, limit - kept, target, 0, kept);
    bytes = target;
    base = at;
    limit = kept;
    dead.clear();
    marks = 0;
    read(length);
  }

  private void read(int length) throws IOException {
    ByteBuffer view = ByteBuffer.wrap(bytes).limit(Math.max(limit, length)).position(limit);
    ByteRange range = ByteRange.of(base + limit, view.remaining());
    try (ReadableByteChannel channel = reader.get(range)) {
      while (view.hasRemaining()) {
        if (channel.read(view) < 0) {
          throw new EOFException(
              "the file ends at " + (base + view.position()) + ", before its " + fileLength);
        }
      }
    }
    limit = view.position();
  }

  /** Notes a header of the chain that is being followed. */
  void mark(long at) {
    int index = indexOf(at);
    if (index < 0) {
      return;
    }
    if (marks == marked.length) {
      marked = Arrays.copyOf(marked, 2 * marks);
    }
    marked[marks++] = index;
  }

  /** The chain leads nowhere, and so do all headers noted. */
  void killMarked() {
    for (int i = 0; i < marks; i++) {
      dead.set(marked[i]);
    }
    marks = 0;
  }

  void forgetMarked() {
    marks = 0;
  }

  boolean isDead(int index) {
    return dead.get(index);
  }
}
