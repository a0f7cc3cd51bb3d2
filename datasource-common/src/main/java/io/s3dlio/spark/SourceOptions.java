package io.s3dlio.spark;

import io.s3dlio.store.config.OptionNames;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.apache.spark.sql.internal.SQLConf;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;
import org.jspecify.annotations.Nullable;

/**
 * The options of one read or write, by name in any case, with the session's configuration as
 * defaults. Immutable.
 *
 * <p>Names that no source knows are left alone, as Spark does: Spark, catalogs and FileSystems put
 * their own beside the user's. A name that is one or two letters off a known one is an error.
 */
public final class SourceOptions {

  /** How Spark hands over several paths. */
  private static final SourceOption<List<String>> PATHS =
      SourceOption.of(
          "paths",
          SourceOption.Scope.READ,
          "a list of strings in JSON",
          "",
          "The paths that are read.",
          SourceOptions::strings);

  private final String format;
  private final CaseInsensitiveStringMap options;
  private final Function<String, @Nullable String> session;

  private SourceOptions(
      String format, CaseInsensitiveStringMap options, Function<String, @Nullable String> session) {
    this.format = format;
    this.options = options;
    this.session = session;
  }

  /**
   * Options with the defaults of the session of this thread.
   *
   * @param format short name of the source, part of the names in the session's configuration
   * @param known every option of the source
   * @throws SourceException for a name that is nearly a known one
   */
  public static SourceOptions of(
      String format, Map<String, String> options, Collection<SourceOption<?>> known) {
    SQLConf conf = SQLConf.get();
    return of(format, options, known, name -> conf.getConfString(name, null));
  }

  /** Options with defaults from elsewhere, by full name: {@code spark.sql.tfrecord.mode}. */
  static SourceOptions of(
      String format,
      Map<String, String> options,
      Collection<SourceOption<?>> known,
      Function<String, @Nullable String> session) {
    List<String> names =
        Stream.of(known, ListingOptions.all(), FileStreamOptions.all())
            .flatMap(Collection::stream)
            .map(SourceOption::name)
            .distinct()
            .toList();
    options.keySet().forEach(name -> check(format, name, names));
    return new SourceOptions(format, new CaseInsensitiveStringMap(options), session);
  }

  private static void check(String format, String name, List<String> known) {
    String small = name.toLowerCase(Locale.ROOT);
    if (small.length() < 5 || known.stream().anyMatch(small::equalsIgnoreCase)) {
      return;
    }
    OptionNames.near(small, known, 2)
        .ifPresent(
            nearest -> {
              throw CommonErrors.OPTION_NAME.exception(
                  "format", format, "option", name, "nearest", nearest);
            });
  }

  /** Short name of the source. */
  public String format() {
    return format;
  }

  /**
   * The value that counts: as given, else the session's, else the default.
   *
   * @throws SourceException when it is not legal
   */
  public <T> T value(SourceOption<T> option) {
    return option.parse(text(option).orElse(option.defaultText()), format);
  }

  /** The value as given or in the session; empty when neither has it, or has empty text. */
  public <T> Optional<T> find(SourceOption<T> option) {
    return text(option)
        .filter(text -> !text.isBlank())
        .or(() -> Optional.of(option.defaultText()).filter(text -> !text.isBlank()))
        .map(text -> option.parse(text, format));
  }

  /**
   * The paths that were given, by {@code load(path)} or by {@code load(path, path)}.
   *
   * @throws SourceException when there is none
   */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    String several = options.get(PATHS.name());
    if (several != null) {
      paths.addAll(PATHS.parse(several, format));
    }
    String one = options.get("path");
    if (one != null) {
      paths.add(one);
    }
    if (paths.isEmpty()) {
      throw CommonErrors.PATH_MISSING.exception("format", format);
    }
    return paths;
  }

  private static List<String> strings(String json) {
    if (!(Json.parse(json) instanceof List<?> list)) {
      throw new IllegalArgumentException("no list");
    }
    List<String> strings = new ArrayList<>();
    for (Object element : list) {
      if (!(element instanceof String string)) {
        throw new IllegalArgumentException("no list of strings");
      }
      strings.add(string);
    }
    return strings;
  }

  /** Whether the user gave it with this read or write; the session does not count. */
  public boolean isGiven(SourceOption<?> option) {
    return options.containsKey(option.name());
  }

  /** Everything as it was given, for Spark's own classes. */
  public CaseInsensitiveStringMap asMap() {
    return options;
  }

  private Optional<String> text(SourceOption<?> option) {
    String given = options.get(option.name());
    if (given != null) {
      return Optional.of(given);
    }
    return Stream.concat(
            option.sessionNames().stream(), Stream.of("spark.sql." + format + "." + option.name()))
        .flatMap(name -> Stream.ofNullable(session.apply(name)))
        .findFirst();
  }

  /** Names only: values may be secrets of a FileSystem. */
  @Override
  public String toString() {
    return "options of " + format + ": " + options.keySet();
  }
}
