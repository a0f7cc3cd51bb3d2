package io.s3dlio.benchmarks;

import io.s3dlio.benchmarks.Contender.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Interleaved rounds: each contender runs once, then each again, so that what else the machine does
 * falls on all of them alike.
 *
 * @param warmUp rounds before them, which for a slow peer count
 * @param count of rounds that are measured
 * @param peerSeconds after so much time a peer has run often enough
 */
record Rounds(int warmUp, int count, double peerSeconds) {

  /**
   * Runs a case.
   *
   * @throws IllegalStateException when contenders answer differently: then one of them is wrong,
   *     and its speed is of no interest
   */
  List<Measured> run(Case question) throws Exception {
    Map<Contender, List<Run>> runs = new LinkedHashMap<>();
    for (int round = -warmUp; round < count; round++) {
      for (Contender contender : question.contenders()) {
        List<Run> before = runs.computeIfAbsent(contender, c -> new ArrayList<>());
        if (isDone(contender, before)) {
          continue;
        }
        Run run = contender.run();
        check(question, contender, run, runs);
        if (round >= 0 || isDone(contender, List.of(run))) {
          before.add(run);
        }
        System.err.printf(
            "%s, round %d, %s: %.3f s, %.2f CPU s%n",
            question.id(), round, contender.name(), run.seconds(), run.cpuSeconds());
      }
    }
    List<Measured> measured = new ArrayList<>();
    runs.forEach((contender, all) -> measured.add(of(contender, all)));
    return measured;
  }

  private boolean isDone(Contender contender, List<Run> runs) {
    return contender.role() == Role.PEER
        && runs.stream().mapToDouble(Run::seconds).sum() > peerSeconds;
  }

  private static void check(
      Case question, Contender contender, Run run, Map<Contender, List<Run>> runs) {
    if (contender.role() == Role.LIMIT) {
      return;
    }
    runs.forEach(
        (other, earlier) -> {
          if (other.role() != Role.LIMIT
              && !earlier.isEmpty()
              && !earlier.get(0).answer().equals(run.answer())) {
            throw new IllegalStateException(
                "%s: %s answers %s, %s answers %s"
                    .formatted(
                        question.id(),
                        other.name(),
                        earlier.get(0).answer(),
                        contender.name(),
                        run.answer()));
          }
        });
  }

  private static Measured of(Contender contender, List<Run> runs) {
    return new Measured(contender.role(), contender.name(), runs);
  }
}
