package io.s3dlio.testing.contract;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

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

  /** The lines of a table that is packed beside this class. */
  static List<String> resource(String name) {
    InputStream resource = Objects.requireNonNull(CsvTable.class.getResourceAsStream(name), name);
    try (BufferedReader reader = new BufferedReader(new InputStreamReader(resource, UTF_8))) {
      return reader.lines().toList();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot read " + name, e);
    }
  }

  private static void check(boolean right, String name, String line, String rule) {
    if (!right) {
      throw new IllegalArgumentException(name + ": " + rule + "; found: " + line);
    }
  }
}
