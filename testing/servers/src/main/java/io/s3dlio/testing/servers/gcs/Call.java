package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * One request.
 *
 * @param method upper case, after the page "Method override"
 * @param path the decoded segments: an encoded slash belongs to a name ("Request endpoints")
 * @param query decoded
 * @param headers names in lower case
 * @param body without transfer and content encoding
 */
record Call(
    String method,
    List<String> path,
    Map<String, String> query,
    Map<String, String> headers,
    Content body) {

  /** What every method takes ("Standard query parameters"), and the two that choose a form. */
  private static final Set<String> STANDARD =
      Set.of(
          "alt",
          "fields",
          "key",
          "prettyPrint",
          "projection",
          "quotaUser",
          "uploadType",
          "userProject");

  Call {
    path = List.copyOf(path);
    query = Map.copyOf(query);
    headers = Map.copyOf(headers);
  }

  /**
   * Reads method and target as they stand in a request line.
   *
   * @throws IllegalArgumentException when an escape in the target is cut
   */
  static Call of(String sent, String target, Map<String, String> headers, Content body) {
    int question = target.indexOf('?');
    String path = question < 0 ? target : target.substring(0, question);
    Map<String, String> query = new LinkedHashMap<>();
    if (question >= 0) {
      for (String pair : target.substring(question + 1).split("&", -1)) {
        String[] parts = pair.split("=", 2);
        if (!parts[0].isEmpty()) {
          query.put(form(parts[0]), parts.length < 2 ? "" : form(parts[1]));
        }
      }
    }
    List<String> segments =
        Arrays.stream(path.replaceFirst("^/+", "").split("/", -1)).map(Call::segment).toList();
    return new Call(
        headers.getOrDefault("x-http-method-override", sent), segments, query, headers, body);
  }

  private static String form(String text) {
    return URLDecoder.decode(text, UTF_8);
  }

  private static String segment(String text) {
    // URLDecoder is for forms, where a plus is a space; in a path it is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  Optional<String> query(String name) {
    return Optional.ofNullable(query.get(name)).filter(value -> !value.isEmpty());
  }

  Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** A parameter that is a whole number. */
  Optional<Long> number(String name) throws Refusal {
    Optional<String> value = query(name);
    if (value.isPresent() && !value.get().matches("\\d{1,18}")) {
      throw Refusal.invalid("Invalid value for " + name + ": " + value.get());
    }
    return value.map(Long::valueOf);
  }

  /** The body as an object; an empty one when there is no body. */
  Map<String, Object> json() throws Refusal {
    return body.length() == 0 ? Map.of() : json(body.text());
  }

  static Map<String, Object> json(String text) throws Refusal {
    try {
      return Json.object(text);
    } catch (IllegalArgumentException e) {
      throw new Refusal(400, "parseError", String.valueOf(e.getMessage()));
    }
  }

  /** Refuses every parameter that a method does not act upon. */
  void takes(String... names) throws Refusal {
    Set<String> taken = Set.of(names);
    for (String name : query.keySet()) {
      if (!STANDARD.contains(name) && !taken.contains(name)) {
        throw Refusal.unknownHere("the parameter " + name + " of this method");
      }
    }
  }
}
