package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.URLEncoder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Words that must appear nowhere, and how to look for them.
 *
 * @param words as planted; their encoded forms are looked for as well
 */
record Secrets(List<String> words) {

  /** Most objects looked at in one walk. */
  private static final int MOST = 20_000;

  Secrets {
    words = words.stream().flatMap(word -> forms(word).stream()).distinct().toList();
  }

  private static List<String> forms(String word) {
    Base64.Encoder base64 = Base64.getEncoder().withoutPadding();
    List<String> forms = new ArrayList<>(List.of(word, URLEncoder.encode(word, UTF_8)));
    // Encoded after 0, 1 or 2 other bytes; what their neighbours touch is cut off.
    for (int shift = 0; shift < 3; shift++) {
      String encoded = base64.encodeToString((" ".repeat(shift) + word).getBytes(UTF_8));
      forms.add(encoded.substring(shift == 0 ? 0 : 4, encoded.length() - 2));
    }
    return forms;
  }

  boolean in(String text) {
    return words.stream().anyMatch(text::contains);
  }

  /** Checks a text, whose origin the failure names. */
  void assertAbsent(String origin, String text) {
    assertThat(words.stream().filter(text::contains).toList())
        .as("secrets in %s: %s", origin, text)
        .isEmpty();
  }

  /** Checks everything that an exception would print: causes and suppressed ones too. */
  void assertAbsent(Throwable thrown) {
    assertAbsent(thrown.getClass().getSimpleName(), text(thrown));
  }

  /**
   * Calls {@code toString} of every object of ours that can be reached, and of their neighbours.
   */
  void assertAbsentInAll(Object root) {
    Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    Deque<Object> waiting = new ArrayDeque<>(List.of(root));
    int ours = 0;
    while (!waiting.isEmpty() && seen.size() < MOST) {
      Object next = waiting.pop();
      if (next instanceof String || !seen.add(next)) {
        continue;
      }
      if (next instanceof Optional<?> optional) {
        optional.ifPresent(waiting::push);
      } else if (next instanceof Collection<?> several) {
        List.copyOf(several).forEach(waiting::push);
      } else if (next instanceof Map<?, ?> map) {
        List.copyOf(map.values()).forEach(waiting::push);
      }
      assertAbsent("toString of " + next.getClass().getName(), String.valueOf(next));
      if (isOurs(next.getClass())) {
        ours++;
        waiting.addAll(fields(next));
      }
    }
    assertThat(ours).as("objects of ours that were asked").isGreaterThan(20);
  }

  private static boolean isOurs(Class<?> type) {
    return type.getName().startsWith("io.s3dlio.")
        && !type.getName().startsWith("io.s3dlio.testing.");
  }

  private static List<Object> fields(Object owner) {
    List<Object> values = new ArrayList<>();
    for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
      if (!isOurs(type)) {
        continue;
      }
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers()) && !field.getType().isPrimitive()) {
          field.setAccessible(true);
          try {
            Object value = field.get(owner);
            if (value != null) {
              values.add(value);
            }
          } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
          }
        }
      }
    }
    return values;
  }

  static String text(Throwable thrown) {
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text));
    return text.toString();
  }
}
