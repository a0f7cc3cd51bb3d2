package io.s3dlio.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What the suites did, read from the reports of their runs: a table, and what is wrong with it.
 *
 * <p>Immutable.
 */
public final class ContractReport {
  private static final String SKIPS_HEADER = "scheme,suite,test,reason";

  private final Map<Scheme, Map<Suite, SuiteResult>> results;
  private final Set<Scheme> withoutJudge;
  private final Set<String> allowedSkips;

  private ContractReport(
      Map<Scheme, Map<Suite, SuiteResult>> results,
      Set<Scheme> withoutJudge,
      Set<String> allowedSkips) {
    this.results = results;
    this.withoutJudge = withoutJudge;
    this.allowedSkips = allowedSkips;
  }

  /**
   * Reads the reports.
   *
   * @param reports holds one folder for each scheme, with the XML files of its run
   * @param skips the committed list of allowed skips
   */
  public static ContractReport read(Path reports, Path skips) throws IOException {
    Map<Scheme, Map<Suite, SuiteResult>> results = new EnumMap<>(Scheme.class);
    Set<Scheme> withoutJudge = EnumSet.noneOf(Scheme.class);
    for (Scheme scheme : Scheme.values()) {
      Path folder = reports.resolve(scheme.text());
      Map<Suite, SuiteResult> ofScheme = new EnumMap<>(Suite.class);
      for (Suite suite : Suite.values()) {
        if (suite.runsOn(scheme) && !scheme.leftOut()) {
          ofScheme.put(suite, SuiteResult.read(folder, suite));
        }
      }
      results.put(scheme, ofScheme);
      if (!scheme.leftOut() && !Judges.knows(scheme, folder)) {
        withoutJudge.add(scheme);
      }
    }
    return new ContractReport(results, withoutJudge, allowedSkips(skips));
  }

  private static Set<String> allowedSkips(Path file) throws IOException {
    Set<String> allowed = new TreeSet<>();
    for (List<String> row :
        CsvTable.rows(file.toString(), Files.readAllLines(file), SKIPS_HEADER)) {
      allowed.add(skip(row.get(0), row.get(1), row.get(2)));
    }
    for (Scheme scheme : Scheme.values()) {
      if (scheme.leftOut()) {
        allowed.removeIf(skip -> skip.startsWith(scheme.text() + " "));
      }
    }
    return allowed;
  }

  /**
   * Everything that must fail the build, one sentence each: a suite that ran nothing, a failed
   * test, a skip that is not committed, a committed skip that is no longer needed, a judge that is
   * not known.
   */
  public List<String> problems() {
    List<String> problems = new ArrayList<>();
    Set<String> unused = new TreeSet<>(allowedSkips);
    results.forEach(
        (scheme, ofScheme) ->
            ofScheme.forEach(
                (suite, result) -> {
                  String where = scheme.text() + " " + suite.label();
                  if (result.run() == result.skipped().size()) {
                    problems.add(where + ": no test of the suite ran");
                  }
                  for (String test : result.failed()) {
                    problems.add(where + "." + test + ": failed");
                  }
                  for (String test : result.skipped()) {
                    String skip = skip(scheme.text(), suite.label(), test);
                    unused.remove(skip);
                    if (!allowedSkips.contains(skip)) {
                      problems.add(skip + ": skipped, and allowed-skips.csv does not list it");
                    }
                  }
                }));
    for (Scheme scheme : withoutJudge) {
      problems.add(scheme.text() + ": who judged does not stand in judges.csv");
    }
    for (String skip : unused) {
      problems.add(skip + ": no longer skipped, remove its line from allowed-skips.csv");
    }
    return problems;
  }

  private static String skip(String scheme, String suite, String test) {
    return scheme + " " + suite + "." + test;
  }

  /** One line for each suite; for each scheme how many tests ran, passed, were skipped, failed. */
  public String table() {
    StringBuilder text = new StringBuilder(String.format("%-20s", "contract suite"));
    for (Scheme scheme : Scheme.values()) {
      text.append(String.format("%28s", scheme.text() + ": run/pass/skip/fail"));
    }
    text.append(System.lineSeparator());
    for (Suite suite : Suite.values()) {
      text.append(String.format("%-20s", suite.label()));
      for (Scheme scheme : Scheme.values()) {
        SuiteResult result = of(scheme).get(suite);
        text.append(result == null ? String.format("%28s", missing(scheme)) : cells(result));
      }
      text.append(System.lineSeparator());
    }
    text.append(String.format("%-20s", "all"));
    for (Scheme scheme : Scheme.values()) {
      text.append(cells(all(scheme)));
    }
    return text.append(System.lineSeparator()).toString();
  }

  private static String missing(Scheme scheme) {
    return scheme.leftOut() ? "LEFT OUT BY REQUEST" : "not run, by design";
  }

  /** What a suite did, unless it does not run on this scheme or was left out. */
  Optional<SuiteResult> result(Scheme scheme, Suite suite) {
    return Optional.ofNullable(of(scheme).get(suite));
  }

  /** The sum of all suites of a scheme. */
  SuiteResult all(Scheme scheme) {
    SuiteResult none = new SuiteResult(0, List.of(), List.of());
    return of(scheme).values().stream().reduce(none, SuiteResult::plus);
  }

  private Map<Suite, SuiteResult> of(Scheme scheme) {
    return Objects.requireNonNull(results.get(scheme));
  }

  private static String cells(SuiteResult result) {
    return String.format(
        "%10d%6d%6d%6d",
        result.run(), result.passed(), result.skipped().size(), result.failed().size());
  }
}
