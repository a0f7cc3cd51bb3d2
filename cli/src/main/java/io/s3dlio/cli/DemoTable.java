package io.s3dlio.cli;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;

/** What happened, one line for each step, printed as it happens. */
final class DemoTable {
  private final PrintStream out;

  DemoTable(PrintStream out) {
    this.out = out;
    out.printf("%-46s %9s %11s %9s %9s%n", "step", "objects", "bytes", "requests", "seconds");
  }

  /** Lines of comma-separated values without quotes, the first of them names, in columns. */
  static void print(PrintStream out, List<String> lines) {
    List<String[]> rows = lines.stream().map(line -> line.split(",", -1)).toList();
    int[] widths = new int[rows.get(0).length];
    for (String[] row : rows) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], row[i].length());
      }
    }
    for (String[] row : rows) {
      StringBuilder line = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        line.append(i == 0 ? "" : "  ").append(" ".repeat(widths[i] - row[i].length()));
        line.append(row[i]);
      }
      out.println(line);
    }
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
