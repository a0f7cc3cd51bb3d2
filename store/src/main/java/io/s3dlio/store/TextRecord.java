package io.s3dlio.store;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** One versioned line of percent-encoded fields: the text form of tokens and parts. */
final class TextRecord {

  /** Longest line that is read, in characters; a token holds a key, an id and some metadata. */
  private static final int MAX_LENGTH = 64 * 1024;

  /** Last word of a whole line, so that one cut between two fields is known as such. */
  private static final String END = "end";

  private TextRecord() {}

  static String encode(String version, String... fields) {
    return encode(version, List.of(fields));
  }

  static String encode(String version, List<String> fields) {
    StringBuilder line = new StringBuilder(version);
    for (String field : fields) {
      line.append(' ').append(URLEncoder.encode(field, StandardCharsets.UTF_8)).append(';');
    }
    return line.append(' ').append(END).toString();
  }

  /** The fields of a line, at least {@code least} of them. */
  static List<String> decode(String version, int least, String line) throws CorruptFormatException {
    if (line.length() > MAX_LENGTH) {
      throw new CorruptFormatException("line of " + line.length() + " characters");
    }
    String[] words = line.split(" ", -1);
    if (!words[0].equals(version)) {
      throw new CorruptFormatException("expected a line of version " + version);
    }
    int last = words.length - 1;
    if (!words[last].equals(END)) {
      throw new CorruptFormatException("the line is cut off");
    }
    List<String> fields = new ArrayList<>();
    for (int i = 1; i < last; i++) {
      if (!words[i].endsWith(";")) {
        throw new CorruptFormatException("field " + i + " is cut off");
      }
      try {
        fields.add(
            URLDecoder.decode(
                words[i].substring(0, words[i].length() - 1), StandardCharsets.UTF_8));
      } catch (IllegalArgumentException e) {
        throw new CorruptFormatException("field " + i + " is not percent-encoded", e);
      }
    }
    if (fields.size() < least) {
      throw new CorruptFormatException(fields.size() + " fields, expected " + least);
    }
    return fields;
  }
}
