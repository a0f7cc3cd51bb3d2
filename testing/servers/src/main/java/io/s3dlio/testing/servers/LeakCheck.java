package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * A look at the threads, files and sockets of this JVM, to compare with a later one, and at what is
 * lent.
 *
 * <p>Files and sockets are read from {@code /proc/self/fd}: Linux only. Tests that run in parallel
 * in one JVM see each other's files; such tests check threads by a prefix of their own.
 */
public final class LeakCheck {
  private static final Path DESCRIPTORS = Path.of("/proc/self/fd");
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final long STEP_MILLIS = 20;

  private final Map<String, Integer> before;
  private final Duration limit;

  private LeakCheck(Map<String, Integer> before, Duration limit) {
    this.before = before;
    this.limit = limit;
  }

  /** Notes what is open now. */
  public static LeakCheck begin() {
    return begin(LIMIT);
  }

  static LeakCheck begin(Duration limit) {
    return new LeakCheck(open(), limit);
  }

  /**
   * Waits up to ten seconds until no file or socket is open that was not at the beginning.
   *
   * @throws AssertionError that names what is still open
   */
  public void assertNothingNewOpen() {
    List<String> left = settled(this::newlyOpen, limit);
    if (!left.isEmpty()) {
      throw new AssertionError("Still open: " + left);
    }
  }

  /**
   * Waits up to ten seconds until no thread lives whose name starts with {@code prefix}.
   *
   * @throws AssertionError that names each thread and shows where it is
   */
  public static void assertNoThreads(String prefix) {
    assertNoThreads(prefix, LIMIT);
  }

  static void assertNoThreads(String prefix, Duration limit) {
    List<String> left = settled(() -> threads(prefix), limit);
    if (!left.isEmpty()) {
      throw new AssertionError("Still alive: " + String.join("\n", left));
    }
  }

  /**
   * Waits up to ten seconds until nothing is lent, for what comes back by another thread.
   *
   * @param what is lent, in a message
   * @param lent how much of it is lent now
   * @throws AssertionError that says how much is still lent
   */
  public static void assertAllReturned(String what, LongSupplier lent) {
    assertAllReturned(what, lent, LIMIT);
  }

  static void assertAllReturned(String what, LongSupplier lent, Duration limit) {
    List<String> left =
        settled(
            () -> {
              long count = lent.getAsLong();
              return count == 0 ? List.of() : List.of(count + " " + what);
            },
            limit);
    if (!left.isEmpty()) {
      throw new AssertionError("Not given back: " + left.get(0));
    }
  }

  private static List<String> settled(Supplier<List<String>> leaks, Duration limit) {
    long deadline = System.nanoTime() + limit.toNanos();
    List<String> left = leaks.get();
    while (!left.isEmpty() && System.nanoTime() < deadline) {
      try {
        Thread.sleep(STEP_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return left;
      }
      left = leaks.get();
    }
    return left;
  }

  private static List<String> threads(String prefix) {
    List<String> found = new ArrayList<>();
    Thread.getAllStackTraces()
        .forEach(
            (thread, stack) -> {
              if (thread.getName().startsWith(prefix)) {
                StringBuilder text = new StringBuilder(thread.getName());
                for (StackTraceElement frame : stack) {
                  text.append("\n    at ").append(frame);
                }
                found.add(text.toString());
              }
            });
    return found;
  }

  private List<String> newlyOpen() {
    List<String> found = new ArrayList<>();
    open()
        .forEach(
            (target, count) -> {
              for (int i = before.getOrDefault(target, 0); i < count; i++) {
                found.add(target);
              }
            });
    return found;
  }

  /** What the descriptors point at, and how many point there. */
  private static Map<String, Integer> open() {
    Map<String, Integer> open = new TreeMap<>();
    try (Stream<Path> descriptors = Files.list(DESCRIPTORS)) {
      for (Path descriptor : descriptors.toList()) {
        String target = target(descriptor);
        if (concernsTests(target)) {
          open.merge(target, 1, Integer::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(
          "Open files are read from " + DESCRIPTORS + ", which this system does not have", e);
    }
    return open;
  }

  private static String target(Path descriptor) throws IOException {
    try {
      return Files.readSymbolicLink(descriptor).toString();
    } catch (NoSuchFileException e) {
      // The descriptor of this very listing, or one that closed meanwhile.
      return "";
    }
  }

  /** The JVM opens jars, devices, pipes and pollers of its own whenever it likes. */
  private static boolean concernsTests(String target) {
    return target.startsWith("socket:")
        || (target.startsWith("/")
            && !target.startsWith("/dev/")
            && !target.startsWith("/proc/")
            && !target.startsWith("/sys/")
            && !target.endsWith(".jar")
            && !target.endsWith("/lib/modules"));
  }
}
