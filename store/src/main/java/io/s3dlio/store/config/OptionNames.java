package io.s3dlio.store.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/** Tells given names of options from misspelt ones. */
public final class OptionNames {

  private OptionNames() {}

  /**
   * Accepts settings of which every name is known.
   *
   * @throws IllegalArgumentException naming each unknown option, and the known one nearest to it
   */
  public static void check(Settings settings, Collection<String> known) {
    StringBuilder complaints = new StringBuilder();
    for (String name : new TreeSet<>(settings.names())) {
      if (!known.contains(name)) {
        complaints
            .append(complaints.isEmpty() ? "" : "; ")
            .append("unknown option ")
            .append(settings.spell(name))
            .append(", did you mean ")
            .append(settings.spell(nearest(name, known)))
            .append('?');
      }
    }
    if (!complaints.isEmpty()) {
      throw new IllegalArgumentException(complaints.toString());
    }
  }

  /**
   * The known name nearest to {@code name}, when at most so many edits of one character lie between
   * them; case does not matter.
   */
  public static Optional<String> near(String name, Collection<String> known, int mostEdits) {
    String small = name.toLowerCase(Locale.ROOT);
    return known.stream()
        .filter(candidate -> Math.abs(candidate.length() - small.length()) <= mostEdits)
        .map(candidate -> Map.entry(candidate, distance(small, candidate.toLowerCase(Locale.ROOT))))
        .filter(candidate -> candidate.getValue() <= mostEdits)
        .min(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry::getKey))
        .map(Map.Entry::getKey);
  }

  /** The known name that the fewest edits of one character make of {@code name}. */
  static String nearest(String name, Collection<String> known) {
    return known.stream()
        .min(
            Comparator.comparingInt((String candidate) -> distance(name, candidate))
                .thenComparing(Comparator.naturalOrder()))
        .orElseThrow(() -> new IllegalArgumentException("no option is known"));
  }

  /** Levenshtein's distance, by one row of his table at a time. */
  private static int distance(String from, String to) {
    int[] row = new int[to.length() + 1];
    for (int column = 0; column < row.length; column++) {
      row[column] = column;
    }
    for (int line = 1; line <= from.length(); line++) {
      int diagonal = row[0];
      row[0] = line;
      for (int column = 1; column < row.length; column++) {
        int replaced = diagonal + (from.charAt(line - 1) == to.charAt(column - 1) ? 0 : 1);
        diagonal = row[column];
        row[column] = Math.min(replaced, 1 + Math.min(row[column - 1], row[column]));
      }
    }
    return row[row.length - 1];
  }
}
