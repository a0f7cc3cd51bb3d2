package io.s3dlio.spark;

import io.s3dlio.store.config.Quantities;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One option of a source, declared once: name, legal values, default and one sentence, from which
 * come parsing, errors and the table of the reference page.
 *
 * @param <T> what a value of it is in code
 */
public final class SourceOption<T> {

  /** When an option counts. */
  public enum Scope {
    READ,
    WRITE,
    READ_WRITE
  }

  private final String name;
  private final Scope scope;
  private final String legal;
  private final String defaultText;
  private final String sentence;
  private final Function<String, T> parser;
  private final List<String> sessionNames;

  private SourceOption(
      String name,
      Scope scope,
      String legal,
      String defaultText,
      String sentence,
      Function<String, T> parser,
      List<String> sessionNames) {
    this.name = name;
    this.scope = scope;
    this.legal = legal;
    this.defaultText = defaultText;
    this.sentence = sentence;
    this.parser = parser;
    this.sessionNames = sessionNames;
  }

  /** {@code true} or {@code false}; an empty default means that it need not be either. */
  public static SourceOption<Boolean> flag(
      String name, Scope scope, String defaultText, String sentence) {
    return of(name, scope, "true or false", defaultText, sentence, SourceOption::parseFlag);
  }

  /** A whole number from {@code least} to {@code most}. */
  public static SourceOption<Long> number(
      String name, Scope scope, String defaultText, long least, long most, String sentence) {
    String to = most == Long.MAX_VALUE ? " or more" : " to " + most;
    return of(
        name,
        scope,
        "a whole number, " + least + to,
        defaultText,
        sentence,
        text -> parseNumber(text, least, most));
  }

  /** A part of a whole, above 0 and at most 1. */
  public static SourceOption<Double> fraction(
      String name, Scope scope, String defaultText, String sentence) {
    return of(
        name,
        scope,
        "a number above 0 and at most 1",
        defaultText,
        sentence,
        SourceOption::parseFraction);
  }

  /** A number of bytes, written {@code 8MiB}. */
  public static SourceOption<Long> size(
      String name, Scope scope, String defaultText, String sentence) {
    return of(name, scope, "a size such as 8MiB", defaultText, sentence, Quantities::parseSize);
  }

  /** A time, written {@code 7d}. */
  public static SourceOption<Duration> duration(
      String name, Scope scope, String defaultText, String sentence) {
    return of(
        name, scope, "a time such as 30s or 7d", defaultText, sentence, Quantities::parseDuration);
  }

  /** Any text; empty means not given. */
  public static SourceOption<String> text(
      String name, Scope scope, String defaultText, String sentence) {
    return of(name, scope, "text", defaultText, sentence, Function.identity());
  }

  /**
   * One of an enum's constants, written as itself in any case, with or without its underscores.
   * Shown in capitals when the default is, as Spark shows modes.
   *
   * @param defaultText one of them as a user would write it, or empty for none
   */
  public static <E extends Enum<E>> SourceOption<E> choice(
      String name, Scope scope, String defaultText, Class<E> type, String sentence) {
    Map<String, E> words = new LinkedHashMap<>();
    boolean inCapitals = defaultText.matches("[A-Z_]+");
    for (E constant : type.getEnumConstants()) {
      words.put(inCapitals ? constant.name() : camel(constant.name()), constant);
    }
    return choice(name, scope, defaultText, words, sentence);
  }

  /** One of some words, in any case; several may mean the same. */
  public static <T> SourceOption<T> choice(
      String name, Scope scope, String defaultText, Map<String, T> words, String sentence) {
    Map<String, T> plain = new LinkedHashMap<>();
    words.forEach((word, value) -> plain.put(plain(word), value));
    return of(
        name,
        scope,
        "one of " + String.join(", ", words.keySet()),
        defaultText,
        sentence,
        text ->
            Optional.ofNullable(plain.get(plain(text)))
                .orElseThrow(() -> new IllegalArgumentException("it is none")));
  }

  /** What {@code parser} makes of the text; it throws {@link IllegalArgumentException}. */
  public static <T> SourceOption<T> of(
      String name,
      Scope scope,
      String legal,
      String defaultText,
      String sentence,
      Function<String, T> parser) {
    return new SourceOption<>(name, scope, legal, defaultText, sentence, parser, List.of());
  }

  /**
   * The same option, with names in the session's configuration beside {@code
   * spark.sql.FORMAT.NAME}.
   *
   * @param names in full; the first that is set counts
   */
  public SourceOption<T> withSessionNames(String... names) {
    return new SourceOption<>(name, scope, legal, defaultText, sentence, parser, List.of(names));
  }

  /** As the user writes it; case does not matter. */
  public String name() {
    return name;
  }

  public Scope scope() {
    return scope;
  }

  /** The legal values in words. */
  public String legal() {
    return legal;
  }

  /** The default as a user would write it; empty means that there is none. */
  public String defaultText() {
    return defaultText;
  }

  /** What the option does, in one sentence. */
  public String sentence() {
    return sentence;
  }

  /** Further names in the session's configuration. */
  List<String> sessionNames() {
    return sessionNames;
  }

  /** The value of a text, as {@link SourceOptions} found it. */
  T parse(String text, String format) {
    try {
      return parser.apply(text.trim());
    } catch (IllegalArgumentException e) {
      throw CommonErrors.OPTION_VALUE.exception(
          e, "option", name, "format", format, "value", text, "legal", legal);
    }
  }

  private static Boolean parseFlag(String text) {
    return switch (text.toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it is neither");
    };
  }

  private static Long parseNumber(String text, long least, long most) {
    long value;
    try {
      value = Long.parseLong(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it is no whole number", e);
    }
    if (value < least || value > most) {
      throw new IllegalArgumentException("it is out of bounds");
    }
    return value;
  }

  private static Double parseFraction(String text) {
    double value;
    try {
      value = Double.parseDouble(text);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it is no number", e);
    }
    if (!(value > 0 && value <= 1)) {
      throw new IllegalArgumentException("it is out of bounds");
    }
    return value;
  }

  /** {@code SEQUENCE_EXAMPLE} becomes {@code sequenceExample}. */
  private static String camel(String constant) {
    String joined =
        Arrays.stream(constant.toLowerCase(Locale.ROOT).split("_"))
            .map(word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1))
            .collect(Collectors.joining());
    return joined.substring(0, 1).toLowerCase(Locale.ROOT) + joined.substring(1);
  }

  private static String plain(String word) {
    return word.toLowerCase(Locale.ROOT).replace("_", "").replace("-", "");
  }

  @Override
  public String toString() {
    return name + " (" + legal + ")";
  }
}
