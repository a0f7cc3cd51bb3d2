package io.s3dlio.tfrecord;

import io.s3dlio.store.UnsupportedFormatException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Records out of a channel through one buffer, of which they are slices. Only the record that the
 * buffer's end cuts in two is moved, to the front, before the buffer is filled again.
 */
final class RecordStream implements RecordReader {

  /** What one read asks for: as much as a channel can copy through a second-level cache. */
  private static final int READ = 1 << 18;

  /** The largest array that every JVM makes. */
  private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

  private static final int LARGEST_PAYLOAD = LARGEST_ARRAY - RecordHeader.FRAME;

  private final ReadableByteChannel channel;
  private final RecordSource source;
  private final boolean checksLengths;
  private boolean checksPayloads;
  private final boolean marks;
  private final MaskedCrc32c crc = new MaskedCrc32c();

  private byte[] buffer;
  private ByteBuffer view;

  /** The buffer's bytes from {@code position} to {@code limit} are not delivered yet. */
  private int position;

  private int limit;

  /** Where the buffer's first byte stands in the file. */
  private long base;

  private long number;
  private boolean ended;
  private @Nullable CompressedDataException brokenOff;
  private @Nullable IOException failure;

  RecordStream(ReadableByteChannel channel, RecordSource source, RecordReadOptions options) {
    this.channel = channel;
    this.source = source;
    checksLengths = options.verify() != VerifyCrc.OFF;
    checksPayloads = options.verify() == VerifyCrc.FULL;
    marks = options.badPayload() == BadPayload.MARK;
    buffer = new byte[firstSize(source, options.bufferBytes())];
    view = ByteBuffer.wrap(buffer);
    base = source.offset();
    number = source.firstNumber();
  }

  /** From here on payloads are not compared with their CRCs. */
  void believePayloads() {
    checksPayloads = false;
  }

  /** Small files need no large buffer. */
  private static int firstSize(RecordSource source, int most) {
    long there = source.end() < 0 ? most : source.end() - source.offset();
    return (int) Math.max(RecordHeader.FRAME, Math.min(most, there));
  }

  @Override
  public boolean read(RecordBlock block, int most) throws IOException {
    if (most < 1) {
      throw new IllegalArgumentException("at most " + most + " records");
    }
    if (failure != null) {
      throw failure;
    }
    try {
      do {
        block.begin(buffer, number);
        long began = System.nanoTime();
        take(block, most);
        block.took(System.nanoTime() - began);
      } while (block.count() == 0 && fill());
    } catch (CorruptRecordException | UnsupportedFormatException e) {
      failure = e;
      throw e;
    }
    if (number >= 0) {
      number += block.count();
    }
    return block.count() > 0;
  }

  /**
   * Hands out what is whole in the buffer. An error after the first record waits for the next call,
   * which begins with it.
   */
  private void take(RecordBlock block, int most) throws IOException {
    byte[] bytes = buffer;
    int at = position;
    while (block.count() < most && limit - at >= RecordHeader.FRAME) {
      long length = RecordHeader.length(bytes, at);
      boolean wrong = checksLengths && !RecordHeader.isRight(bytes, at);
      if (wrong || length < 0 || length > limit - at - RecordHeader.FRAME) {
        if (block.count() == 0) {
          checkLength(bytes, at, wrong);
        }
        break;
      }
      int start = at + RecordHeader.BYTES;
      int size = (int) length;
      boolean damaged = false;
      if (checksPayloads && crc.of(bytes, start, size) != RecordHeader.crc(bytes, start + size)) {
        if (block.count() > 0 && !marks) {
          break;
        }
        damaged = isDamaged(bytes, at, start, size);
      }
      block.add(start, size, base + at, damaged);
      at = start + size + RecordHeader.TRAILER;
    }
    position = at;
  }

  /** A header that cannot be, or one whose record may still arrive. */
  private void checkLength(byte[] bytes, int at, boolean wrong) throws IOException {
    long offset = base + at;
    if (wrong) {
      throw CorruptRecords.badLength(source.file(), number, offset, bytes, at);
    }
    long length = RecordHeader.length(bytes, at);
    RecordLimits.check(source, number, offset, length, checksLengths);
    if (length > LARGEST_PAYLOAD) {
      throw new UnsupportedFormatException(
          source.file()
              + ": the record at byte "
              + offset
              + " has "
              + length
              + " bytes of payload; records of more than "
              + LARGEST_PAYLOAD
              + " can be counted and indexed, not read");
    }
  }

  private boolean isDamaged(byte[] bytes, int at, int start, int size) throws IOException {
    if (!marks) {
      throw CorruptRecords.badPayload(source.file(), number, base + at, bytes, start, size);
    }
    return true;
  }

  /**
   * Brings more bytes behind the record that is not whole yet.
   *
   * @return false at the end, which is a record's end
   */
  private boolean fill() throws IOException {
    int left = limit - position;
    if (ended) {
      return end(left);
    }
    System.arraycopy(buffer, position, buffer, 0, left);
    base += position;
    position = 0;
    limit = left;
    if (limit == buffer.length) {
      grow();
    }
    while (limit < buffer.length && !ended) {
      int count = readChannel();
      ended = count < 0;
      limit += Math.max(count, 0);
    }
    return limit > left || end(left);
  }

  /** What is behind the source's end, perhaps another split, is not read. */
  private int readChannel() throws IOException {
    int most = Math.min(READ, buffer.length - limit);
    if (source.end() >= 0) {
      most = (int) Math.min(most, source.end() - base - limit);
      if (most == 0) {
        return -1;
      }
    }
    view.limit(limit + most).position(limit);
    try {
      return channel.read(view);
    } catch (CompressedDataException e) {
      brokenOff = e;
      return -1;
    }
  }

  /** Twice the bytes that have arrived, or the record's size when that is less. */
  private void grow() throws IOException {
    long needed = RecordHeader.FRAME + RecordHeader.length(buffer, 0);
    int size = (int) Math.min(LARGEST_ARRAY, Math.min(needed, 2L * buffer.length));
    try {
      buffer = Arrays.copyOf(buffer, size);
    } catch (OutOfMemoryError e) {
      throw new UnsupportedFormatException(
          source.file() + ": the record at byte " + base + " does not fit into memory", e);
    }
    view = ByteBuffer.wrap(buffer);
  }

  /** What ends inside a record is an error. */
  private boolean end(int left) throws IOException {
    long offset = base + position;
    if (brokenOff != null) {
      throw CorruptRecords.badCompression(source.file(), number, offset, brokenOff);
    }
    if (left == 0) {
      return checkEnd(offset);
    }
    if (left < RecordHeader.BYTES) {
      throw CorruptRecords.truncatedHeader(source.file(), number, offset, left);
    }
    checkLength(buffer, position, checksLengths && !RecordHeader.isRight(buffer, position));
    throw CorruptRecords.truncatedRecord(
        source.file(),
        number,
        offset,
        RecordHeader.length(buffer, position),
        left - RecordHeader.BYTES);
  }

  /** A channel that ends where a record does, but before its file, has lost the rest. */
  private boolean checkEnd(long offset) throws IOException {
    if (source.end() > offset) {
      throw CorruptRecords.shorter(source.file(), number, offset, source.end());
    }
    return false;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
