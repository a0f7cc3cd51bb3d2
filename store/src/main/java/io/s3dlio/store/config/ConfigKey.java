package io.s3dlio.store.config;

import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * One option, declared once: its name, type, default, bounds and one sentence, from which come
 * parsing, validation and the reference page.
 *
 * @param <T> what a value of it is in code
 */
public final class ConfigKey<T> {

  private final String name;
  private final String type;
  private final String defaultText;
  private final String sentence;
  private final boolean secret;
  private final Function<String, T> parser;

  private ConfigKey(
      String name,
      String type,
      String defaultText,
      String sentence,
      boolean secret,
      Function<String, T> parser) {
    this.name = name;
    this.type = type;
    this.defaultText = defaultText;
    this.sentence = sentence;
    this.secret = secret;
    this.parser = parser;
  }

  /** A number of bytes, written {@code 8MiB}. */
  public static ConfigKey<Long> size(
      String name, String defaultText, String least, String most, String sentence) {
    long low = Quantities.parseSize(least);
    long high = Quantities.parseSize(most);
    return new ConfigKey<>(
        name,
        "size, " + least + " to " + most,
        defaultText,
        sentence,
        false,
        text -> within(Quantities.parseSize(text), low, high, least, most));
  }

  /** A time, written {@code 30s}. */
  public static ConfigKey<Duration> duration(
      String name, String defaultText, String least, String most, String sentence) {
    Duration low = Quantities.parseDuration(least);
    Duration high = Quantities.parseDuration(most);
    return new ConfigKey<>(
        name,
        "duration, " + least + " to " + most,
        defaultText,
        sentence,
        false,
        text -> within(Quantities.parseDuration(text), low, high, least, most));
  }

  /** A whole number. */
  public static ConfigKey<Integer> integer(
      String name, int defaultValue, int least, int most, String sentence) {
    return new ConfigKey<>(
        name,
        "integer, " + least + " to " + most,
        Integer.toString(defaultValue),
        sentence,
        false,
        text -> within(parseInteger(text), least, most, "" + least, "" + most));
  }

  /** {@code true} or {@code false}. */
  public static ConfigKey<Boolean> flag(String name, boolean defaultValue, String sentence) {
    return new ConfigKey<>(
        name,
        "true or false",
        Boolean.toString(defaultValue),
        sentence,
        false,
        ConfigKey::parseFlag);
  }

  /** One of an enum's constants, written in lower case. */
  public static <E extends Enum<E>> ConfigKey<E> choice(
      String name, E defaultValue, Class<E> type, String sentence) {
    String words =
        Arrays.stream(type.getEnumConstants())
            .map(ConfigKey::spell)
            .collect(Collectors.joining(", "));
    return new ConfigKey<>(
        name,
        "one of " + words,
        spell(defaultValue),
        sentence,
        false,
        text ->
            Arrays.stream(type.getEnumConstants())
                .filter(constant -> spell(constant).equals(text.trim().toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("it is none of " + words)));
  }

  /** Any text; empty means not given. */
  public static ConfigKey<String> text(String name, String defaultText, String sentence) {
    return new ConfigKey<>(name, "text", defaultText, sentence, false, String::trim);
  }

  /**
   * A secret; its name ends in secret, password or token, so that Hadoop's and Spark's redaction
   * knows it.
   */
  public static ConfigKey<Secret> secret(String name, String sentence) {
    if (!name.matches(".*(secret|password|token)")) {
      throw new IllegalArgumentException(name + " must end in secret, password or token");
    }
    return new ConfigKey<>(name, "secret", "", sentence, true, Secret::of);
  }

  /** The name without prefix: {@code area.option}. */
  public String name() {
    return name;
  }

  /** Type and bounds in words, for the reference page. */
  public String type() {
    return type;
  }

  /** The default as a user would write it; empty means not set. */
  public String defaultText() {
    return defaultText;
  }

  /** What the option does, in one sentence. */
  public String sentence() {
    return sentence;
  }

  public boolean isSecret() {
    return secret;
  }

  /**
   * The value that counts: as given, else the default.
   *
   * @throws IllegalArgumentException naming the option as the user spells it, its value and bounds
   */
  public T in(Settings settings) {
    return parse(settings, settings.find(name).orElse(defaultText));
  }

  /** The value as given, empty when not given or given as empty text. */
  public Optional<T> givenIn(Settings settings) {
    return settings.find(name).filter(text -> !text.isBlank()).map(text -> parse(settings, text));
  }

  /** The secret as given; only of a {@link #secret} option. */
  public Optional<Secret> secretIn(Settings settings) throws IOException {
    if (!secret) {
      throw new IllegalStateException(name + " is no secret");
    }
    return settings.findSecret(name).filter(value -> !value.reveal().isBlank());
  }

  private T parse(Settings settings, String text) {
    try {
      return parser.apply(text);
    } catch (IllegalArgumentException e) {
      String shown = secret ? "***" : "\"" + text + "\"";
      throw new IllegalArgumentException(
          settings.spell(name) + " = " + shown + ": " + e.getMessage() + " (" + type + ")", e);
    }
  }

  private static <V extends Comparable<V>> V within(
      V value, V low, V high, String least, String most) {
    if (value.compareTo(low) < 0 || value.compareTo(high) > 0) {
      throw new IllegalArgumentException("it is not between " + least + " and " + most);
    }
    return value;
  }

  private static int parseInteger(String text) {
    try {
      return Integer.parseInt(text.trim());
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("it is no whole number", e);
    }
  }

  private static boolean parseFlag(String text) {
    return switch (text.trim().toLowerCase(Locale.ROOT)) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("it is neither true nor false");
    };
  }

  private static String spell(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  @Override
  public String toString() {
    return name + " (" + type + ")";
  }
}
