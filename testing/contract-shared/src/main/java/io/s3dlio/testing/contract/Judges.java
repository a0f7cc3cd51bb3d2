package io.s3dlio.testing.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Who judged the suites of a scheme: each run leaves a note beside its reports. */
final class Judges {
  private static final String NOTE = "judge.txt";

  private Judges() {}

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
   * The judge of a run.
   *
   * @param folder holds the reports of one scheme; where nothing ran, nobody judged
   */
  static String read(Path folder) throws IOException {
    Path note = folder.resolve(NOTE);
    return Files.exists(note) ? Files.readString(note) : "nobody";
  }
}
