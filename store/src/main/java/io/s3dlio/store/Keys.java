package io.s3dlio.store;

import java.nio.charset.StandardCharsets;

/**
 * The rule of keys: 1 to 1,024 bytes of UTF-8, no control characters, no leading {@code /}, no
 * segment that is empty, {@code .} or {@code ..}. A trailing {@code /} makes a directory marker.
 *
 * <p>A key is not a URI: nothing is decoded and nothing is normalised.
 */
public final class Keys {

  /** Longest key, in bytes of UTF-8. */
  public static final int MAX_BYTES = 1024;

  private Keys() {}

  /**
   * Returns the key when it is legal.
   *
   * @throws IllegalArgumentException naming the rule it breaks
   */
  public static String check(String key) {
    if (key.isEmpty()) {
      throw new IllegalArgumentException("the key is empty");
    }
    checkCharacters(key);
    int start = 0;
    while (start < key.length()) {
      int slash = key.indexOf('/', start);
      int end = slash < 0 ? key.length() : slash;
      checkSegment(key, start, end);
      start = end + 1;
    }
    return key;
  }

  /** Whether the key is a directory marker. */
  public static boolean isMarker(String key) {
    return key.endsWith("/");
  }

  private static void checkCharacters(String key) {
    for (int i = 0; i < key.length(); i++) {
      char c = key.charAt(i);
      if (Character.isISOControl(c)) {
        throw refusal(
            key, String.format("has the control character U+%04X at index %d", (int) c, i));
      }
      if (Character.isSurrogate(c)) {
        boolean pair =
            Character.isHighSurrogate(c)
                && i + 1 < key.length()
                && Character.isLowSurrogate(key.charAt(i + 1));
        if (!pair) {
          throw refusal(key, "has half of a surrogate pair at index " + i);
        }
        i++;
      }
    }
    int bytes = key.getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_BYTES) {
      throw refusal(key, "is " + bytes + " bytes long, at most " + MAX_BYTES + " are allowed");
    }
  }

  private static void checkSegment(String key, int start, int end) {
    if (start == end) {
      throw refusal(key, start == 0 ? "begins with /" : "has an empty segment");
    }
    String segment = key.substring(start, end);
    if (segment.equals(".") || segment.equals("..")) {
      throw refusal(key, "has the segment " + segment);
    }
  }

  private static IllegalArgumentException refusal(String key, String why) {
    StringBuilder shown = new StringBuilder();
    key.codePoints()
        .limit(100)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return new IllegalArgumentException("the key \"" + shown + "\" " + why);
  }
}
