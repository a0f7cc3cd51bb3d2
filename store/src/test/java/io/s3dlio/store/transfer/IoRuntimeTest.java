package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.config.StoreConfig;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class IoRuntimeTest {

  private static final StoreConfig.Memory CONFIG = new StoreConfig.Memory(16 << 20, 3);

  @Test
  void tasksRunOnNamedDaemonsAndClosingEndsThem() throws Exception {
    List<Thread> threads = Collections.synchronizedList(new ArrayList<>());
    var done = new CountDownLatch(100);
    IoRuntime runtime = IoRuntime.open(CONFIG);
    for (int i = 0; i < 100; i++) {
      runtime
          .executor()
          .execute(
              () -> {
                threads.add(Thread.currentThread());
                done.countDown();
              });
    }
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
    runtime.close();
    assertThat(threads.stream().distinct()).hasSizeBetween(1, 3);
    assertThat(threads)
        .allSatisfy(
            thread -> {
              assertThat(thread.getName()).matches("s3dlio-io-[0-2]");
              assertThat(thread.isDaemon()).isTrue();
              // A pool has ended a moment before its last thread is gone.
              thread.join(10_000);
              assertThat(thread.isAlive()).isFalse();
            });
    assertThatThrownBy(() -> runtime.executor().execute(() -> {}))
        .isInstanceOf(IllegalStateException.class);
    runtime.close();
  }

  @Test
  void closingRunsWhatWasQueued() {
    var count = new AtomicInteger();
    IoRuntime runtime = IoRuntime.open(CONFIG);
    for (int i = 0; i < 1000; i++) {
      runtime.executor().execute(count::incrementAndGet);
    }
    runtime.close();
    assertThat(count).hasValue(1000);
  }

  @Test
  void closingTellsOfABufferStillLent() throws Exception {
    IoRuntime runtime = IoRuntime.open(CONFIG);
    PooledBuffer lent = runtime.buffers().tryAcquire(10_000).orElseThrow();
    assertThatThrownBy(runtime::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("12288 bytes");
    lent.close();
    runtime.close();
  }

  @Test
  void theSharedOneIsMadeOnceAndNeverCloses() throws Exception {
    IoRuntime shared = IoRuntime.shared(CONFIG);
    assertThat(IoRuntime.shared(new StoreConfig.Memory(64 << 20, 1))).isSameAs(shared);
    shared.close();
    var done = new CountDownLatch(1);
    shared.executor().execute(done::countDown);
    assertThat(done.await(20, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void testsBringTheirOwnClockSleepAndRandom() throws Exception {
    List<Duration> slept = new ArrayList<>();
    Clock clock = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);
    try (IoRuntime runtime = IoRuntime.open(CONFIG, clock, slept::add, new Random(5))) {
      runtime.sleep(Duration.ofHours(1));
      assertThat(slept).containsExactly(Duration.ofHours(1));
      assertThat(runtime.clock()).isSameAs(clock);
      assertThat(runtime.random()).isEqualTo(new Random(5).nextDouble());
    }
    try (IoRuntime runtime = IoRuntime.open(CONFIG)) {
      assertThat(runtime.random()).isBetween(0.0, 1.0).isNotEqualTo(runtime.random());
    }
  }

  @Test
  void anInterruptedSleepEndsAndKeepsTheFlag() {
    try (IoRuntime runtime = IoRuntime.open(CONFIG)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> runtime.sleep(Duration.ofDays(1)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
    try (IoRuntime runtime =
        IoRuntime.open(
            CONFIG,
            Clock.systemUTC(),
            duration -> {
              throw new InterruptedException();
            },
            new Random(1))) {
      assertThatThrownBy(() -> runtime.sleep(Duration.ofDays(1)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }
}
