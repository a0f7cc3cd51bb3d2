package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.PutOptions;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Writers while all memory is held by others who will not give it back by themselves. */
final class SpillTest extends EngineTest {

  private static final int PART = 1_000_000;

  private PooledBuffer all;

  @BeforeEach
  void holdAllMemory() throws IOException {
    all = runtime.buffers().acquireForPart((int) BUDGET).orElseThrow();
  }

  @AfterEach
  void giveItBack() {
    all.close();
  }

  private PartWriter writer(String key) {
    return new PartWriter(store, key, PutOptions.none(), runtime, new StoreConfig.Write(PART, 3));
  }

  @Test
  void oddPiecesArriveWholeThroughFiles() throws IOException {
    for (long seed = 0; seed < 10; seed++) {
      var random = new Random(seed);
      byte[] bytes = bytes(seed, random.nextInt(4 * PART));
      try (PartWriter writer = writer("seed" + seed)) {
        int at = 0;
        while (at < bytes.length) {
          // Single bytes as well as more than a part at once.
          int most = random.nextInt(100) == 0 ? 2 * PART : 1 + random.nextInt(20_000);
          int count = Math.min(bytes.length - at, 1 + random.nextInt(most));
          writer.write(ByteBuffer.wrap(bytes, at, count));
          at += count;
        }
        writer.complete();
      }
      assertThat(object("seed" + seed)).as("seed %d", seed).isEqualTo(bytes);
    }
    assertThat(runtime.buffers().bytesInUse()).isEqualTo(BUDGET);
  }

  @Test
  void aPartMayBeginInMemoryAndGoOnInAFile() throws IOException {
    all.close();
    byte[] bytes = bytes(3, PART - 1);
    try (PartWriter writer = writer("grown")) {
      writer.write(ByteBuffer.wrap(bytes, 0, 70_000));
      all = runtime.buffers().acquireForPart((int) BUDGET - (8 << 20)).orElseThrow();
      try (PooledBuffer rest =
          runtime.buffers().acquireForPart((8 << 20) - (128 << 10)).orElseThrow()) {
        writer.write(ByteBuffer.wrap(bytes, 70_000, PART - 1 - 70_000));
        assertThat(runtime.buffers().bytesInUse())
            .isEqualTo((long) all.bytes().capacity() + rest.bytes().capacity());
      }
      writer.complete();
    }
    assertThat(object("grown")).isEqualTo(bytes);
  }

  @Test
  void anInterruptIsNoFullDisk() throws IOException {
    PartWriter writer = writer("interrupted");
    writer.write(ByteBuffer.allocate(100));
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(100_000)))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThatThrownBy(writer::close).isInstanceOf(InterruptedIOException.class);
  }
}
