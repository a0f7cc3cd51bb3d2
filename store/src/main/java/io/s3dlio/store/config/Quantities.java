package io.s3dlio.store.config;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Sizes and times as people write them.
 *
 * <p>Sizes: a number with {@code B}, {@code KiB}, {@code MiB}, {@code GiB}, {@code TiB} (powers of
 * 1,024), {@code KB}, {@code MB}, {@code GB}, {@code TB} (powers of 1,000), or Hadoop's {@code K},
 * {@code M}, {@code G}, {@code T} (powers of 1,024). Times: a number with {@code ms}, {@code s},
 * {@code m}, {@code h} or {@code d}.
 */
public final class Quantities {

  private static final Pattern FORM = Pattern.compile("(\\d+(?:\\.\\d+)?)\\s*([A-Za-z]*)");

  private Quantities() {}

  /**
   * Bytes.
   *
   * @throws IllegalArgumentException when the text is no size or does not fit a long
   */
  public static long parseSize(String text) {
    Matcher form = match(text, "a size such as 8MiB");
    long unit =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "", "b" -> 1L;
          case "k", "kib" -> 1L << 10;
          case "m", "mib" -> 1L << 20;
          case "g", "gib" -> 1L << 30;
          case "t", "tib" -> 1L << 40;
          case "kb" -> 1_000L;
          case "mb" -> 1_000_000L;
          case "gb" -> 1_000_000_000L;
          case "tb" -> 1_000_000_000_000L;
          default -> throw new IllegalArgumentException("it is no size such as 8MiB");
        };
    return multiply(form.group(1), unit, "it is no whole number of bytes");
  }

  /**
   * A time, exact to the millisecond.
   *
   * @throws IllegalArgumentException when the text is no time
   */
  public static Duration parseDuration(String text) {
    Matcher form = match(text, "a time such as 30s");
    long millis =
        switch (form.group(2).toLowerCase(Locale.ROOT)) {
          case "ms" -> 1L;
          case "s" -> 1_000L;
          case "m", "min" -> 60_000L;
          case "h" -> 3_600_000L;
          case "d" -> 86_400_000L;
          default -> throw new IllegalArgumentException("it has no unit: write a time such as 30s");
        };
    return Duration.ofMillis(
        multiply(form.group(1), millis, "it is no whole number of milliseconds"));
  }

  private static Matcher match(String text, String what) {
    Matcher form = FORM.matcher(text.trim());
    if (!form.matches()) {
      throw new IllegalArgumentException("it is not " + what);
    }
    return form;
  }

  private static long multiply(String number, long unit, String complaint) {
    try {
      return new BigDecimal(number).multiply(BigDecimal.valueOf(unit)).longValueExact();
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException(complaint, e);
    }
  }
}
