package io.s3dlio.testing.proof;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/** Threads that do the same thing at the same moment, round after round. */
final class Crowd implements AutoCloseable {

  private static final long ROUND_LIMIT_SECONDS = 120;

  private final int size;
  private final ExecutorService threads;

  /** One contender's turn; whether it won. */
  @FunctionalInterface
  interface Turn {
    boolean run(int contender) throws Exception;
  }

  Crowd(int size) {
    this.size = size;
    this.threads = Executors.newFixedThreadPool(size);
  }

  /**
   * Lets every contender begin at once.
   *
   * @return the winners' numbers, in order
   * @throws Exception the first failure of a contender
   */
  List<Integer> race(Turn turn) throws Exception {
    CyclicBarrier start = new CyclicBarrier(size);
    List<Future<Boolean>> answers = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      int contender = i;
      answers.add(
          threads.submit(
              () -> {
                start.await();
                return turn.run(contender);
              }));
    }
    List<Integer> winners = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      if (answers.get(i).get(ROUND_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        winners.add(i);
      }
    }
    return winners;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
