package io.s3dlio.store.layer;

import io.s3dlio.store.Operation;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Queue;
import java.util.Random;

/** Decides what goes wrong, request by request; thread-safe. */
public interface FaultPlan {

  /** The fate of the next request; may first do something behind the caller's back. */
  Fault next(Operation operation) throws IOException;

  /** Where a body of the given length breaks, in bytes; less than the length. */
  int breakAt(int length);

  /** Faults of all kinds at random, each request with the given chance; REFUSED excepted. */
  static FaultPlan seeded(long seed, double chance) {
    return new Seeded(seed, chance);
  }

  /** No fault but those added to it. */
  static Script script() {
    return new Script();
  }

  /** Faults from one seed, which its text names. */
  final class Seeded implements FaultPlan {

    private static final Fault[] KINDS = {
      Fault.LOST_REQUEST, Fault.THROTTLED, Fault.LOST_ANSWER, Fault.BROKEN
    };

    private final long seed;
    private final double chance;
    private final Random random;

    private Seeded(long seed, double chance) {
      this.seed = seed;
      this.chance = chance;
      this.random = new Random(seed);
    }

    @Override
    public synchronized Fault next(Operation operation) {
      return random.nextDouble() < chance ? KINDS[random.nextInt(KINDS.length)] : Fault.NONE;
    }

    @Override
    public synchronized int breakAt(int length) {
      return length == 0 ? 0 : random.nextInt(length);
    }

    @Override
    public String toString() {
      return "seed " + seed + " (repeat with -Ds3dlio.seed=" + seed + ")";
    }
  }

  /** Faults in a given order for each operation; after the last one all goes well. */
  final class Script implements FaultPlan {

    private final Map<Operation, Queue<Step>> steps = new EnumMap<>(Operation.class);

    private Script() {}

    /** What happens behind the caller's back. */
    @FunctionalInterface
    public interface Effect {
      void run() throws IOException;
    }

    private record Step(Fault fault, Effect before) {}

    /** The next request of this operation not yet planned meets this fault. */
    public Script then(Operation operation, Fault fault) {
      return then(operation, fault, () -> {});
    }

    /** As above; and before it something happens behind the caller's back. */
    public synchronized Script then(Operation operation, Fault fault, Effect before) {
      steps.computeIfAbsent(operation, any -> new ArrayDeque<>()).add(new Step(fault, before));
      return this;
    }

    @Override
    public Fault next(Operation operation) throws IOException {
      Step step = take(operation);
      step.before().run();
      return step.fault();
    }

    private synchronized Step take(Operation operation) {
      Queue<Step> left = steps.get(operation);
      Step step = left == null ? null : left.poll();
      return step == null ? new Step(Fault.NONE, () -> {}) : step;
    }

    @Override
    public int breakAt(int length) {
      return length / 2;
    }

    @Override
    public String toString() {
      return "script";
    }
  }
}
