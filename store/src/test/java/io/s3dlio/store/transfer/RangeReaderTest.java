package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.config.StoreConfig;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class RangeReaderTest extends EngineTest {

  private static final StoreConfig.Range CONFIG =
      new StoreConfig.Range(100_000, 20_000, 5_000, 4, 400_000);

  /** Buffers handed to the reader, and those it gave back. */
  private static final class Allocator {

    private final Set<ByteBuffer> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Random random = new Random(1);
    private int allocations;

    synchronized ByteBuffer allocate(int size) {
      allocations++;
      // Pools give more than asked for, and not from the start of their memory.
      ByteBuffer buffer =
          random.nextBoolean()
              ? ByteBuffer.allocate(size + 10)
              : ByteBuffer.allocateDirect(size + 10);
      buffer.position(3);
      lent.add(buffer);
      return buffer;
    }

    synchronized void release(ByteBuffer buffer) {
      assertThat(lent.remove(buffer)).as("released once").isTrue();
    }

    synchronized int lent() {
      return lent.size();
    }

    synchronized int allocations() {
      return allocations;
    }
  }

  private final Allocator allocator = new Allocator();

  private RangeReader reader(String key) {
    return new RangeReader(store.open(key, ReadHints.none()), runtime, CONFIG);
  }

  private List<CompletableFuture<ByteBuffer>> read(RangeReader reader, List<ByteRange> ranges) {
    return reader.read(ranges, allocator::allocate, allocator::release);
  }

  private static byte[] take(CompletableFuture<ByteBuffer> future) throws Exception {
    ByteBuffer buffer = future.get(20, TimeUnit.SECONDS);
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    return bytes;
  }

  private static Throwable failure(CompletableFuture<ByteBuffer> future) throws Exception {
    return future.handle((buffer, problem) -> problem).get(20, TimeUnit.SECONDS);
  }

  @Test
  void randomRangesInRandomOrderGiveTheObjectsBytes() throws Exception {
    byte[] bytes = putObject("object", 1_000_000);
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      List<ByteRange> ranges = new ArrayList<>();
      int at = 0;
      while (at < bytes.length - 1) {
        int length = random.nextInt(random.nextInt(10) == 0 ? 400_000 : 20_000);
        length = Math.min(length, bytes.length - at);
        ranges.add(ByteRange.of(at, length));
        at += length + (random.nextBoolean() ? random.nextInt(10_000) : 0);
      }
      Collections.shuffle(ranges, random);
      try (RangeReader reader = reader("object")) {
        List<CompletableFuture<ByteBuffer>> futures = read(reader, ranges);
        for (int i = 0; i < ranges.size(); i++) {
          int offset = (int) ranges.get(i).offset();
          assertThat(take(futures.get(i)))
              .as("seed %d, %s", seed, ranges.get(i))
              .isEqualTo(Arrays.copyOfRange(bytes, offset, offset + (int) ranges.get(i).length()));
        }
      }
    }
    assertThat(store.mostInFlight()).isLessThanOrEqualTo(4);
  }

  @Test
  void aLargeRangeIsReadInParallelIntoOneBuffer() throws Exception {
    byte[] bytes = putObject("object", 1_000_000);
    ReadHints hints = ReadHints.of(store.stat("object"));
    store.holdUntilInFlight(4);
    try (RangeReader reader =
        new RangeReader(store.open("object", hints), hints, runtime, CONFIG)) {
      assertThat(take(read(reader, List.of(ByteRange.of(0, 1_000_000))).get(0))).isEqualTo(bytes);
    }
    assertThat(store.mostInFlight()).isEqualTo(4);
    assertThat(store.count("GET")).isEqualTo(10);
    assertThat(allocator.allocations()).isEqualTo(1);
    assertThat(allocator.lent()).isEqualTo(1);
  }

  @Test
  void untilTheVersionIsKnownOneRequestGoesAlone() throws Exception {
    putObject("object", 1_000_000);
    List<Integer> inFlightAtSecond = Collections.synchronizedList(new ArrayList<>());
    store.failWhen(
        request -> {
          if (request.startsWith("GET") && store.count("GET") == 1) {
            // The first is not answered yet; give a second one time to arrive wrongly.
            for (int i = 0; i < 1000; i++) {
              Thread.onSpinWait();
            }
            inFlightAtSecond.add((int) store.count("GET"));
          }
        });
    try (RangeReader reader = reader("object")) {
      take(read(reader, List.of(ByteRange.of(0, 1_000_000))).get(0));
    }
    assertThat(inFlightAtSecond).containsExactly(1);
  }

  @Test
  void neighboursShareARequestAndABuffer() throws Exception {
    byte[] bytes = putObject("object", 100_000);
    try (RangeReader reader = reader("object")) {
      List<CompletableFuture<ByteBuffer>> futures =
          read(
              reader,
              List.of(ByteRange.of(20_000, 10), ByteRange.of(0, 10), ByteRange.of(16_000, 10)));
      assertThat(take(futures.get(0))).isEqualTo(Arrays.copyOfRange(bytes, 20_000, 20_010));
      assertThat(take(futures.get(1))).isEqualTo(Arrays.copyOfRange(bytes, 0, 10));
      assertThat(take(futures.get(2))).isEqualTo(Arrays.copyOfRange(bytes, 16_000, 16_010));
    }
    assertThat(store.requests())
        .containsExactlyInAnyOrder("GET object [0, 10)", "GET object [16000, 20010)");
    assertThat(allocator.allocations()).isEqualTo(2);
  }

  @Test
  void anEmptyRangeSendsNothing() throws Exception {
    putObject("object", 100);
    try (RangeReader reader = reader("object")) {
      assertThat(take(read(reader, List.of(ByteRange.of(50, 0))).get(0))).isEmpty();
      assertThat(read(reader, List.of())).isEmpty();
    }
    assertThat(store.requests()).isEmpty();
  }

  @Test
  void aRangePastTheEndFailsAndItsNeighboursDoNot() throws Exception {
    byte[] bytes = putObject("object", 250_000);
    try (RangeReader reader = reader("object")) {
      List<CompletableFuture<ByteBuffer>> futures =
          read(
              reader,
              List.of(
                  ByteRange.of(249_000, 1_000),
                  ByteRange.of(250_000, 10),
                  ByteRange.of(0, 200_000),
                  ByteRange.of(400_000, 200_000)));
      assertThat(take(futures.get(0))).isEqualTo(Arrays.copyOfRange(bytes, 249_000, 250_000));
      assertThat(failure(futures.get(1))).isInstanceOf(EOFException.class);
      assertThat(take(futures.get(2))).isEqualTo(Arrays.copyOf(bytes, 200_000));
      assertThat(failure(futures.get(3))).isInstanceOf(EOFException.class);
    }
    assertThat(allocator.lent()).as("buffers of failed ranges come back").isEqualTo(2);
  }

  @Test
  void aLargeRangePastTheEndFailsAsAWhole() throws Exception {
    putObject("object", 250_000);
    try (RangeReader reader = reader("object")) {
      assertThat(failure(read(reader, List.of(ByteRange.of(0, 260_000))).get(0)))
          .isInstanceOf(EOFException.class);
    }
    assertThat(allocator.lent()).isZero();
  }

  @Test
  void impossibleRangesAreRefusedBeforeAnythingIsStarted() throws Exception {
    putObject("object", 100);
    try (RangeReader reader = reader("object")) {
      assertThatThrownBy(() -> read(reader, List.of(ByteRange.of(0, 10), ByteRange.of(9, 10))))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> read(reader, List.of(ByteRange.suffix(10))))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(store.requests()).isEmpty();
    assertThat(allocator.allocations()).isZero();
  }

  @Test
  void theFirstErrorWinsAndTheBufferComesBack() throws Exception {
    putObject("object", 1_000_000);
    store.failWhen(
        request -> {
          if (request.startsWith("READ object [300000")) {
            throw new TransientException("reset");
          }
        });
    try (RangeReader reader = reader("object")) {
      CompletableFuture<ByteBuffer> future =
          read(reader, List.of(ByteRange.of(0, 1_000_000))).get(0);
      assertThat(failure(future)).isInstanceOf(TransientException.class).hasMessage("reset");
    }
    assertThat(allocator.lent()).isZero();
  }

  @Test
  void aMissingObjectFailsEveryFuture() throws Exception {
    try (RangeReader reader = reader("missing")) {
      for (CompletableFuture<ByteBuffer> future :
          read(reader, List.of(ByteRange.of(0, 10), ByteRange.of(50_000, 200_000)))) {
        assertThat(failure(future)).isInstanceOf(FileNotFoundException.class);
      }
    }
    assertThat(allocator.lent()).isZero();
  }

  @Test
  void anAllocatorThatFailsFailsTheRange() throws Exception {
    putObject("object", 100);
    try (RangeReader reader = reader("object")) {
      var future =
          reader
              .read(
                  List.of(ByteRange.of(0, 10)),
                  size -> {
                    throw new IllegalStateException("pool is empty");
                  },
                  allocator::release)
              .get(0);
      assertThat(failure(future))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("pool is empty");
      var small =
          reader.read(List.of(ByteRange.of(0, 10)), size -> ByteBuffer.allocate(5), b -> {}).get(0);
      assertThat(failure(small)).isInstanceOf(IOException.class);
    }
  }

  @Test
  void closingFailsWhatIsLeftAndWaitsForWhatIsWritten() throws Exception {
    putObject("object", 1_000_000);
    for (int round = 0; round < 50; round++) {
      RangeReader reader = reader("object");
      List<CompletableFuture<ByteBuffer>> futures =
          read(
              reader,
              List.of(
                  ByteRange.of(0, 300_000),
                  ByteRange.of(400_000, 5),
                  ByteRange.of(500_000, 500_000)));
      reader.close();
      int handedOut = 0;
      for (CompletableFuture<ByteBuffer> future : futures) {
        assertThat(future).isDone();
        handedOut += future.isCompletedExceptionally() ? 0 : 1;
      }
      assertThat(allocator.lent()).isEqualTo(handedOut);
      allocator.lent.clear();
      assertThat(failure(read(reader, List.of(ByteRange.of(0, 5))).get(0)))
          .isInstanceOf(IOException.class);
      reader.close();
    }
  }

  @Test
  void closingInACallbackDoesNotWaitForItself() throws Exception {
    putObject("object", 1_000_000);
    RangeReader reader = reader("object");
    CompletableFuture<Boolean> closed =
        read(reader, List.of(ByteRange.of(0, 10)))
            .get(0)
            .thenApply(
                buffer -> {
                  try {
                    reader.close();
                    return true;
                  } catch (IOException e) {
                    return false;
                  }
                });
    assertThat(closed.get(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void cancelledFuturesGetNoBuffer() throws Exception {
    putObject("object", 1_000_000);
    try (RangeReader reader = reader("object")) {
      CompletableFuture<ByteBuffer> future = read(reader, List.of(ByteRange.of(0, 900_000))).get(0);
      if (!future.cancel(false)) {
        allocator.release(future.get());
      }
    }
    assertThat(allocator.lent()).isZero();
  }

  @Test
  void readFillsSmallAndLargeBuffersFromAnyPosition() throws Exception {
    byte[] bytes = putObject("object", 1_000_000);
    for (long seed = 0; seed < 60; seed++) {
      var random = new Random(seed);
      try (RangeReader reader = reader("object")) {
        for (int i = 0; i < 5; i++) {
          int position = random.nextInt(1_000_000);
          int length = 1 + random.nextInt(random.nextBoolean() ? 1_200_000 : 50_000);
          ByteBuffer target =
              random.nextBoolean()
                  ? ByteBuffer.allocate(length + 7)
                  : ByteBuffer.allocateDirect(length + 7);
          target.position(5).limit(length + 5);
          int expected = Math.min(length, bytes.length - position);
          assertThat(reader.read(position, target)).as("seed %d", seed).isEqualTo(expected);
          assertThat(target.position()).isEqualTo(5 + expected);
          byte[] got = new byte[expected];
          target.get(5, got);
          assertThat(got).isEqualTo(Arrays.copyOfRange(bytes, position, position + expected));
        }
      }
    }
  }

  @Test
  void readAtTheEndAndBeyond() throws Exception {
    putObject("object", 1000);
    try (RangeReader reader = reader("object")) {
      for (int length : new int[] {1, 1_000_000}) {
        assertThat(reader.read(1000, ByteBuffer.allocate(length))).isEqualTo(-1);
        assertThat(reader.read(5000, ByteBuffer.allocate(length))).isEqualTo(-1);
      }
      assertThat(reader.read(0, ByteBuffer.allocate(0))).isZero();
      assertThatThrownBy(() -> reader.read(-1, ByteBuffer.allocate(1)))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void aSmallReadIsOneRequestOnTheCallersThread() throws Exception {
    putObject("object", 1_000_000);
    List<String> threads = new ArrayList<>();
    store.failWhen(request -> threads.add(Thread.currentThread().getName()));
    try (RangeReader reader = reader("object")) {
      reader.read(10, ByteBuffer.allocate(100_000));
    }
    assertThat(threads).containsOnly(Thread.currentThread().getName());
    assertThat(store.count("GET")).isEqualTo(1);
  }

  @Test
  void aFailedLargeReadThrows() throws Exception {
    putObject("object", 1_000_000);
    store.failWhen(
        request -> {
          if (request.startsWith("READ object [400000")) {
            throw new TransientException("reset");
          }
        });
    try (RangeReader reader = reader("object")) {
      assertThatThrownBy(() -> reader.read(0, ByteBuffer.allocate(1_000_000)))
          .isInstanceOf(TransientException.class);
    }
  }
}
