package io.s3dlio.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class FaultPlanTest {
  private static final Fault FIRST = Fault.slowDown();
  private static final Fault SECOND = new Fault.LoseAnswer();

  private static RecordedRequest request(String method, String path, String query) {
    return new RecordedRequest(1, 1, method, path, query, Map.of(), 0, 0, 0, Optional.empty());
  }

  @Test
  void countsAndSpares() {
    FaultPlan plan =
        FaultPlan.none().on("GetObject", FIRST).after(1).times(2).on(any -> true, SECOND).times(1);
    RecordedRequest get = request("GET", "/b/k", "");
    assertThat(plan.faultFor(get)).contains(SECOND);
    assertThat(plan.faultFor(request("PUT", "/b/k", ""))).isEmpty();
    assertThat(plan.faultFor(get)).contains(FIRST);
    assertThat(plan.faultFor(get)).contains(FIRST);
    assertThat(plan.faultFor(get)).isEmpty();
  }

  @Test
  void theSameSeedSpoilsTheSameAttemptsInAnyOrder() {
    List<RecordedRequest> requests = new ArrayList<>();
    for (int i = 0; i < 500; i++) {
      requests.add(request("GET", "/b/" + i % 250, ""));
    }
    List<String> inOrder = spoiled(FaultPlan.seeded(42, 0.2, FIRST, SECOND), requests);
    Collections.shuffle(requests, new Random(7));
    assertThat(spoiled(FaultPlan.seeded(42, 0.2, FIRST, SECOND), requests)).isEqualTo(inOrder);
    assertThat(spoiled(FaultPlan.seeded(43, 0.2, FIRST, SECOND), requests)).isNotEqualTo(inOrder);
    assertThat(inOrder.size()).isBetween(60, 140);
    assertThat(inOrder).anyMatch(line -> line.contains("LoseAnswer"));
    assertThat(inOrder).anyMatch(line -> line.contains("SlowDown"));
  }

  private static List<String> spoiled(FaultPlan plan, List<RecordedRequest> requests) {
    return requests.stream()
        .flatMap(
            request -> plan.faultFor(request).stream().map(fault -> request.path() + " " + fault))
        .sorted()
        .toList();
  }

  @Test
  void anUploadIdDoesNotChangeTheChoice() {
    for (long seed = 0; seed < 50; seed++) {
      RecordedRequest one = request("PUT", "/b/k", "partNumber=1&uploadId=abc");
      RecordedRequest other = request("PUT", "/b/k", "uploadId=xyz&partNumber=1");
      assertThat(FaultPlan.seeded(seed, 0.5, FIRST).faultFor(one))
          .isEqualTo(FaultPlan.seeded(seed, 0.5, FIRST).faultFor(other));
    }
  }

  @Test
  void namesItsSeed() {
    assertThat(FaultPlan.seeded(4711, 0.1, SECOND))
        .hasToString("FaultPlan[seeded(4711L, 0.1, [LoseAnswer[]])]");
    assertThatThrownBy(() -> FaultPlan.seeded(1, 2, SECOND))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
