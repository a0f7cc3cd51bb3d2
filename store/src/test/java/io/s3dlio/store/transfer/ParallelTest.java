package io.s3dlio.store.transfer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ParallelTest extends EngineTest {

  private final Parallel parallel = runtime.parallel();

  private static void meet(CyclicBarrier barrier) {
    try {
      barrier.await(20, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void bothCallsRunAtTheSameTimeTheFirstOnThisThread() throws IOException {
    var barrier = new CyclicBarrier(2);
    Thread here = Thread.currentThread();
    String joined =
        parallel.both(
            () -> {
              meet(barrier);
              assertThat(Thread.currentThread()).isSameAs(here);
              return "a";
            },
            () -> {
              meet(barrier);
              assertThat(Thread.currentThread().getName()).startsWith("s3dlio-io-");
              return "b";
            },
            (a, b) -> a + b);
    assertThat(joined).isEqualTo("ab");
  }

  @Test
  void theFirstCallsFailureCountsMost() {
    Parallel.Call<String> first =
        () -> {
          throw new IOException("first");
        };
    Parallel.Call<String> second =
        () -> {
          throw new IOException("second");
        };
    assertThatThrownBy(() -> parallel.both(first, second, (a, b) -> a))
        .hasMessage("first")
        .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
    assertThatThrownBy(() -> parallel.both(first, () -> "b", (a, b) -> a)).hasMessage("first");
    assertThatThrownBy(() -> parallel.both(() -> "a", second, (a, b) -> a)).hasMessage("second");
  }

  @Test
  void everyItemIsTakenOnceAndNoMoreAtATimeThanAsked() throws IOException {
    var inFlight = new AtomicInteger();
    var most = new AtomicInteger();
    var sum = new AtomicInteger();
    var together = new CyclicBarrier(3);
    parallel.forEach(
        IntStream.rangeClosed(1, 999).iterator(),
        3,
        item -> {
          most.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
          meet(together);
          sum.addAndGet(item);
          inFlight.decrementAndGet();
        });
    assertThat(sum).hasValue(999 * 1000 / 2);
    assertThat(most).hasValue(3);
  }

  @Test
  void itemsAreTakenOnlyWhenThereIsRoom() throws IOException {
    var taken = new AtomicInteger();
    var done = new AtomicInteger();
    var ahead = new AtomicInteger();
    Iterator<Integer> items =
        IntStream.range(0, 10_000).map(i -> taken.incrementAndGet()).iterator();
    parallel.forEach(
        items, 4, item -> ahead.accumulateAndGet(item - done.getAndIncrement(), Math::max));
    assertThat(done).hasValue(10_000);
    // Four being worked on, one or two in hand.
    assertThat(ahead.get()).isLessThanOrEqualTo(7);
  }

  @Test
  void theFirstFailureEndsItAndNothingRunsAfterwards() {
    var running = new AtomicInteger();
    var taken = new AtomicInteger();
    assertThatThrownBy(
            () ->
                parallel.forEach(
                    IntStream.iterate(0, i -> i + 1).iterator(),
                    4,
                    item -> {
                      running.incrementAndGet();
                      taken.incrementAndGet();
                      try {
                        if (item == 100) {
                          throw new IOException("item 100");
                        }
                      } finally {
                        running.decrementAndGet();
                      }
                    }))
        .isInstanceOf(IOException.class)
        .hasMessage("item 100");
    assertThat(running).hasValue(0);
    assertThat(taken.get()).isLessThan(10_000_000);
  }

  @Test
  void aSourceThatFailsFailsIt() {
    Iterator<Integer> broken =
        IntStream.range(0, 10)
            .map(
                i -> {
                  if (i == 5) {
                    throw new UncheckedIOException(new IOException("page two"));
                  }
                  return i;
                })
            .iterator();
    List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
    assertThatThrownBy(() -> parallel.forEach(broken, 2, seen::add)).hasMessage("page two");
    assertThat(seen).isSubsetOf(0, 1, 2, 3, 4);
    assertThatThrownBy(
            () ->
                parallel.forEach(
                    List.of(1).iterator(),
                    2,
                    item -> {
                      throw new IllegalArgumentException("unchecked");
                    }))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void anInterruptEndsItOnceWhatRunsHasEnded() {
    var begun = new CountDownLatch(2);
    Thread caller = Thread.currentThread();
    var running = new AtomicInteger();
    assertThatThrownBy(
            () ->
                parallel.forEach(
                    IntStream.iterate(0, i -> i + 1).iterator(),
                    2,
                    item -> {
                      running.incrementAndGet();
                      begun.countDown();
                      try {
                        begun.await(20, TimeUnit.SECONDS);
                      } catch (InterruptedException e) {
                        throw new IOException(e);
                      }
                      caller.interrupt();
                      running.decrementAndGet();
                    }))
        .isInstanceOf(InterruptedIOException.class);
    assertThat(running).hasValue(0);
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anIoThreadMayNotWaitForOthers() throws IOException {
    List<String> refusals = Collections.synchronizedList(new ArrayList<>());
    parallel.forEach(
        List.of(1).iterator(),
        1,
        item -> {
          try {
            parallel.both(() -> 1, () -> 2, Integer::sum);
          } catch (IllegalStateException e) {
            refusals.add("both");
          }
          try {
            parallel.forEach(List.of(1).iterator(), 1, i -> {});
          } catch (IllegalStateException e) {
            refusals.add("forEach");
          }
        });
    assertThat(refusals).containsExactly("both", "forEach");
  }
}
