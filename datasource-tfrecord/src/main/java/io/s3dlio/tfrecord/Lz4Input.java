package io.s3dlio.tfrecord;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;

/**
 * Frames of LZ4, by the description of the frame format. Unlike the library's own stream it reads
 * blocks that refer to those before them, which is what Python's module writes.
 */
final class Lz4Input extends BlockInput {

  private static final int MAGIC = 0x184d2204;
  private static final int SKIPPABLE = 0x184d2a50;

  private static final int INDEPENDENT = 0x20;
  private static final int BLOCK_CHECKSUM = 0x10;
  private static final int CONTENT_SIZE = 0x08;
  private static final int CONTENT_CHECKSUM = 0x04;
  private static final int DICTIONARY = 0x01;

  /** How far back a match may lie. */
  private static final int HISTORY = 1 << 16;

  private final XxHash32 content = new XxHash32();
  private final byte[] small = new byte[32];

  private byte[] block = new byte[0];

  private boolean inFrame;
  private int flags;
  private int largestBlock;
  private long expected;
  private long decoded;

  Lz4Input(InputStream in) {
    super(in, new byte[0]);
  }

  @Override
  boolean decodeNext() throws IOException {
    if (!inFrame) {
      return nextFrame();
    }
    nextBlock();
    return true;
  }

  private boolean nextFrame() throws IOException {
    int count = in.readNBytes(small, 0, 4);
    if (count == 0) {
      return false;
    }
    if (count < 4) {
      throw new EOFException("it ends inside a frame's header");
    }
    int magic = RecordHeader.crc(small, 0);
    if ((magic & 0xfffffff0) == SKIPPABLE) {
      skip(number() & 0xffffffffL, new byte[1 << 12]);
      return true;
    }
    if (magic != MAGIC) {
      throw new IOException("no frame begins where one should");
    }
    descriptor();
    return true;
  }

  private void descriptor() throws IOException {
    fill(small, 0, 2);
    flags = small[0];
    int sizes = small[1] & 0xff;
    int length = 2 + ((flags & CONTENT_SIZE) != 0 ? 8 : 0) + ((flags & DICTIONARY) != 0 ? 4 : 0);
    fill(small, 2, length + 1);
    int hash = (XxHash32.of(small, 0, length) >>> 8) & 0xff;
    if (hash != (small[length] & 0xff)) {
      throw new IOException("the checksum of a frame's header differs");
    }
    boolean known = (flags & 0xc2) == 0x40 && (sizes & 0x8f) == 0 && sizes >= 0x40;
    if (!known || (flags & DICTIONARY) != 0) {
      throw new UnsupportedFormatException(
          "LZ4 frames of another version, or that need a dictionary, are not read:"
              + " decompress the file with the lz4 tool");
    }
    expected = (flags & CONTENT_SIZE) != 0 ? RecordHeader.length(small, 2) : -1;
    largestBlock = 1 << (8 + 2 * (sizes >>> 4));
    begin();
  }

  /** From 64 KiB to 4 MiB, whatever a frame says. */
  private void begin() {
    if (data.length < HISTORY + largestBlock) {
      data = new byte[HISTORY + largestBlock];
    }
    position = 0;
    limit = 0;
    decoded = 0;
    content.reset();
    inFrame = true;
  }

  private void nextBlock() throws IOException {
    int header = number();
    if (header == 0) {
      finish();
      return;
    }
    int size = header & 0x7fffffff;
    if (size > largestBlock) {
      throw new IOException("a block of " + size + " bytes, where " + largestBlock + " is most");
    }
    if (block.length < size) {
      block = new byte[size];
    }
    fill(block, 0, size);
    if ((flags & BLOCK_CHECKSUM) != 0 && number() != XxHash32.of(block, 0, size)) {
      throw new IOException("the checksum of a block differs");
    }
    keepHistory();
    int start = limit;
    if (header < 0) {
      System.arraycopy(block, 0, data, start, size);
      limit = start + size;
    } else {
      limit = Lz4Block.decode(block, size, data, start, start + largestBlock);
    }
    decoded += limit - start;
    if ((flags & CONTENT_CHECKSUM) != 0) {
      content.update(data, start, limit - start);
    }
  }

  /** Moves what later blocks may refer to before the room for the next one. */
  private void keepHistory() {
    boolean independent = (flags & INDEPENDENT) != 0;
    int kept = independent ? 0 : Math.min(limit, HISTORY);
    if (independent || limit > HISTORY) {
      System.arraycopy(data, limit - kept, data, 0, kept);
      position = kept;
      limit = kept;
    }
  }

  private void finish() throws IOException {
    inFrame = false;
    if ((flags & CONTENT_CHECKSUM) != 0 && number() != content.value()) {
      throw new IOException("the checksum of a frame's content differs");
    }
    if (expected >= 0 && expected != decoded) {
      throw new IOException("a frame of " + decoded + " bytes says " + expected);
    }
  }

  private int number() throws IOException {
    fill(small, 28, 32);
    return RecordHeader.crc(small, 28);
  }

  private void fill(byte[] bytes, int from, int to) throws IOException {
    if (in.readNBytes(bytes, from, to - from) < to - from) {
      throw new EOFException("it ends inside a frame");
    }
  }
}
