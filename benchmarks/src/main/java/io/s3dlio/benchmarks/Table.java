package io.s3dlio.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Results as they are kept, a file for each case, and as a table in Markdown.
 *
 * @param directory of the files
 */
record Table(Path directory) {

  private static final double MILLION = 1e6;
  private static final double GIGA = 1e9;
  private static final String HEAD =
      """
      | Program | Median s (least to most, runs) | M rows/s | GB/s | CPU s/GB | Bytes read |
      | --- | --- | --- | --- | --- | --- |
      """;

  /** Whether a case has been measured. */
  boolean has(String id) {
    return Files.isRegularFile(file(id));
  }

  /** Keeps what was measured; a half-written file never stands under the case's name. */
  void keep(Case question, List<Measured> measured) throws IOException {
    List<String> lines = new ArrayList<>();
    lines.add(
        String.join(
            "\t",
            question.question(),
            question.verifyCrc(),
            question.goal(),
            Long.toString(question.rows()),
            Long.toString(question.bytes())));
    measured.forEach(each -> lines.add(each.line()));
    Files.createDirectories(directory);
    Path partial = Files.write(directory.resolve(question.id() + ".partial"), lines);
    Files.move(partial, file(question.id()), StandardCopyOption.REPLACE_EXISTING);
  }

  /** The table of a case that has been measured. */
  String markdown(String id) throws IOException {
    List<String> lines = Files.readAllLines(file(id));
    String[] head = lines.get(0).split("\t", -1);
    double rows = Double.parseDouble(head[3]);
    double bytes = Double.parseDouble(head[4]);
    StringBuilder text = new StringBuilder();
    text.append("### ").append(id).append(": ").append(head[0]).append("\n\n");
    text.append(
        "verifyCrc: %s. Goal: %s. %,.0f rows, %.2f GB.%n%n"
            .formatted(head[1], head[2], rows, bytes / GIGA));
    text.append(HEAD);
    for (String line : lines.subList(1, lines.size())) {
      text.append(row(Measured.ofLine(line), rows, bytes));
    }
    return text.toString();
  }

  private static String row(Measured measured, double rows, double bytes) {
    double seconds = measured.seconds();
    double read = measured.median(Run::readBytes);
    String name =
        switch (measured.role()) {
          case OURS -> "**" + measured.name() + "**";
          case PEER -> measured.name();
          case LIMIT -> "*limit: " + measured.name() + "*";
        };
    return String.format(
        Locale.ROOT,
        "| %s | %.3f (%.3f to %.3f, %d) | %.3f | %.2f | %.2f | %s |%n",
        name,
        seconds,
        measured.fastest(),
        measured.slowest(),
        measured.runs().size(),
        rows / seconds / MILLION,
        bytes / seconds / GIGA,
        measured.median(Run::cpuSeconds) / (bytes / GIGA),
        read < 0 ? "?" : String.format(Locale.ROOT, "%,.0f", read));
  }

  private Path file(String id) {
    return directory.resolve(id + ".tsv");
  }
}
