package io.s3dlio.cli;

import java.io.PrintStream;
import java.util.Locale;

/** What happened, one line for each step, printed as it happens. */
final class DemoTable {
  private final PrintStream out;

  DemoTable(PrintStream out) {
    this.out = out;
    out.printf("%-46s %9s %11s %9s %9s%n", "step", "objects", "bytes", "requests", "seconds");
  }

  /**
   * One step.
   *
   * @param objects files written or read
   * @param bytes in them
   * @param requests seen by the server
   * @param nanoseconds it took
   */
  void row(String step, long objects, long bytes, long requests, long nanoseconds) {
    out.printf(
        Locale.ROOT,
        "%-46s %9d %11d %9d %9.1f%n",
        step,
        objects,
        bytes,
        requests,
        nanoseconds / 1e9);
  }
}
