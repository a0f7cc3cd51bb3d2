package io.s3dlio.tfrecord;

import io.s3dlio.store.CorruptFormatException;
import io.s3dlio.store.UnsupportedFormatException;
import io.s3dlio.tfrecord.FrameFuzz.Compressed;
import io.s3dlio.tfrecord.FrameFuzz.Plain;
import io.s3dlio.tfrecord.FrameFuzz.Splits;
import io.s3dlio.tfrecord.FrameFuzz.Walks;
import io.s3dlio.tfrecord.example.ExampleFuzz;
import io.s3dlio.tfrecord.index.IndexFuzz;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Gives every target its share of inputs, in a JVM of its own with a small heap. Ends with 0 when
 * no input made a target crash, or take a second of CPU; a failure prints what repeats it.
 */
public final class FuzzMain {

  private static final List<FuzzTarget> TARGETS =
      List.of(
          new Plain(),
          new Compressed(),
          new Walks(),
          new Splits(),
          new IndexFuzz(),
          new ExampleFuzz());

  private static final int INPUTS_PER_SEED = 40;
  private static final long LONGEST_NANOS = 1_000_000_000;

  private FuzzMain() {}

  /**
   * Runs the inputs {@code first} to {@code first + count} of a seed; the arguments are count, seed
   * and, to repeat a failure, first.
   */
  public static void main(String[] arguments) throws IOException {
    long count = Long.parseLong(arguments[0]);
    long seed = Long.parseLong(arguments[1]);
    long first = arguments.length > 2 ? Long.parseLong(arguments[2]) : 0;
    AtomicLong current = new AtomicLong(-1);
    watch(Thread.currentThread(), current, seed);
    long refused = 0;
    byte[] valid = {};
    for (long i = first; i < first + count; i++) {
      current.set(i);
      if (i == first || i % INPUTS_PER_SEED == 0) {
        valid = target(i).seed(new SplittableRandom(seed + i / INPUTS_PER_SEED));
      }
      refused += runOne(valid, seed, i) ? 0 : 1;
    }
    current.set(-1);
    System.out.println(count + " inputs, " + refused + " refused, seed " + seed);
  }

  /** Each input depends on the seed and its number alone; some share a valid ancestor. */
  private static boolean runOne(byte[] valid, long seed, long number) throws IOException {
    FuzzTarget target = target(number);
    SplittableRandom random = new SplittableRandom(seed ^ (number * 0x9e3779b97f4a7c15L));
    byte[] input = Mutations.of(valid, random);
    try {
      target.run(input, random);
      return true;
    } catch (CorruptFormatException | UnsupportedFormatException e) {
      return false;
    } catch (IOException | RuntimeException | Error e) {
      System.out.println(
          "input " + number + " of seed " + seed + ", " + target.getClass().getName());
      throw e;
    }
  }

  private static FuzzTarget target(long number) {
    return TARGETS.get((int) (number / INPUTS_PER_SEED % TARGETS.size()));
  }

  private static void watch(Thread worker, AtomicLong current, long seed) {
    ThreadMXBean threads = ManagementFactory.getThreadMXBean();
    Thread watcher =
        new Thread(
            () -> {
              long last = -1;
              long since = 0;
              while (true) {
                long number = current.get();
                long used = threads.getThreadCpuTime(worker.getId());
                if (number != last) {
                  last = number;
                  since = used;
                } else if (number >= 0 && used - since > LONGEST_NANOS) {
                  System.out.println("input " + number + " of seed " + seed + " takes too long");
                  List.of(worker.getStackTrace()).forEach(System.out::println);
                  Runtime.getRuntime().halt(3);
                }
                pause();
              }
            });
    watcher.setDaemon(true);
    watcher.start();
  }

  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
