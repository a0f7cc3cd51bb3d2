package io.s3dlio.testing.servers.gcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The parameter {@code fields} of the page "Partial responses": {@code a,b(c,d),e/f}. What it does
 * not name is left out, so a client that forgets a field finds nothing here either.
 */
final class FieldMask {
  private static final FieldMask ALL = new FieldMask();

  /** By field; no member at all means every field. */
  private final Map<String, FieldMask> members = new LinkedHashMap<>();

  private FieldMask() {}

  static FieldMask parse(String text) throws Refusal {
    FieldMask mask = new FieldMask();
    int[] at = {0};
    mask.read(text, at);
    if (at[0] < text.length()) {
      throw Refusal.invalid("Invalid field selection " + text);
    }
    return mask;
  }

  private void read(String text, int[] at) throws Refusal {
    do {
      FieldMask field = this;
      do {
        field = field.members.computeIfAbsent(name(text, at), name -> new FieldMask());
      } while (took('/', text, at));
      if (took('(', text, at)) {
        field.read(text, at);
        if (!took(')', text, at)) {
          throw Refusal.invalid("Invalid field selection " + text);
        }
      }
    } while (took(',', text, at));
  }

  private static String name(String text, int[] at) throws Refusal {
    int start = at[0];
    while (at[0] < text.length() && ",/()".indexOf(text.charAt(at[0])) < 0) {
      at[0]++;
    }
    if (start == at[0]) {
      throw Refusal.invalid("Invalid field selection " + text);
    }
    return text.substring(start, at[0]).trim();
  }

  private static boolean took(char wanted, String text, int[] at) {
    boolean there = at[0] < text.length() && text.charAt(at[0]) == wanted;
    at[0] += there ? 1 : 0;
    return there;
  }

  /** The value with the chosen members only; lists are masked element by element. */
  Object apply(Object value) {
    if (members.isEmpty() || members.containsKey("*")) {
      return value;
    }
    if (value instanceof List<?> elements) {
      List<Object> masked = new ArrayList<>();
      elements.forEach(element -> masked.add(apply(element)));
      return masked;
    }
    if (!(value instanceof Map<?, ?>)) {
      return value;
    }
    Map<String, Object> masked = new LinkedHashMap<>();
    Json.asObject(value)
        .forEach(
            (name, member) -> {
              if (members.containsKey(name)) {
                masked.put(name, members.getOrDefault(name, ALL).apply(member));
              }
            });
    return masked;
  }
}
