package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.PutOptions;
import io.s3dlio.store.config.StoreConfig;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One thread with a hundred half written files, as a partitioned write has them. */
final class ManyWritersTest extends EngineTest {

  private static final int FILES = 100;
  private static final int LENGTH = 9 << 20;
  private static final int STEP = 500_000;

  @Override
  long budget() {
    return 16L << 20;
  }

  @Test
  void aHundredOpenFilesShareASmallBudgetAndAllComplete() throws IOException {
    byte[] bytes = bytes(7, LENGTH + FILES);
    var config = new StoreConfig.Write(8 << 20, 8);
    List<PartWriter> writers = new ArrayList<>();
    for (int i = 0; i < FILES; i++) {
      writers.add(new PartWriter(store, "file" + i, PutOptions.none(), runtime, config));
    }
    for (int at = 0; at < LENGTH; at += STEP) {
      for (int i = 0; i < FILES; i++) {
        writers.get(i).write(ByteBuffer.wrap(bytes, i + at, Math.min(STEP, LENGTH - at)));
        assertThat(runtime.buffers().bytesInUse()).isLessThanOrEqualTo(budget());
        assertThat(runtime.buffers().bytesAllocated()).isLessThanOrEqualTo(budget());
      }
    }
    for (int i = 0; i < FILES; i++) {
      assertThat(writers.get(i).complete().size()).isEqualTo(LENGTH);
      writers.get(i).close();
      byte[] written = object("file" + i);
      assertThat(ByteBuffer.wrap(written)).isEqualTo(ByteBuffer.wrap(bytes, i, LENGTH));
      // Not all 900 MB at once on the heap of a test.
      assertThat(store.delete(List.of("file" + i))).isEmpty();
    }
  }
}
