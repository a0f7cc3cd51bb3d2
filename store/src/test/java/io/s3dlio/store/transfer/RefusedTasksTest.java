package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A task for which there is no thread is a failure, never a wait for ever. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class RefusedTasksTest extends EngineTest {

  private static final StoreConfig.Range RANGE = new StoreConfig.Range(1000, 1000, 0, 4, 0);

  @Test
  void aLargeWriteFails() throws IOException {
    var writer =
        new PartWriter(store, "a", PutOptions.none(), runtime, new StoreConfig.Write(1000, 2));
    runtime.close();
    assertThatThrownBy(() -> writer.write(ByteBuffer.allocate(10_000)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(writer::close).isInstanceOf(IOException.class);
  }

  @Test
  void aParallelReadIntoOneBufferFails() throws IOException {
    putObject("a", 10_000);
    try (var reader = new RangeReader(store.open("a", ReadHints.none()), runtime, RANGE)) {
      runtime.close();
      assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(10_000)))
          .isInstanceOf(IOException.class);
    }
  }

  @Test
  void aVectoredReadFailsAndGivesItsBuffersBack() throws IOException {
    putObject("a", 10_000);
    var lent = new AtomicInteger();
    try (var reader = new RangeReader(store.open("a", ReadHints.none()), runtime, RANGE)) {
      runtime.close();
      List<CompletableFuture<ByteBuffer>> futures =
          reader.read(
              List.of(ByteRange.of(0, 5000), ByteRange.of(6000, 10)),
              length -> {
                lent.incrementAndGet();
                return ByteBuffer.allocate(length);
              },
              buffer -> lent.decrementAndGet());
      for (CompletableFuture<ByteBuffer> future : futures) {
        assertThatThrownBy(future::join)
            .isInstanceOf(CompletionException.class)
            .hasCauseInstanceOf(IOException.class);
      }
    }
    assertThat(lent).hasValue(0);
  }
}
