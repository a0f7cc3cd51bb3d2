package io.s3dlio.tfrecord.index;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.util.zip.CRC32C;

/**
 * Our own form: the 8 bytes {@code s3dlioix}, blocks, and a {@link CompactFooter}.
 *
 * <p>A block has the sizes of 4,096 records (the last one of what is left): one byte w, which is 0,
 * 1, 2, 4 or 8; the least size of the block (8 bytes); and for each record, in w bytes, by how much
 * it is larger. All numbers are little-endian. Records of one size cost 9 bytes for 4,096 of them.
 */
final class CompactIndex {

  static final byte[] HEAD = {'s', '3', 'd', 'l', 'i', 'o', 'i', 'x'};

  private static final int BLOCK_HEAD = 9;
  private static final int MAX_BLOCK = BLOCK_HEAD + 8 * IndexBlock.RECORDS;

  private CompactIndex() {}

  /** Reads everything before the footer. */
  static RecordIndex read(ReadableByteChannel channel, CompactFooter footer, IndexPair pair)
      throws IOException {
    IndexBuilder builder = new IndexBuilder();
    Source source = new Source(channel, pair);
    if (!source.next(HEAD.length).equals(ByteBuffer.wrap(HEAD))) {
      throw pair.malformed("it does not begin as one");
    }
    for (long left = footer.count(); left > 0; left -= IndexBlock.RECORDS) {
      int records = (int) Math.min(left, IndexBlock.RECORDS);
      ByteBuffer start = source.next(BLOCK_HEAD);
      int width = start.get();
      long least = start.getLong();
      if (width < 0 || width > 8 || Integer.bitCount(width) > 1) {
        throw pair.malformed("a block has numbers of " + width + " bytes");
      }
      addAll(source.next(width * records), width, least, records, builder, pair);
    }
    source.finish(footer);
    return pair.finish(builder);
  }

  private static void addAll(
      ByteBuffer excess, int width, long least, int records, IndexBuilder builder, IndexPair pair)
      throws IndexRefusedException {
    for (int i = 0; i < records; i++) {
      long size = least + number(excess, width);
      if (size < IndexBuilder.LEAST_SIZE || size > pair.dataLength() - builder.end()) {
        throw pair.malformed("record " + builder.count() + " has " + size + " bytes");
      }
      builder.add(size);
    }
  }

  private static long number(ByteBuffer from, int width) {
    return switch (width) {
      case 0 -> 0;
      case 1 -> from.get() & 0xff;
      case 2 -> from.getShort() & 0xffff;
      case 4 -> Integer.toUnsignedLong(from.getInt());
      default -> from.getLong();
    };
  }

  /** Hands out the bytes in pieces of at most a block, out of larger reads. */
  private static final class Source {
    private final ReadableByteChannel channel;
    private final IndexPair pair;
    private final CRC32C crc = new CRC32C();
    private final ByteBuffer buffer =
        ByteBuffer.allocate(8 * MAX_BLOCK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long taken;

    Source(ReadableByteChannel channel, IndexPair pair) {
      this.channel = channel;
      this.pair = pair;
    }

    /** The next bytes; valid until the next call. */
    ByteBuffer next(int length) throws IOException {
      if (buffer.remaining() < length) {
        buffer.compact();
        while (buffer.position() < length) {
          if (channel.read(buffer) < 0) {
            throw pair.malformed("it ends inside a block");
          }
        }
        buffer.flip();
      }
      ByteBuffer piece = buffer.slice(buffer.position(), length).order(ByteOrder.LITTLE_ENDIAN);
      crc.update(piece.duplicate());
      buffer.position(buffer.position() + length);
      taken += length;
      return piece;
    }

    void finish(CompactFooter footer) throws IndexRefusedException {
      if (taken != HEAD.length + footer.bodyLength() || (int) crc.getValue() != footer.bodyCrc()) {
        throw pair.malformed("its checksum is wrong: it is damaged");
      }
    }
  }

  /** Writes block after block as the sizes come. */
  static final class Writer implements IndexWriter {
    private final OutputStream out;
    private final CRC32C crc = new CRC32C();
    private final long[] sizes = new long[IndexBlock.RECORDS];
    private final ByteBuffer buffer = ByteBuffer.allocate(MAX_BLOCK).order(ByteOrder.LITTLE_ENDIAN);
    private int pending;
    private long count;
    private long end;
    private long body = -HEAD.length;

    Writer(OutputStream out) throws IOException {
      this.out = out;
      buffer.put(HEAD);
      send();
    }

    @Override
    public void add(long size) throws IOException {
      sizes[pending++] = size;
      end += size;
      count++;
      if (pending == sizes.length) {
        block();
      }
    }

    @Override
    public void finish() throws IOException {
      if (pending > 0) {
        block();
      }
      out.write(new CompactFooter(end, count, body, (int) crc.getValue()).bytes());
    }

    private void block() throws IOException {
      long least = Long.MAX_VALUE;
      long greatest = 0;
      for (int i = 0; i < pending; i++) {
        least = Math.min(least, sizes[i]);
        greatest = Math.max(greatest, sizes[i]);
      }
      int width = width(greatest - least);
      buffer.put((byte) width).putLong(least);
      for (int i = 0; i < pending; i++) {
        put(sizes[i] - least, width);
      }
      pending = 0;
      send();
    }

    private static int width(long spread) {
      if (spread == 0) {
        return 0;
      }
      if (spread <= 0xff) {
        return 1;
      }
      return spread <= 0xffff ? 2 : spread <= 0xffff_ffffL ? 4 : 8;
    }

    private void put(long excess, int width) {
      switch (width) {
        case 0 -> {}
        case 1 -> buffer.put((byte) excess);
        case 2 -> buffer.putShort((short) excess);
        case 4 -> buffer.putInt((int) excess);
        default -> buffer.putLong(excess);
      }
    }

    private void send() throws IOException {
      int length = buffer.position();
      crc.update(buffer.array(), 0, length);
      out.write(buffer.array(), 0, length);
      body += length;
      buffer.clear();
    }
  }
}
