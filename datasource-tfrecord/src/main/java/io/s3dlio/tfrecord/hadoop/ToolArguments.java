package io.s3dlio.tfrecord.hadoop;

import io.s3dlio.tfrecord.hadoop.IndexPlan.Existing;
import io.s3dlio.tfrecord.index.IndexFormat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What a user asks of the tool, on the command line or of {@code spark-submit}.
 *
 * @param paths files, directories and globs
 * @param plan which indexes are to be written
 * @param limit most records to print of all files, {@link Long#MAX_VALUE} without a limit
 * @param features the only ones to print; all when empty
 * @param settings of Hadoop, by name
 */
public record ToolArguments(
    List<String> paths,
    IndexPlan plan,
    long limit,
    Set<String> features,
    Map<String, String> settings) {

  public ToolArguments {
    paths = List.copyOf(paths);
    features = Set.copyOf(features);
    settings = Collections.unmodifiableMap(settings);
  }

  /** Settings may hold secrets. */
  @Override
  public String toString() {
    return paths + " " + plan;
  }

  /**
   * Reads words, options and paths in any order.
   *
   * @param known the options that the verb has, {@code -D} aside
   * @throws IllegalArgumentException for an unknown option, one without its value, a value that
   *     cannot be, and when no path is named; the message is for the user
   */
  public static ToolArguments parse(List<String> words, Set<String> known) {
    Words rest = new Words(words.iterator(), known);
    while (rest.words.hasNext()) {
      rest.take(rest.words.next());
    }
    if (rest.paths.isEmpty()) {
      throw new IllegalArgumentException("no file or directory is named");
    }
    return rest.arguments();
  }

  /** The options of writing indexes. */
  public static final Set<String> INDEX_OPTIONS =
      Set.of("--format", "--index-name", "--output-dir", "--force");

  private static final class Words {
    private final Iterator<String> words;
    private final Set<String> known;
    private final List<String> paths = new ArrayList<>();
    private final Set<IndexFormat> formats = EnumSet.noneOf(IndexFormat.class);
    private final Set<String> features = new LinkedHashSet<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private String directory = "";
    private String name = "";
    private Existing existing = Existing.KEEP;
    private long limit = Long.MAX_VALUE;

    Words(Iterator<String> words, Set<String> known) {
      this.words = words;
      this.known = known;
    }

    void take(String word) {
      if (word.startsWith("-D")) {
        setting(word.length() > 2 ? word.substring(2) : value(word));
        return;
      }
      if (!word.startsWith("-") || word.equals("-")) {
        paths.add(word);
        return;
      }
      int equals = word.indexOf('=');
      String option = equals < 0 ? word : word.substring(0, equals);
      if (!known.contains(option)) {
        throw new IllegalArgumentException("there is no option " + option);
      }
      if (option.equals("--force")) {
        existing = Existing.REPLACE;
        return;
      }
      option(option, equals < 0 ? value(option) : word.substring(equals + 1));
    }

    private void option(String option, String value) {
      switch (option) {
        case "--format" -> formats(value);
        case "--index-name" -> name = value;
        case "--output-dir" -> directory = value.replaceAll("(?<=.)/+$", "");
        case "--feature" -> features.add(value);
        case "--limit" -> limit = number(value);
        default -> throw new IllegalArgumentException("there is no option " + option);
      }
    }

    private String value(String option) {
      if (!words.hasNext()) {
        throw new IllegalArgumentException(option + " is followed by a value");
      }
      return words.next();
    }

    private void setting(String assignment) {
      int equals = assignment.indexOf('=');
      if (equals <= 0) {
        throw new IllegalArgumentException("-D is followed by name=value");
      }
      settings.put(assignment.substring(0, equals), assignment.substring(equals + 1));
    }

    private void formats(String value) {
      for (String one : value.split(",", -1)) {
        switch (one.toLowerCase(Locale.ROOT)) {
          case "text" -> formats.add(IndexFormat.TEXT);
          case "compact" -> formats.add(IndexFormat.COMPACT);
          case "binary" -> formats.add(IndexFormat.BINARY16);
          default ->
              throw new IllegalArgumentException(
                  "--format " + one + ": one or more of text, compact, binary");
        }
      }
    }

    private static long number(String value) {
      try {
        long number = Long.parseLong(value);
        if (number >= 0) {
          return number;
        }
      } catch (NumberFormatException e) {
        // Said below.
      }
      throw new IllegalArgumentException("--limit " + value + ": a number of records, 0 or more");
    }

    /** Indexes under names or in a place of the user's own are for others: text unless said. */
    ToolArguments arguments() {
      boolean isForOthers = !name.isEmpty() || !directory.isEmpty();
      Set<IndexFormat> defaults =
          isForOthers ? Set.of(IndexFormat.TEXT) : IndexPlan.DEFAULT.formats();
      IndexPlan plan =
          new IndexPlan(formats.isEmpty() ? defaults : formats, directory, name, existing);
      return new ToolArguments(paths, plan, limit, features, settings);
    }
  }
}
