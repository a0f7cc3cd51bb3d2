package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class BufferPoolTest {

  private static final long BUDGET = 32L << 20;

  private final BufferPool pool = new BufferPool(BUDGET);

  @AfterEach
  void everythingCameBack() {
    assertThat(pool.bytesInUse()).isZero();
    assertThat(pool.bytesAllocated()).isLessThanOrEqualTo(BUDGET);
  }

  @Test
  void buffersAreDirectPageAlignedAndAsLongAsAsked() throws Exception {
    for (int size : new int[] {1, 4095, 4096, 100_000, 1 << 20}) {
      try (PooledBuffer one = pool.acquireForPart(size).orElseThrow();
          PooledBuffer other = pool.tryAcquire(size).orElseThrow()) {
        for (ByteBuffer bytes : List.of(one.bytes(), other.bytes())) {
          assertThat(bytes.isDirect()).isTrue();
          assertThat(bytes.alignmentOffset(0, 4096)).isZero();
          assertThat(bytes.remaining()).isEqualTo(size);
        }
      }
    }
  }

  @Test
  void closingTwiceGivesBackOnce() throws Exception {
    PooledBuffer buffer = pool.tryAcquire(10).orElseThrow();
    buffer.close();
    buffer.close();
    try (PooledBuffer next = pool.tryAcquire(10).orElseThrow()) {
      buffer.close();
      assertThat(pool.bytesInUse()).isEqualTo(4096);
      assertThat(next.bytes().capacity()).isEqualTo(10);
    }
  }

  @Test
  void readingAheadLeavesHalfAndNeverWaits() {
    List<PooledBuffer> held = new ArrayList<>();
    Optional<PooledBuffer> next = pool.tryAcquire(1 << 20);
    while (next.isPresent()) {
      held.add(next.get());
      next = pool.tryAcquire(1 << 20);
    }
    assertThat(held).hasSize(16);
    held.forEach(PooledBuffer::close);
  }

  @Test
  void anInterruptedWaiterKeepsItsFlag() throws Exception {
    PooledBuffer sent = pool.acquireForPart(32 << 20).orElseThrow();
    sent.sending();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> pool.acquireForPart(1)).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    sent.close();
    pool.acquireForPart(1).orElseThrow().close();
  }

  @Test
  void aPartWaitsOnlyWhileOthersAreBeingSent() throws Exception {
    List<PooledBuffer> held = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      held.add(pool.acquireForPart(8 << 20).orElseThrow());
    }
    assertThat(pool.acquireForPart(8 << 20)).as("nobody would give back").isEmpty();
    held.get(0).sending();
    CompletableFuture<Optional<PooledBuffer>> waiting =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return pool.acquireForPart(8 << 20);
              } catch (InterruptedIOException e) {
                throw new AssertionError(e);
              }
            });
    held.get(0).close();
    waiting.get(20, TimeUnit.SECONDS).orElseThrow().close();
    held.forEach(PooledBuffer::close);
  }

  @Test
  void waitersGiveUpWhenNothingIsBeingSentAnyMore() throws Exception {
    PooledBuffer sent = pool.acquireForPart(8 << 20).orElseThrow();
    List<PooledBuffer> held = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      held.add(pool.acquireForPart(8 << 20).orElseThrow());
    }
    sent.sending();
    List<CompletableFuture<Optional<PooledBuffer>>> waiting = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      waiting.add(
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return pool.acquireForPart(16 << 20);
                } catch (InterruptedIOException e) {
                  throw new AssertionError(e);
                }
              }));
    }
    sent.close();
    for (var one : waiting) {
      assertThat(one.get(20, TimeUnit.SECONDS)).isEmpty();
    }
    held.forEach(PooledBuffer::close);
  }

  @Test
  void largeBuffersMakeRoomForSmallOnesAndBack() throws Exception {
    for (int round = 0; round < 5; round++) {
      pool.acquireForPart(32 << 20).orElseThrow().close();
      List<PooledBuffer> small = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        small.add(pool.acquireForPart(64 << 10).orElseThrow());
        assertThat(pool.bytesAllocated()).isLessThanOrEqualTo(BUDGET);
      }
      assertThat(pool.acquireForPart(32 << 20)).isEmpty();
      small.forEach(PooledBuffer::close);
    }
  }

  @Test
  void loansNeverOverlapAndTheBudgetHolds() throws Exception {
    for (long seed = 0; seed < 20; seed++) {
      var random = new Random(seed);
      List<PooledBuffer> held = new ArrayList<>();
      for (int i = 0; i < 300; i++) {
        if (random.nextInt(3) > 0) {
          pool.acquireForPart(1 + random.nextInt(random.nextBoolean() ? 5_000 : 3_000_000))
              .ifPresent(held::add);
        } else if (!held.isEmpty()) {
          Collections.shuffle(held, random);
          held.remove(held.size() - 1).close();
        }
        for (int j = 0; j < held.size(); j++) {
          mark(held.get(j).bytes(), j);
        }
        for (int j = 0; j < held.size(); j++) {
          checkMark(held.get(j).bytes(), j, seed);
        }
        assertThat(pool.bytesInUse()).isLessThanOrEqualTo(BUDGET);
        assertThat(pool.bytesAllocated()).as("seed %d", seed).isLessThanOrEqualTo(BUDGET);
      }
      held.forEach(PooledBuffer::close);
    }
  }

  private static void mark(ByteBuffer bytes, int value) {
    bytes.put(0, (byte) value).put(bytes.capacity() - 1, (byte) value);
  }

  private static void checkMark(ByteBuffer bytes, int value, long seed) {
    assertThat(bytes.get(0)).as("seed %d", seed).isEqualTo((byte) value);
    assertThat(bytes.get(bytes.capacity() - 1)).as("seed %d", seed).isEqualTo((byte) value);
  }
}
