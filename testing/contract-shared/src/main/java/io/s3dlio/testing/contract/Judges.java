package io.s3dlio.testing.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Who judges the suites of a scheme: a server, or the local disk.
 *
 * <p>Each run leaves a note beside its reports; the committed table {@code judges.csv} says who
 * may.
 */
final class Judges {
  private static final String FILE = "judges.csv";
  private static final String HEADER = "scheme,judge,whose,where,remark";
  private static final String NOTE = "judge.txt";

  private Judges() {}

  /**
   * One line of the table.
   *
   * @param judge as the server names itself
   * @param ours whether it is a fake of this project, so that its word counts for less
   * @param where what runs the suites before it
   */
  record Judge(Scheme scheme, String judge, boolean ours, String where, String remark) {}

  /** All lines of the table. */
  static List<Judge> all() {
    return CsvTable.rows(FILE, CsvTable.resource(FILE), HEADER).stream()
        .map(
            row ->
                new Judge(
                    Scheme.of(row.get(0)),
                    row.get(1),
                    row.get(2).equals("ours"),
                    row.get(3),
                    row.get(4)))
        .toList();
  }

  /** Leaves the note of this run. */
  static void record(Scheme scheme, String judge) {
    Path reports = Path.of(RunSettings.required("s3dlio.contract.reports"));
    try {
      Path folder = Files.createDirectories(reports.resolve(scheme.text()));
      Files.writeString(folder.resolve(NOTE), judge);
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot note who judges " + scheme.text(), e);
    }
  }

  /**
   * Whether the judge of a run stands in the table.
   *
   * @param folder holds the reports of the scheme
   */
  static boolean knows(Scheme scheme, Path folder) throws IOException {
    Path note = folder.resolve(NOTE);
    String judge = Files.exists(note) ? Files.readString(note) : "nobody";
    return all().stream()
        .anyMatch(known -> known.scheme() == scheme && known.judge().equals(judge));
  }
}
