package io.s3dlio.store.layer;

import io.s3dlio.store.IoEvents;
import io.s3dlio.store.Operation;
import io.s3dlio.store.ThrottledException;
import java.io.IOException;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * What one store has done since it was opened: calls, failures, retries, bytes and times.
 *
 * <p>Thread-safe, and cheap enough for every call.
 */
public final class StoreMetrics implements IoEvents {

  private final Map<Operation, Counters> operations = new EnumMap<>(Operation.class);
  private final LatencyRecorder firstByte = new LatencyRecorder();
  private final LongAdder bytesRead = new LongAdder();
  private final LongAdder bytesWritten = new LongAdder();

  /** All counters at zero. */
  public StoreMetrics() {
    for (Operation operation : Operation.values()) {
      operations.put(operation, new Counters());
    }
  }

  /**
   * Everything counted, at one moment.
   *
   * @param operations one entry for each operation
   * @param firstByte from the start of a GET to its first byte
   * @param bytesRead bytes of bodies handed to callers
   * @param bytesWritten bytes of bodies that the service has acknowledged
   */
  public record Snapshot(
      Map<Operation, OperationMetrics> operations,
      Latency firstByte,
      long bytesRead,
      long bytesWritten) {

    public Snapshot {
      operations = Map.copyOf(operations);
    }

    /** What was counted of one operation. */
    public OperationMetrics of(Operation operation) {
      OperationMetrics metrics = operations.get(operation);
      if (metrics == null) {
        throw new IllegalArgumentException("not counted: " + operation);
      }
      return metrics;
    }
  }

  /**
   * What was counted of one operation.
   *
   * @param calls begun, each once however often it was sent
   * @param failures calls that ended in an exception
   * @param retries requests sent again, for whatever reason
   * @param throttled those of {@code retries} where the service had asked to slow down
   * @param latency of calls that have ended; a GET ends with its body
   */
  public record OperationMetrics(
      long calls, long failures, long retries, long throttled, Latency latency) {}

  /**
   * What has been counted so far; calls in flight may show in one number and not yet in another.
   */
  public Snapshot snapshot() {
    Map<Operation, OperationMetrics> copy = new EnumMap<>(Operation.class);
    operations.forEach((operation, counters) -> copy.put(operation, counters.snapshot()));
    return new Snapshot(copy, firstByte.snapshot(), bytesRead.sum(), bytesWritten.sum());
  }

  @Override
  public void retrying(
      Operation operation, String key, int attempt, IOException failure, Duration delay) {
    Counters counters = of(operation);
    counters.retries.increment();
    if (failure instanceof ThrottledException) {
      counters.throttled.increment();
    }
  }

  void begun(Operation operation) {
    of(operation).calls.increment();
  }

  void ended(Operation operation, long elapsedNanos) {
    of(operation).latency.add(elapsedNanos);
  }

  void failed(Operation operation, long elapsedNanos) {
    of(operation).failures.increment();
    ended(operation, elapsedNanos);
  }

  void firstByte(long elapsedNanos) {
    firstByte.add(elapsedNanos);
  }

  void read(long bytes) {
    bytesRead.add(bytes);
  }

  void written(long bytes) {
    bytesWritten.add(bytes);
  }

  private Counters of(Operation operation) {
    Counters counters = operations.get(operation);
    if (counters == null) {
      throw new IllegalStateException("not counted: " + operation);
    }
    return counters;
  }

  private static final class Counters {
    final LongAdder calls = new LongAdder();
    final LongAdder failures = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder throttled = new LongAdder();
    final LatencyRecorder latency = new LatencyRecorder();

    OperationMetrics snapshot() {
      return new OperationMetrics(
          calls.sum(), failures.sum(), retries.sum(), throttled.sum(), latency.snapshot());
    }
  }
}
