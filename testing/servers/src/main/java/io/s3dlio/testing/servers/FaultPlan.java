package io.s3dlio.testing.servers;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.Predicate;

/**
 * Which requests a {@link Relay} shall spoil, and how.
 *
 * <p>Rules are asked in the order in which they were added; the first that matches decides. A plan
 * counts what it has done, so use a new one for each test. Thread-safe.
 */
public final class FaultPlan {
  private final List<Chooser> choosers = new ArrayList<>();

  private interface Chooser {
    Optional<Fault> choose(RecordedRequest request);
  }

  private FaultPlan() {}

  /** A plan that spoils nothing, to begin from. */
  public static FaultPlan none() {
    return new FaultPlan();
  }

  /**
   * A plan that spoils a share of all requests.
   *
   * <p>The choice depends on the seed, the request (method, path, range, part number) and on how
   * often it came before, not on the order of threads: the same seed spoils the same attempts.
   *
   * @param rate from 0 to 1
   * @param kinds taken with equal chance
   */
  public static FaultPlan seeded(long seed, double rate, Fault... kinds) {
    if (rate < 0 || rate > 1 || kinds.length == 0) {
      throw new IllegalArgumentException("A rate from 0 to 1 and at least one fault are needed");
    }
    return new FaultPlan().add(new Seeded(seed, rate, List.of(kinds)));
  }

  /** Begins a rule for the requests that {@code which} accepts; ends with times or always. */
  public Rule on(Predicate<RecordedRequest> which, Fault fault) {
    return new Rule(which, fault);
  }

  /** Begins a rule for one operation, named as {@link RecordedRequest#operation()} does. */
  public Rule on(String operation, Fault fault) {
    return on(request -> request.operation().equals(operation), fault);
  }

  synchronized Optional<Fault> faultFor(RecordedRequest request) {
    for (Chooser chooser : choosers) {
      Optional<Fault> fault = chooser.choose(request);
      if (fault.isPresent()) {
        return fault;
      }
    }
    return Optional.empty();
  }

  private synchronized FaultPlan add(Chooser chooser) {
    choosers.add(chooser);
    return this;
  }

  /** What repeats this plan: its rules, and the seed where there is one. */
  @Override
  public synchronized String toString() {
    return "FaultPlan" + choosers;
  }

  /** A rule that is not yet part of its plan. */
  public final class Rule {
    private final Predicate<RecordedRequest> which;
    private final Fault fault;
    private int spared;

    private Rule(Predicate<RecordedRequest> which, Fault fault) {
      this.which = which;
      this.fault = fault;
    }

    /** Lets the first {@code count} matching requests pass. */
    public Rule after(int count) {
      spared = count;
      return this;
    }

    /** Adds the rule for the next {@code count} matching requests. */
    public FaultPlan times(int count) {
      return add(new Counted(which, fault, spared, count));
    }

    /** Adds the rule for every matching request. */
    public FaultPlan always() {
      return times(Integer.MAX_VALUE);
    }
  }

  private static final class Counted implements Chooser {
    private final Predicate<RecordedRequest> which;
    private final Fault fault;
    private int spared;
    private int left;

    Counted(Predicate<RecordedRequest> which, Fault fault, int spared, int left) {
      this.which = which;
      this.fault = fault;
      this.spared = spared;
      this.left = left;
    }

    @Override
    public Optional<Fault> choose(RecordedRequest request) {
      if (left == 0 || !which.test(request)) {
        return Optional.empty();
      }
      if (spared > 0) {
        spared--;
        return Optional.empty();
      }
      left--;
      return Optional.of(fault);
    }

    @Override
    public String toString() {
      return fault + (left == Integer.MAX_VALUE ? " always" : " " + left + " times more");
    }
  }

  private static final class Seeded implements Chooser {
    private final long seed;
    private final double rate;
    private final List<Fault> kinds;
    private final Map<String, Integer> seen = new HashMap<>();

    Seeded(long seed, double rate, List<Fault> kinds) {
      this.seed = seed;
      this.rate = rate;
      this.kinds = kinds;
    }

    @Override
    public Optional<Fault> choose(RecordedRequest request) {
      String which = identity(request);
      int times = seen.merge(which, 1, Integer::sum);
      SplittableRandom random = new SplittableRandom(seed);
      random = new SplittableRandom(random.nextLong() + which.hashCode());
      random = new SplittableRandom(random.nextLong() + times);
      return random.nextDouble() < rate
          ? Optional.of(kinds.get(random.nextInt(kinds.size())))
          : Optional.empty();
    }

    /**
     * What a second attempt shares with the first; upload ids, which are part of Azure's block ids
     * and of the names of Google's parts, differ from run to run.
     */
    private static String identity(RecordedRequest request) {
      String query =
          Arrays.stream(request.query().split("&"))
              .filter(parameter -> !parameter.matches("(uploadId|blockid)=.*"))
              .sorted()
              .toList()
              .toString();
      String all = request.path() + query + request.header("range").orElse("");
      return request.method() + " " + all.replaceAll("[0-9a-f]{32}", "*");
    }

    @Override
    public String toString() {
      return "seeded(" + seed + "L, " + rate + ", " + kinds + ")";
    }
  }
}
