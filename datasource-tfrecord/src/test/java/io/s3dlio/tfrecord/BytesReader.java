package io.s3dlio.tfrecord;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.ArrayList;
import java.util.List;

/** An object whose bytes are an array, and the ranges that were asked for. */
final class BytesReader implements ObjectReader {

  private final byte[] bytes;
  private final List<ByteRange> ranges = new ArrayList<>();

  BytesReader(byte[] bytes) {
    this.bytes = bytes;
  }

  List<ByteRange> ranges() {
    return ranges;
  }

  long asked() {
    return ranges.stream().mapToLong(ByteRange::length).sum();
  }

  @Override
  public ObjectStat stat() {
    return ObjectStat.of(Frames.FILE, bytes.length, "1");
  }

  @Override
  public ReadableByteChannel get(ByteRange range) {
    ranges.add(range);
    int from = (int) range.offset();
    int length = (int) Math.min(range.length(), bytes.length - from);
    return Channels.newChannel(new ByteArrayInputStream(bytes, from, length));
  }

  @Override
  public void close() {}
}
