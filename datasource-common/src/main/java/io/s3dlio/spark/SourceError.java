package io.s3dlio.spark;

import java.io.Serializable;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One condition that a source reports, declared once: its name, SQLSTATE, text and cure, from which
 * come the exceptions and the reference page.
 *
 * @param name in capitals, as Spark's own conditions: {@code TFRECORD_BAD_CRC}
 * @param sqlState five characters of the SQL standard or of Spark's list
 * @param template one sentence or more, with parameters as {@code <file>}
 * @param cure what the user can do, in a sentence; may hold parameters too
 */
public record SourceError(String name, String sqlState, String template, String cure)
    implements Serializable {

  private static final Pattern PARAMETER = Pattern.compile("<([a-zA-Z]+)>");

  public SourceError {
    if (!name.matches("[A-Z][A-Z0-9_]+")) {
      throw new IllegalArgumentException("no name of a condition: " + name);
    }
    if (!sqlState.matches("[0-9A-Z]{5}")) {
      throw new IllegalArgumentException("no SQLSTATE: " + sqlState);
    }
  }

  /**
   * The exception for the driver: a mistake in what was asked for.
   *
   * @param parameters names and values by turns, one pair for each parameter of the texts
   */
  public SourceException exception(String... parameters) {
    return exception(null, parameters);
  }

  /** The same, with what caused it. */
  public SourceException exception(@Nullable Throwable cause, String... parameters) {
    Map<String, String> values = pairs(parameters);
    return new SourceException(this, message(values), values, cause);
  }

  /**
   * The exception for reading and writing: something about the bytes or where they are kept.
   *
   * @param parameters names and values by turns, one pair for each parameter of the texts
   */
  public SourceIOException ioException(@Nullable Throwable cause, String... parameters) {
    Map<String, String> values = pairs(parameters);
    return new SourceIOException(this, message(values), values, cause);
  }

  private String message(Map<String, String> values) {
    String space = cure.isEmpty() ? "" : " ";
    return "["
        + name
        + "] "
        + fill(template, values)
        + space
        + fill(cure, values)
        + " SQLSTATE: "
        + sqlState;
  }

  private String fill(String text, Map<String, String> values) {
    Matcher parameter = PARAMETER.matcher(text);
    StringBuilder filled = new StringBuilder();
    while (parameter.find()) {
      String value = values.get(parameter.group(1));
      if (value == null) {
        throw new IllegalArgumentException(name + " needs a value for " + parameter.group());
      }
      parameter.appendReplacement(filled, Matcher.quoteReplacement(value));
    }
    return parameter.appendTail(filled).toString();
  }

  private static Map<String, String> pairs(String... parameters) {
    if (parameters.length % 2 != 0) {
      throw new IllegalArgumentException("a parameter without a value");
    }
    Map<String, String> values = new LinkedHashMap<>();
    for (int i = 0; i < parameters.length; i += 2) {
      values.put(parameters[i], parameters[i + 1]);
    }
    return values;
  }
}
