package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.config.StoreConfig;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Everything works with a single I/O thread: no task waits for another. */
@Timeout(60)
final class OneThreadTest extends EngineTest {

  private static final StoreConfig.Range RANGE =
      new StoreConfig.Range(100_000, 20_000, 5_000, 4, 400_000);

  @Override
  int threads() {
    return 1;
  }

  @Test
  void oneThreadWritesReadsAndCopies() throws Exception {
    byte[] bytes = bytes(1, 1_000_000);
    var write = new StoreConfig.Write(100_000, 8);
    try (var one = new PartWriter(store, "one", PutOptions.none(), runtime, write);
        var two = new PartWriter(store, "two", PutOptions.none(), runtime, write)) {
      for (int at = 0; at < bytes.length; at += 50_000) {
        one.write(ByteBuffer.wrap(bytes, at, 50_000));
        two.write(ByteBuffer.wrap(bytes, at, 50_000));
      }
      two.complete();
      one.complete();
    }
    new ObjectCopier(store, runtime, write).copy("two", "three", PutCondition.ifAbsent());
    try (var reader = new RangeReader(store.open("one", ReadHints.none()), runtime, RANGE);
        var other = store.open("three", ReadHints.none());
        var ahead = new ReadAheadStream(other, runtime, RANGE)) {
      var vectored =
          reader.read(
              List.of(ByteRange.of(500_000, 500_000), ByteRange.of(0, 10)),
              ByteBuffer::allocate,
              buffer -> {});
      ByteBuffer large = ByteBuffer.allocate(1_000_000);
      assertThat(reader.read(0, large)).isEqualTo(1_000_000);
      assertThat(large.array()).isEqualTo(bytes);
      ByteBuffer sequential = ByteBuffer.allocate(1_000_000);
      while (sequential.hasRemaining()) {
        assertThat(ahead.read(sequential.position(), sequential)).isPositive();
      }
      assertThat(sequential.array()).isEqualTo(bytes);
      ByteBuffer onIoThread = ByteBuffer.allocate(900_000);
      runtime.parallel().forEach(List.of(100_000).iterator(), 1, at -> reader.read(at, onIoThread));
      assertThat(onIoThread.flip())
          .isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 100_000, 1_000_000)));
      ByteBuffer half = vectored.get(0).get(20, TimeUnit.SECONDS);
      assertThat(half).isEqualTo(ByteBuffer.wrap(Arrays.copyOfRange(bytes, 500_000, 1_000_000)));
    }
  }
}
