package io.s3dlio.tfrecord.index;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** An object that is an array; notes which ranges were asked for. */
final class BytesReader implements ObjectReader {
  final List<ByteRange> ranges = new ArrayList<>();
  private final byte[] bytes;

  BytesReader(byte[] bytes) {
    this.bytes = bytes;
  }

  @Override
  public ObjectStat stat() {
    return ObjectStat.of("bytes", bytes.length, "1");
  }

  @Override
  public ReadableByteChannel get(ByteRange range) {
    ranges.add(range);
    int start = (int) range.offset();
    int length = (int) Math.min(range.length(), bytes.length - start);
    return Channels.newChannel(new ByteArrayInputStream(bytes, start, length));
  }

  @Override
  public void close() {}
}
