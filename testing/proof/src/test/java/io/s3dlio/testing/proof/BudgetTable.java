package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * The table in {@code docs/request-budgets.md}: a row for each action, a column for each service.
 */
final class BudgetTable {

  private static final int FIRST_SERVICE = 3;

  private BudgetTable() {}

  /** What one action may ask each service. */
  record Budget(Map<Service, Rounds> rounds) {
    Rounds of(Service service) {
      return Objects.requireNonNull(rounds.get(service), () -> "no column " + service.scheme());
    }

    /** One number where all services are asked equally often, else {@code 2 / 3 / 2}. */
    String requests() {
      List<String> counts =
          rounds.values().stream().map(r -> Integer.toString(r.requests())).toList();
      return counts.stream().distinct().count() == 1 ? counts.get(0) : String.join(" / ", counts);
    }
  }

  /** Reads the rows in order; the numbers must be those of the rounds. */
  static Map<String, Budget> read() throws IOException {
    List<String> lines =
        Files.readAllLines(Connector.repository().resolve("docs/request-budgets.md")).stream()
            .filter(line -> line.startsWith("|"))
            .toList();
    List<String> header = cells(lines.get(0));
    Map<String, Budget> rows = new LinkedHashMap<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> cells = cells(line);
      Map<Service, Rounds> rounds = new EnumMap<>(Service.class);
      for (Service service : Service.values()) {
        int column = header.indexOf(service.scheme());
        assertThat(column).as("column of %s", service).isGreaterThanOrEqualTo(FIRST_SERVICE);
        rounds.put(service, Rounds.parse(cells.get(column)));
      }
      Budget budget = new Budget(rounds);
      assertThat(cells.get(2)).as(line).isEqualTo(budget.requests());
      assertThat(rows.put(cells.get(1), budget)).as("second row of " + line).isNull();
    }
    return rows;
  }

  /** The first cell is what stands before the first bar: nothing. */
  private static List<String> cells(String line) {
    return Arrays.stream(line.split("\\|")).map(String::trim).toList();
  }
}
