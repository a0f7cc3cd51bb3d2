package io.s3dlio.store.layer;

import io.s3dlio.store.Operation;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import java.io.IOException;
import java.net.ConnectException;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends requests as the plan has it, and counts what is open; thread-safe. */
final class FaultInjector {

  private final FaultPlan plan;
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicInteger faults = new AtomicInteger();

  FaultInjector(FaultPlan plan) {
    this.plan = plan;
  }

  FaultPlan plan() {
    return plan;
  }

  int open() {
    return open.get();
  }

  int faults() {
    return faults.get();
  }

  void opened() {
    open.incrementAndGet();
  }

  void closed() {
    open.decrementAndGet();
  }

  Fault next(Operation operation) throws IOException {
    Fault fault = plan.next(operation);
    if (fault != Fault.NONE) {
      faults.incrementAndGet();
    }
    return fault;
  }

  <T> T send(Operation operation, Retrier.Request<T> request) throws IOException {
    return send(next(operation), operation, request);
  }

  /** What has nothing to break takes BROKEN as a lost request. */
  <T> T send(Fault fault, Operation operation, Retrier.Request<T> request) throws IOException {
    return switch (fault) {
      case NONE -> request.send();
      case LOST_REQUEST, BROKEN -> throw failure(operation + " was lost on its way");
      case THROTTLED ->
          throw new ThrottledException(operation + " throttled, " + plan, null, null, null);
      case REFUSED -> throw new ConnectException(operation + ": connection refused, " + plan);
      case LOST_ANSWER -> {
        request.send();
        throw failure("the answer of " + operation + " was lost");
      }
    };
  }

  TransientException failure(String what) {
    return new TransientException(what + ", " + plan);
  }
}
