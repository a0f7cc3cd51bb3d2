package io.s3dlio.benchmarks;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import java.io.ByteArrayInputStream;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;

/** An object whose bytes are in memory. */
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record MemoryReader(byte[] bytes) implements ObjectReader {

  @Override
  public ObjectStat stat() {
    return ObjectStat.of("memory", bytes.length, "0");
  }

  @Override
  public ReadableByteChannel get(ByteRange range) {
    return Channels.newChannel(
        new ByteArrayInputStream(bytes, (int) range.offset(), (int) range.length()));
  }

  @Override
  public void close() {}
}
