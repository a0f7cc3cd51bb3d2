package io.s3dlio.testing.contract;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A committed table: comma-separated, one header line, {@code #} begins a comment line, the last
 * column is prose and may hold commas.
 */
final class CsvTable {
  private CsvTable() {}

  /**
   * The rows below the header, each with as many cells as the header.
   *
   * @param name of the table, for messages
   * @throws IllegalArgumentException for another header or a row with a missing or empty cell
   */
  static List<List<String>> rows(String name, List<String> lines, String header) {
    List<List<String>> rows = new ArrayList<>();
    int columns = header.split(",", -1).length;
    boolean headerSeen = false;
    for (String line : lines) {
      if (line.isBlank() || line.startsWith("#")) {
        continue;
      }
      if (!headerSeen) {
        check(line.equals(header), name, line, "the header must be: " + header);
        headerSeen = true;
        continue;
      }
      List<String> cells = Arrays.stream(line.split(",", columns)).map(String::strip).toList();
      check(cells.size() == columns, name, line, columns + " cells are needed");
      check(cells.stream().noneMatch(String::isEmpty), name, line, "no cell may be empty");
      rows.add(cells);
    }
    return rows;
  }

  private static void check(boolean right, String name, String line, String rule) {
    if (!right) {
      throw new IllegalArgumentException(name + ": " + rule + "; found: " + line);
    }
  }
}
