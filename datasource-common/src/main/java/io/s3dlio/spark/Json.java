package io.s3dlio.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The little JSON (RFC 8259) of logs and options, read without a library, since each Spark line
 * brings another one: objects as maps, arrays as lists, whole numbers as Long, others as Double.
 */
final class Json {

  private static final int DEEPEST = 32;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * The value that the text is.
   *
   * @throws IllegalArgumentException when it is none, naming the place
   */
  static @Nullable Object parse(String text) {
    Json json = new Json(text);
    Object value = json.value(0);
    json.space();
    if (json.at < text.length()) {
      throw json.error("the end");
    }
    return value;
  }

  /** An object of which every value is a string, a number, true, false or null. */
  static Map<String, @Nullable Object> object(String text) {
    if (!(parse(text) instanceof Map<?, ?> map)) {
      throw new IllegalArgumentException("no JSON object");
    }
    Map<String, @Nullable Object> object = new LinkedHashMap<>();
    map.forEach((name, value) -> object.put((String) name, value));
    return object;
  }

  /** The text as a string of JSON, quotes included. */
  static String quote(String text) {
    StringBuilder quoted = new StringBuilder("\"");
    for (int i = 0; i < text.length(); i++) {
      char letter = text.charAt(i);
      if (letter == '"' || letter == '\\') {
        quoted.append('\\').append(letter);
      } else if (letter < ' ' || Character.isSurrogate(letter)) {
        quoted.append(String.format("\\u%04x", (int) letter));
      } else {
        quoted.append(letter);
      }
    }
    return quoted.append('"').toString();
  }

  private @Nullable Object value(int depth) {
    if (depth > DEEPEST) {
      throw new IllegalArgumentException("JSON deeper than " + DEEPEST);
    }
    space();
    char first = at < text.length() ? text.charAt(at) : ' ';
    return switch (first) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      case 't' -> word("true", true);
      case 'f' -> word("false", false);
      case 'n' -> word("null", null);
      default -> number();
    };
  }

  private Map<String, @Nullable Object> members(int depth) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    at++;
    if (skip('}')) {
      return members;
    }
    do {
      space();
      String name = string();
      require(':');
      members.put(name, value(depth + 1));
    } while (skip(','));
    require('}');
    return members;
  }

  private List<@Nullable Object> elements(int depth) {
    List<@Nullable Object> elements = new ArrayList<>();
    at++;
    if (skip(']')) {
      return elements;
    }
    do {
      elements.add(value(depth + 1));
    } while (skip(','));
    require(']');
    return elements;
  }

  private String string() {
    require('"');
    StringBuilder string = new StringBuilder();
    while (at < text.length() && text.charAt(at) != '"') {
      char letter = text.charAt(at++);
      string.append(letter == '\\' ? escaped() : letter);
    }
    if (at == text.length()) {
      throw error("a quote");
    }
    at++;
    return string.toString();
  }

  private char escaped() {
    char letter = at < text.length() ? text.charAt(at++) : ' ';
    return switch (letter) {
      case '"', '\\', '/' -> letter;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicode();
      default -> throw error("an escape");
    };
  }

  private char unicode() {
    int end = at + 4;
    if (end > text.length() || !text.substring(at, end).matches("[0-9a-fA-F]{4}")) {
      throw error("four hexadecimal digits");
    }
    int code = Integer.parseInt(text.substring(at, end), 16);
    at = end;
    return (char) code;
  }

  private Object number() {
    int start = at;
    while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
    String number = text.substring(start, at);
    try {
      return number.matches("-?[0-9]+")
          ? (Object) Long.valueOf(number)
          : (Object) Double.valueOf(number);
    } catch (NumberFormatException e) {
      at = start;
      throw error("a value");
    }
  }

  private @Nullable Object word(String word, @Nullable Object value) {
    if (!text.startsWith(word, at)) {
      throw error(word);
    }
    at += word.length();
    return value;
  }

  private void space() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private boolean skip(char letter) {
    space();
    boolean found = at < text.length() && text.charAt(at) == letter;
    at += found ? 1 : 0;
    return found;
  }

  private void require(char letter) {
    if (!skip(letter)) {
      throw error("'" + letter + "'");
    }
  }

  private IllegalArgumentException error(String wanted) {
    return new IllegalArgumentException("no JSON: " + wanted + " is wanted at " + at);
  }
}
