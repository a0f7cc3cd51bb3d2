package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The start line and the headers of one HTTP/1.1 message, and the very bytes they came as.
 *
 * <p>Immutable. Source: RFC 9112, sections 2 to 6.
 */
final class HttpHead {
  private static final int LARGEST = 256 * 1024;

  private final byte[] bytes;
  private final List<String> lines;

  private HttpHead(byte[] bytes, List<String> lines) {
    this.bytes = bytes;
    this.lines = List.copyOf(lines);
  }

  /** Reads up to the empty line; empty when the stream ends before the first byte. */
  static Optional<HttpHead> read(InputStream in) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(1024);
    List<String> lines = new ArrayList<>();
    while (true) {
      int start = bytes.size();
      if (!readLine(in, bytes)) {
        if (bytes.size() == 0) {
          return Optional.empty();
        }
        throw new EOFException("The peer closed the connection inside the head of a message");
      }
      String line =
          new String(bytes.toByteArray(), start, bytes.size() - start, ISO_8859_1).stripTrailing();
      if (!line.isEmpty()) {
        lines.add(line);
      } else if (!lines.isEmpty()) {
        return Optional.of(new HttpHead(bytes.toByteArray(), lines));
      }
    }
  }

  /** Appends one line with its line end; false when the stream ends first. */
  static boolean readLine(InputStream in, ByteArrayOutputStream line) throws IOException {
    int value;
    do {
      value = in.read();
      if (value < 0) {
        return false;
      }
      line.write(value);
      if (line.size() > LARGEST) {
        throw new IOException("A line or head of more than " + LARGEST + " bytes is refused");
      }
    } while (value != '\n');
    return true;
  }

  /** A head of ours: {@code startLine} and one line for each header. */
  static HttpHead of(String startLine, Map<String, String> headers) {
    List<String> lines = new ArrayList<>();
    lines.add(startLine);
    headers.forEach((name, value) -> lines.add(name + ": " + value));
    return ofLines(lines);
  }

  private static HttpHead ofLines(List<String> lines) {
    return new HttpHead((String.join("\r\n", lines) + "\r\n\r\n").getBytes(ISO_8859_1), lines);
  }

  /** This head with one header replaced, or added when it is not there. */
  HttpHead with(String name, String value) {
    List<String> changed = new ArrayList<>(without(name).lines);
    changed.add(name + ": " + value);
    return ofLines(changed);
  }

  /** This head without one header. */
  HttpHead without(String name) {
    String start = name.toLowerCase(Locale.ROOT) + ":";
    return ofLines(
        lines.stream().filter(line -> !line.toLowerCase(Locale.ROOT).startsWith(start)).toList());
  }

  /** As read from the wire, with the empty line. */
  byte[] bytes() {
    return bytes.clone();
  }

  String startLine() {
    return lines.get(0);
  }

  /** Word {@code index} of the start line, or the empty string. */
  String word(int index) {
    String[] words = startLine().split(" ", 3);
    return index < words.length ? words[index] : "";
  }

  /** The status of an answer. */
  int status() throws IOException {
    try {
      return Integer.parseInt(word(1));
    } catch (NumberFormatException e) {
      throw new IOException("Not the start of an answer: " + startLine(), e);
    }
  }

  /** Names in lower case; the values of a repeated header are joined with commas. */
  Map<String, String> headers() {
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line : lines.subList(1, lines.size())) {
      int colon = line.indexOf(':');
      if (colon > 0) {
        headers.merge(
            line.substring(0, colon).trim().toLowerCase(Locale.ROOT),
            line.substring(colon + 1).trim(),
            (first, second) -> first + "," + second);
      }
    }
    return headers;
  }

  /** Whether a header that lists tokens, such as {@code Connection}, holds this one. */
  boolean has(String name, String token) {
    for (String value : headers().getOrDefault(name, "").split(",")) {
      if (value.trim().equalsIgnoreCase(token)) {
        return true;
      }
    }
    return false;
  }

  /** Whether the connection ends after the message that this head begins. */
  boolean endsConnection() {
    return has("connection", "close") || startLine().contains("HTTP/1.0");
  }
}
