package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.Relay;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;

/**
 * The requests that an action may send, round by round: {@code HeadObject + ListObjectsV2 then
 * PutObject}. Requests of one round are in flight at once; {@code any order:} before the list
 * leaves the rounds open.
 */
record Rounds(List<List<String>> rounds, boolean ordered) {

  private static final String ANY_ORDER = "any order:";
  private static final long LIMIT_SECONDS = 30;

  /** What the action does, between its first and last request. */
  @FunctionalInterface
  interface Action {
    void run() throws Exception;
  }

  /** Reads one cell of the table. */
  static Rounds parse(String text) {
    boolean ordered = !text.startsWith(ANY_ORDER);
    String list = ordered ? text : text.substring(ANY_ORDER.length());
    return new Rounds(
        Arrays.stream(list.trim().split(" then "))
            .map(round -> Arrays.stream(round.split(" \\+ ")).flatMap(Rounds::times).toList())
            .toList(),
        ordered);
  }

  /** {@code 3 PutObject} is three of them. */
  private static java.util.stream.Stream<String> times(String operation) {
    String[] words = operation.trim().split(" ");
    int count = words.length == 2 ? Integer.parseInt(words[0]) : 1;
    return java.util.stream.Stream.generate(() -> words[words.length - 1]).limit(count);
  }

  int requests() {
    return rounds.stream().mapToInt(List::size).sum();
  }

  /**
   * Runs the action and shows that it sends exactly these requests. The relay holds every answer of
   * a round back until all its requests have come, so none of them can have waited for another.
   */
  void verify(Relay relay, Action action) throws Exception {
    relay.reset();
    if (!ordered) {
      action.run();
      assertThat(relay.operations())
          .as("%s", relay.requests())
          .containsExactlyInAnyOrderElementsOf(rounds.get(0));
      return;
    }
    CountDownLatch gate = hold(relay);
    CompletableFuture<Void> done =
        CompletableFuture.runAsync(() -> unchecked(action), ForkJoinPool.commonPool());
    try {
      int before = 0;
      for (List<String> round : rounds) {
        awaitHeld(relay, before + round.size(), done);
        List<String> seen = relay.operations();
        assertThat(seen.subList(before, seen.size()))
            .as("in flight at once after %s", seen.subList(0, before))
            .containsExactlyInAnyOrderElementsOf(round);
        before = seen.size();
        CountDownLatch next = hold(relay);
        gate.countDown();
        gate = next;
      }
      awaitHeld(relay, before + 1, done);
      assertThat(relay.operations()).as("all requests").hasSize(before);
      done.get(LIMIT_SECONDS, TimeUnit.SECONDS);
    } finally {
      relay.faults(FaultPlan.none());
      gate.countDown();
    }
  }

  private static CountDownLatch hold(Relay relay) {
    CountDownLatch gate = new CountDownLatch(1);
    relay.faults(FaultPlan.none().on(any -> true, new Fault.Hold(gate)).always());
    return gate;
  }

  /** Waits until so many requests have come and each is held, or until the action has ended. */
  private static void awaitHeld(Relay relay, int count, CompletableFuture<Void> done)
      throws InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(LIMIT_SECONDS);
    while (!done.isDone() && System.nanoTime() < deadline) {
      var requests = relay.requests();
      if (requests.size() >= count && requests.stream().allMatch(r -> r.fault().isPresent())) {
        return;
      }
      Thread.sleep(1);
    }
  }

  private static void unchecked(Action action) {
    try {
      action.run();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
