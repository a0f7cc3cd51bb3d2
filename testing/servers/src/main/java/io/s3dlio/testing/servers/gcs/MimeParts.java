package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The parts of a multipart body: of a multipart upload and of a batch (RFC 2046, 5.1). */
final class MimeParts {
  private static final Pattern BOUNDARY = Pattern.compile("boundary=\"?([^\";,]+)\"?");
  private static final int LONGEST_HEAD = 64 * 1024;

  /**
   * One part.
   *
   * @param headers names in lower case
   */
  record Part(Map<String, String> headers, Content body) {}

  private final byte[] bytes;
  private final byte[] delimiter;

  private MimeParts(byte[] bytes, String boundary) {
    this.bytes = bytes;
    this.delimiter = ("\r\n--" + boundary).getBytes(ISO_8859_1);
  }

  /** The parts of a call's body; their bytes are shared with it, not copied. */
  static List<Part> of(Call call) throws Refusal {
    Matcher boundary = BOUNDARY.matcher(call.header("content-type").orElse(""));
    if (!boundary.find()) {
      throw Refusal.invalid("A multipart body needs a boundary in its Content-Type");
    }
    return new MimeParts(call.body().toByteArray(), boundary.group(1)).parts();
  }

  private List<Part> parts() throws Refusal {
    List<Part> parts = new ArrayList<>();
    // The first delimiter may stand at the very start, without a line end before it.
    int opening = delimiter.length - 2;
    int at =
        bytes.length >= opening && Arrays.equals(bytes, 0, opening, delimiter, 2, delimiter.length)
            ? opening
            : find(delimiter, 0) + delimiter.length;
    while (!isLast(at)) {
      int start = find(new byte[] {'\r', '\n'}, at) + 2;
      int end = find(delimiter, start - 2);
      parts.add(part(start, Math.max(start, end)));
      at = end + delimiter.length;
    }
    return parts;
  }

  private boolean isLast(int at) {
    return at + 1 < bytes.length && bytes[at] == '-' && bytes[at + 1] == '-';
  }

  private Part part(int start, int end) throws Refusal {
    if (end - start >= 2 && bytes[start] == '\r' && bytes[start + 1] == '\n') {
      return new Part(Map.of(), Content.of(bytes, start + 2, end - start - 2));
    }
    int headEnd = find(new byte[] {'\r', '\n', '\r', '\n'}, start);
    int body = Math.min(end, headEnd + 4);
    if (headEnd - start > LONGEST_HEAD) {
      throw Refusal.invalid("The head of a part is too long");
    }
    String head = new String(bytes, start, Math.min(headEnd, end) - start, ISO_8859_1);
    return new Part(headers(head), Content.of(bytes, body, end - body));
  }

  /** Header lines by name in lower case. */
  static Map<String, String> headers(String head) {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : head.split("\r\n", -1)) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.put(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim());
      }
    }
    return headers;
  }

  /** Looks at every {@code wanted.length}-th byte as long as nothing fits (Horspool). */
  private int find(byte[] wanted, int from) throws Refusal {
    int[] shift = new int[256];
    Arrays.fill(shift, wanted.length);
    for (int i = 0; i < wanted.length - 1; i++) {
      shift[wanted[i] & 0xff] = wanted.length - 1 - i;
    }
    int at = from;
    while (at + wanted.length <= bytes.length) {
      if (Arrays.equals(bytes, at, at + wanted.length, wanted, 0, wanted.length)) {
        return at;
      }
      at += shift[bytes[at + wanted.length - 1] & 0xff];
    }
    throw Refusal.invalid("Malformed multipart body");
  }
}
