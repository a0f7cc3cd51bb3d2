package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.StoreConfig;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a request is sent again, how long it waits for that, and when it is not. */
final class RetryingStoreTest {

  private static final StoreConfig.Retry DEFAULTS = StoreConfig.defaults().retry();

  @Test
  void waitsTwiceAsLongEachTimeWithJitterAndACap() {
    var retry =
        new StoreConfig.Retry(6, Duration.ofMillis(100), Duration.ofMillis(500), limit(60), 500);
    var script = always(Operation.STAT, Fault.LOST_REQUEST, 6);
    try (Bench bench = new Bench(script, retry)) {
      var failure =
          catchThrowableOfType(TransientException.class, () -> bench.store.stat("data/a"));
      assertThat(bench.time.waits().stream().map(Duration::toMillis))
          .containsExactly(50L, 100L, 200L, 250L, 250L);
      assertThat(failure).hasMessageContaining("gave up after 6 attempts in 0.85 s");
      assertThat(failure.getCause()).isInstanceOf(TransientException.class);
      assertThat(failure.getSuppressed()).hasSize(3);
      assertThat(bench.events)
          .containsExactly(
              "STAT data/a 1", "STAT data/a 2", "STAT data/a 3", "STAT data/a 4", "STAT data/a 5");
    }
  }

  @Test
  void everyRequestThatIsHarmlessToRepeatIsRepeated() throws IOException {
    var script = FaultPlan.script();
    for (Operation operation : Operation.values()) {
      script.then(operation, Fault.LOST_ANSWER).then(operation, Fault.THROTTLED);
    }
    try (Bench bench = new Bench(script)) {
      bench.store.put("a", Bench.bytes("abc"), PutOptions.none());
      assertThat(bench.store.stat("a").size()).isEqualTo(3);
      assertThat(bench.store.list(ListQuery.recursive("")).objects()).hasSize(1);
      bench.store.copy("a", "b", CopyOptions.none());
      assertThat(bench.store.delete(List.of("a", "b"))).isEmpty();
      assertThat(bench.store.listUploads(UploadQuery.of("")).uploads()).isEmpty();
      try (var upload = bench.store.startUpload("c", PutOptions.none())) {
        var part = upload.uploadPart(1, 0, Bench.bytes("cc"));
        assertThat(upload.complete(List.of(part)).size()).isEqualTo(2);
      }
      bench.store.startUpload("d", PutOptions.none()).close();
      assertThat(bench.faulty.open()).isZero();
      assertThat(bench.memory.listUploads(UploadQuery.of("")).uploads())
          .hasSize(bench.faulty.orphanedUploads());
    }
  }

  @Test
  void aConflictOnPutIsSentAgain() throws IOException {
    var script = FaultPlan.script().then(Operation.PUT, Fault.LOST_REQUEST);
    try (Bench bench = new Bench(script)) {
      assertThat(bench.store.put("a", Bench.bytes("a"), PutOptions.ifAbsent()).size()).isEqualTo(1);
    }
  }

  @Test
  void waitsAtLeastAsLongAsTheServiceAsks() throws IOException {
    try (Bench bench = new Bench(asking(Duration.ofSeconds(45)))) {
      bench.memory.put("a", Bench.bytes("a"), PutOptions.none());
      bench.store.stat("a");
      assertThat(bench.time.waits()).containsExactly(Duration.ofSeconds(45));
    }
  }

  @Test
  void doesNotWaitWhenTheWaitWouldPassTheTimeLimit() {
    try (Bench bench = new Bench(asking(Duration.ofMinutes(10)))) {
      assertThatThrownBy(() -> bench.store.stat("a"))
          .isInstanceOf(ThrottledException.class)
          .hasMessageContaining("1 attempt")
          .hasMessageContaining("600.0 s")
          .hasMessageContaining("time limit of 180.0 s")
          .satisfies(
              e ->
                  assertThat(((ThrottledException) e).retryAfter())
                      .contains(Duration.ofMinutes(10)));
      assertThat(bench.time.waits()).isEmpty();
    }
  }

  @Test
  void slowFailuresEndAtTheTimeLimit() {
    var script = FaultPlan.script();
    try (Bench bench = new Bench(script)) {
      for (int i = 0; i < 7; i++) {
        script.then(
            Operation.STAT, Fault.LOST_REQUEST, () -> bench.time.advance(Duration.ofMinutes(1)));
      }
      assertThatThrownBy(() -> bench.store.stat("a")).hasMessageContaining("after 3 attempts");
    }
  }

  @Test
  void theBudgetIsSharedByAllCallsAndEarnedBackByTenSuccesses() throws IOException {
    var retry =
        new StoreConfig.Retry(100, Duration.ofMillis(1), Duration.ofMillis(1), limit(60), 3);
    var script = always(Operation.STAT, Fault.THROTTLED, 6);
    try (Bench bench = new Bench(script, retry)) {
      bench.memory.put("a", Bench.bytes("a"), PutOptions.none());
      assertThatThrownBy(() -> bench.store.stat("a"))
          .isInstanceOf(ThrottledException.class)
          .hasMessageContaining("after 4 attempts")
          .hasMessageContaining("retry budget is spent");
      assertThatThrownBy(() -> bench.store.stat("a")).hasMessageContaining("after 1 attempt ");
      for (int i = 0; i < 10; i++) {
        bench.store.list(ListQuery.recursive(""));
      }
      assertThat(bench.store.stat("a").size()).isEqualTo(1);
    }
  }

  @Test
  void aHostThatIsNotThereIsAskedTwiceWithinFiveSeconds() {
    var retry =
        new StoreConfig.Retry(50, Duration.ofMinutes(1), Duration.ofHours(1), limit(999), 9);
    try (Bench bench = new Bench(always(Operation.STAT, Fault.REFUSED, 50))) {
      assertThatThrownBy(() -> bench.store.stat("a"))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("after 2 attempts");
    }
    try (Bench bench = new Bench(always(Operation.STAT, Fault.REFUSED, 50), retry)) {
      assertThatThrownBy(() -> bench.store.stat("a"))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("after 2 attempts");
      assertThat(total(bench.time)).isLessThan(Duration.ofSeconds(5));
    }
  }

  @Test
  void anUnknownHostKeepsItsType() {
    var script =
        FaultPlan.script()
            .then(Operation.STAT, Fault.NONE, RetryingStoreTest::unknownHost)
            .then(Operation.STAT, Fault.NONE, RetryingStoreTest::unknownHost);
    try (Bench bench = new Bench(script)) {
      assertThatThrownBy(() -> bench.store.stat("a"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("nowhere.example")
          .hasMessageContaining("after 2 attempts");
    }
  }

  @Test
  void whatWillNotPassIsNotRepeated() {
    try (Bench bench = new Bench(FaultPlan.script())) {
      assertThatThrownBy(() -> bench.store.stat("a")).isInstanceOf(FileNotFoundException.class);
      assertThat(bench.events).isEmpty();
    }
  }

  @Test
  void aLastingFailureCarriesThePassingOnesBeforeIt() {
    var script = FaultPlan.script().then(Operation.STAT, Fault.THROTTLED);
    try (Bench bench = new Bench(script)) {
      var failure = catchThrowableOfType(FileNotFoundException.class, () -> bench.store.stat("a"));
      assertThat(failure.getSuppressed()).hasSize(1);
      assertThat(failure.getSuppressed()[0]).isInstanceOf(ThrottledException.class);
    }
  }

  @Test
  void anInterruptEndsTheCallAndKeepsTheFlag() {
    var script =
        FaultPlan.script()
            .then(Operation.STAT, Fault.LOST_REQUEST, () -> Thread.currentThread().interrupt());
    try (Bench bench = new Bench(script)) {
      assertThatThrownBy(() -> bench.store.stat("a")).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aMoveIsRepeatedOnlyWhenItSurelyDidNothing() {
    var script =
        FaultPlan.script()
            .then(Operation.MOVE, Fault.REFUSED)
            .then(Operation.MOVE, Fault.THROTTLED)
            .then(Operation.MOVE, Fault.LOST_REQUEST);
    try (Bench bench = new Bench(script)) {
      assertThatThrownBy(() -> bench.store.move("a", "b", PutCondition.always()))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("lost on its way");
      assertThat(bench.events).containsExactly("MOVE a 1", "MOVE a 2");
    }
  }

  @Test
  void keysThatFailInPassingAreDeletedByAnotherRequest() throws IOException {
    var script =
        FaultPlan.script()
            .then(Operation.DELETE, Fault.BROKEN)
            .then(Operation.DELETE, Fault.BROKEN);
    try (Bench bench = new Bench(script)) {
      List<String> keys = List.of("a", "b", "c", "d", "e");
      for (String key : keys) {
        bench.memory.put(key, Bench.bytes(key), PutOptions.none());
      }
      assertThat(bench.store.delete(keys)).isEmpty();
      assertThat(bench.memory.list(ListQuery.recursive("")).objects()).isEmpty();
      assertThat(bench.events).containsExactly("DELETE a 1", "DELETE a 2");
    }
  }

  @Test
  void keysThatCannotBeDeletedAreTold() throws IOException {
    try (Bench bench = new Bench(always(Operation.DELETE, Fault.BROKEN, 100))) {
      List<DeleteFailure> failures = bench.store.delete(List.of("a"));
      assertThat(failures).extracting(DeleteFailure::key).containsExactly("a");
      assertThat(failures.get(0).cause())
          .hasMessageContaining("after " + DEFAULTS.attempts() + " attempts");
    }
  }

  private static FaultPlan.Script always(Operation operation, Fault fault, int times) {
    var script = FaultPlan.script();
    for (int i = 0; i < times; i++) {
      script.then(operation, fault);
    }
    return script;
  }

  private static FaultPlan.Script asking(Duration retryAfter) {
    return FaultPlan.script()
        .then(
            Operation.STAT,
            Fault.NONE,
            () -> {
              throw new ThrottledException("slow down", retryAfter, null, null);
            });
  }

  private static void unknownHost() throws IOException {
    throw new UnknownHostException("nowhere.example");
  }

  private static Duration limit(long seconds) {
    return Duration.ofSeconds(seconds);
  }

  private static Duration total(ManualTime time) {
    return time.waits().stream().reduce(Duration.ZERO, Duration::plus);
  }
}
