package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.Capability;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.Limits;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.layer.FaultPlan;
import io.s3dlio.store.layer.FaultyStore;
import io.s3dlio.store.layer.RetryingStore;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Written, copied and read back every way while requests fail before, during and after. */
final class EngineUnderFaultsTest {

  private static final StoreConfig.Range RANGE =
      new StoreConfig.Range(30_000, 10_000, 2_000, 4, 120_000);
  private static final StoreConfig.Write WRITE = new StoreConfig.Write(30_000, 3);

  private static final Limits LIMITS = new Limits(1000, 1, 50_000, 10_000, 1 << 20, 1 << 20);

  /** Patient enough that no run of bad luck ends a call. */
  private static final StoreConfig.Retry PATIENT =
      new StoreConfig.Retry(
          100, Duration.ofMillis(1), Duration.ofMillis(10), Duration.ofHours(1), 1_000_000);

  static LongStream seeds() {
    Long one = Long.getLong("s3dlio.seed");
    return one != null ? LongStream.of(one) : LongStream.range(0, 200);
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void everyByteIsRightAndNothingStaysOpen(long seed) throws Exception {
    FaultPlan plan = FaultPlan.seeded(seed, 0.2);
    // As on s3 a copy under a condition is an upload, whose lost answers can be told apart.
    var memory = new ProbeStore(LIMITS, EnumSet.of(Capability.CONDITIONAL_COPY));
    var faulty = new FaultyStore(memory, plan);
    var random = new Random(seed);
    try (IoRuntime runtime =
        IoRuntime.open(
            new StoreConfig.Memory(16 << 20, 6), Clock.systemUTC(), wait -> {}, new Random(seed))) {
      ObjectStore store = new RetryingStore(faulty, PATIENT, runtime, IoEvents.NONE);
      byte[] bytes = EngineTest.bytes(seed, random.nextInt(400_000));
      write(store, runtime, bytes, random);
      new ObjectCopier(store, runtime, WRITE).copy("object", "copy", PutCondition.ifAbsent());
      readInOrder(store, runtime, bytes, plan);
      readRanges(store, runtime, bytes, random, plan);
    }
    assertThat(faulty.open()).as("left open, %s", plan).isZero();
  }

  private static void write(ObjectStore store, IoRuntime runtime, byte[] bytes, Random random)
      throws IOException {
    try (var writer = new PartWriter(store, "object", PutOptions.ifAbsent(), runtime, WRITE)) {
      int at = 0;
      while (at < bytes.length) {
        int count = Math.min(bytes.length - at, 1 + random.nextInt(50_000));
        writer.write(ByteBuffer.wrap(bytes, at, count));
        at += count;
      }
      assertThat(writer.complete().size()).isEqualTo(bytes.length);
    }
  }

  private static void readInOrder(
      ObjectStore store, IoRuntime runtime, byte[] bytes, FaultPlan plan) throws IOException {
    try (ObjectReader reader = store.open("copy", ReadHints.none());
        var stream = new ReadAheadStream(reader, runtime, RANGE)) {
      assertThat(stream.open().size()).isEqualTo(bytes.length);
      ByteBuffer all = ByteBuffer.allocate(bytes.length + 1);
      while (stream.read(all.position(), all) >= 0) {
        assertThat(all.hasRemaining()).isTrue();
      }
      assertThat(Arrays.copyOf(all.array(), all.position())).as("%s", plan).isEqualTo(bytes);
    }
  }

  private static void readRanges(
      ObjectStore store, IoRuntime runtime, byte[] bytes, Random random, FaultPlan plan)
      throws Exception {
    List<ByteRange> ranges = new ArrayList<>();
    for (int at = 0; at < bytes.length; ) {
      int length = Math.min(bytes.length - at, random.nextInt(100_000));
      ranges.add(ByteRange.of(at, length));
      at += length + 1 + random.nextInt(5_000);
    }
    try (var reader = new RangeReader(store.open("copy", ReadHints.none()), runtime, RANGE)) {
      List<CompletableFuture<ByteBuffer>> futures =
          reader.read(ranges, ByteBuffer::allocate, buffer -> {});
      for (int i = 0; i < ranges.size(); i++) {
        int offset = (int) ranges.get(i).offset();
        assertThat(futures.get(i).get(60, TimeUnit.SECONDS))
            .as("%s of %s", ranges.get(i), plan)
            .isEqualTo(ByteBuffer.wrap(bytes, offset, (int) ranges.get(i).length()));
      }
    }
  }
}
