package io.s3dlio.tfrecord.index;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;

/** Reads the 16-byte form: offset and size of each record as unsigned little-endian numbers. */
final class Binary16Index {

  static final int ENTRY = 16;

  private Binary16Index() {}

  static RecordIndex read(ReadableByteChannel channel, IndexPair pair) throws IOException {
    IndexBuilder builder = new IndexBuilder();
    ByteBuffer buffer = ByteBuffer.allocate(256 << 10).order(ByteOrder.LITTLE_ENDIAN);
    while (channel.read(buffer) >= 0) {
      buffer.flip();
      while (buffer.remaining() >= ENTRY) {
        long offset = buffer.getLong();
        long size = buffer.getLong();
        if (offset < 0 || size < 0) {
          throw pair.malformed("record " + builder.count() + " has a number past 2^63");
        }
        pair.add(builder, offset, size, "record " + builder.count());
      }
      buffer.compact();
    }
    if (buffer.position() > 0) {
      throw pair.malformed(
          "it ends inside an entry: " + buffer.position() + " of 16 bytes are there");
    }
    return pair.finish(builder);
  }
}
