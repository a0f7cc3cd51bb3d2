package io.s3dlio.testing.servers.gcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * JSON as maps, lists, strings, numbers and booleans; {@link #NULL} stands for null, which in a
 * patch removes a field.
 */
final class Json {
  /** What {@code null} is read as. */
  static final Object NULL =
      new Object() {
        @Override
        public String toString() {
          return "null";
        }
      };

  private static final int DEEPEST = 32;

  private final String text;
  private int at;

  private Json(String text) {
    this.text = text;
  }

  /**
   * Reads a text that is one object.
   *
   * @throws IllegalArgumentException when it is anything else
   */
  static Map<String, Object> object(String text) {
    Json reader = new Json(text);
    Object value = reader.value(0);
    reader.skipSpace();
    if (reader.at < text.length() || !(value instanceof Map<?, ?>)) {
      throw reader.wrong("one object");
    }
    return asObject(value);
  }

  /** A member as an object; an empty one for anything else. */
  @SuppressWarnings("unchecked") // The keys of what this class reads are strings.
  static Map<String, Object> asObject(Object value) {
    return value instanceof Map<?, ?> ? (Map<String, Object>) value : Map.of();
  }

  private Object value(int depth) {
    if (depth > DEEPEST) {
      throw wrong("at most " + DEEPEST + " levels");
    }
    skipSpace();
    return switch (peek()) {
      case '{' -> members(depth);
      case '[' -> elements(depth);
      case '"' -> string();
      default -> word();
    };
  }

  private Map<String, Object> members(int depth) {
    Map<String, Object> members = new LinkedHashMap<>();
    expect('{');
    if (!took('}')) {
      do {
        skipSpace();
        String name = string();
        skipSpace();
        expect(':');
        members.put(name, value(depth + 1));
        skipSpace();
      } while (took(','));
      expect('}');
    }
    return members;
  }

  private List<Object> elements(int depth) {
    List<Object> elements = new ArrayList<>();
    expect('[');
    if (!took(']')) {
      do {
        elements.add(value(depth + 1));
        skipSpace();
      } while (took(','));
      expect(']');
    }
    return elements;
  }

  private String string() {
    StringBuilder string = new StringBuilder();
    expect('"');
    for (char next = take(); next != '"'; next = take()) {
      string.append(next == '\\' ? escaped() : next);
    }
    return string.toString();
  }

  private char escaped() {
    char kind = take();
    return switch (kind) {
      case '"', '\\', '/' -> kind;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> (char) Integer.parseInt("" + take() + take() + take() + take(), 16);
      default -> throw wrong("an escape");
    };
  }

  private Object word() {
    int start = at;
    while (at < text.length() && ",]} \t\r\n".indexOf(text.charAt(at)) < 0) {
      at++;
    }
    String word = text.substring(start, at);
    return switch (word) {
      case "true" -> true;
      case "false" -> false;
      case "null" -> NULL;
      default -> {
        if (!word.matches("-?\\d+(\\.\\d+)?([eE][+-]?\\d+)?")) {
          throw wrong("a value");
        }
        yield word.matches("-?\\d{1,18}")
            ? (Object) Long.parseLong(word)
            : (Object) Double.parseDouble(word);
      }
    };
  }

  private void skipSpace() {
    while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
      at++;
    }
  }

  private char peek() {
    return at < text.length() ? text.charAt(at) : '\0';
  }

  private char take() {
    if (at >= text.length()) {
      throw wrong("more");
    }
    return text.charAt(at++);
  }

  private boolean took(char wanted) {
    skipSpace();
    boolean there = peek() == wanted;
    at += there ? 1 : 0;
    return there;
  }

  private void expect(char wanted) {
    if (!took(wanted)) {
      throw wrong("'" + wanted + "'");
    }
  }

  private IllegalArgumentException wrong(String wanted) {
    return new IllegalArgumentException("Not JSON: expected " + wanted + " at character " + at);
  }

  /** The text of a value; members in the order of the map. */
  static String text(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    if (value instanceof Map<?, ?> members) {
      String separator = "{";
      for (Map.Entry<?, ?> member : members.entrySet()) {
        out.append(separator);
        quote(String.valueOf(member.getKey()), out);
        out.append(':');
        write(member.getValue(), out);
        separator = ",";
      }
      out.append(members.isEmpty() ? "{}" : "}");
    } else if (value instanceof Iterable<?> elements) {
      String separator = "";
      out.append('[');
      for (Object element : elements) {
        out.append(separator);
        write(element, out);
        separator = ",";
      }
      out.append(']');
    } else if (value instanceof CharSequence string) {
      quote(string, out);
    } else {
      out.append(value);
    }
  }

  private static void quote(CharSequence string, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < string.length(); i++) {
      char next = string.charAt(i);
      if (next == '"' || next == '\\') {
        out.append('\\').append(next);
      } else if (next == '\n') {
        out.append('\\').append('n');
      } else if (next < ' ' || Character.isSurrogate(next)) {
        out.append(String.format("\\u%04x", (int) next));
      } else {
        out.append(next);
      }
    }
    out.append('"');
  }
}
