package io.s3dlio.testing.contract;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The parts of {@code docs/contract.md} that are made from what ran: who judges, and one table for
 * each line of Hadoop. The rest of the page is prose and stays as it is.
 */
public final class ContractPage {
  private static final String JUDGES = "judges";
  private static final String CORNER = "Suite";
  private static final String ALL = "all";

  private ContractPage() {}

  /**
   * The page with the judges and the table of one line made anew.
   *
   * @param page the text as it is, with the marks of both parts
   * @param line a version of Hadoop, for example {@code 3.5.0}
   */
  public static String updated(String page, String line, ContractReport report) {
    return replaced(
        replaced(page, JUDGES, old -> judges()), "Hadoop " + line, old -> table(report, old));
  }

  private static String replaced(String page, String part, UnaryOperator<String> maker) {
    String begin = "<!-- " + part + " -->\n";
    String end = "<!-- end of " + part + " -->\n";
    int from = page.indexOf(begin);
    int to = page.indexOf(end);
    if (from < 0 || to < from) {
      throw new IllegalArgumentException(
          "docs/contract.md lacks the lines " + begin.strip() + " and " + end.strip());
    }
    String before = page.substring(0, from + begin.length());
    return before + maker.apply(page.substring(before.length(), to)) + page.substring(to);
  }

  private static String judges() {
    StringBuilder text = new StringBuilder(row("Scheme", "Judge", "Run by", "What it is"));
    text.append(row("---", "---", "---", "---"));
    for (Judges.Judge judge : Judges.all()) {
      String name = judge.judge() + (judge.ours() ? " (our own fake)" : "");
      text.append(row(judge.scheme().text(), name, "`" + judge.where() + "`", judge.remark()));
    }
    List<String> oursAlone =
        Arrays.stream(Scheme.values()).filter(ContractPage::isOursAlone).map(Scheme::text).toList();
    return text
        + "\nSchemes whose cells only a fake of our own has judged: "
        + (oursAlone.isEmpty() ? "none" : String.join(", ", oursAlone))
        + ".\n";
  }

  private static boolean isOursAlone(Scheme scheme) {
    return Judges.all().stream()
        .filter(judge -> judge.scheme() == scheme)
        .allMatch(Judges.Judge::ours);
  }

  /** What was left out of this run keeps the cells that the page has. */
  private static String table(ContractReport report, String old) {
    List<Scheme> schemes = List.of(Scheme.values());
    StringBuilder text = new StringBuilder();
    text.append(row(CORNER, schemes.stream().map(Scheme::text)));
    text.append(row("---", schemes.stream().map(scheme -> "---")));
    for (Suite suite : Suite.values()) {
      String label = suite.label();
      text.append(row(label, schemes.stream().map(scheme -> cell(report, scheme, suite, old))));
    }
    return text.append(
            row(
                ALL,
                schemes.stream()
                    .map(
                        scheme ->
                            scheme.leftOut()
                                ? oldCell(old, ALL, scheme)
                                : counts(report.all(scheme)))))
        .toString();
  }

  private static String cell(ContractReport report, Scheme scheme, Suite suite, String old) {
    if (!suite.runsOn(scheme)) {
      return "not run";
    }
    return report
        .result(scheme, suite)
        .map(ContractPage::counts)
        .orElseGet(() -> oldCell(old, suite.label(), scheme));
  }

  private static String counts(SuiteResult result) {
    return result.run() + " / " + result.passed() + " / " + result.skipped().size();
  }

  private static String oldCell(String table, String label, Scheme scheme) {
    int column = cells(table, CORNER).indexOf(scheme.text());
    List<String> row = cells(table, label);
    return column > 0 && column < row.size() ? row.get(column) : "never run";
  }

  private static List<String> cells(String table, String label) {
    return table
        .lines()
        .filter(line -> line.startsWith("| " + label + " |"))
        .findFirst()
        .map(line -> List.of(line.substring(2).split(" \\| ?", -1)))
        .orElse(List.of());
  }

  private static String row(String first, Stream<String> others) {
    return Stream.concat(Stream.of(first), others).collect(Collectors.joining(" | ", "| ", " |\n"));
  }

  private static String row(String... cells) {
    return row(cells[0], Arrays.stream(cells).skip(1));
  }
}
