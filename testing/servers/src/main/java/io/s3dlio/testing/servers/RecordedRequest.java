package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Map;
import java.util.Optional;

/**
 * What a relay or a fake saw of one request, as far as it had come when it was asked.
 *
 * @param number counts requests from 1
 * @param connection counts connections from 1; equal numbers mean one kept-alive connection
 * @param method upper case
 * @param path as sent, percent-encoded
 * @param query as sent, without the question mark; empty when there is none
 * @param headers names in lower case; credentials are replaced by {@code ***}
 * @param requestBytes of the body, as far as read
 * @param status of the answer; 0 when none was sent
 * @param answerBytes of the answer's body, as far as sent
 * @param fault what was done to it, if anything
 */
public record RecordedRequest(
    long number,
    int connection,
    String method,
    String path,
    String query,
    Map<String, String> headers,
    long requestBytes,
    int status,
    long answerBytes,
    Optional<Fault> fault) {

  public RecordedRequest {
    headers = Map.copyOf(headers);
  }

  /** The value of a header, named in lower case. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name));
  }

  /** Whether the query has this parameter, with or without a value. */
  public boolean has(String parameter) {
    return ("&" + query + "&").matches(".*&" + parameter + "[=&].*");
  }

  /** The bucket or container of a path-style request, decoded; empty when it names none. */
  public String bucket() {
    if (isGoogle()) {
      return decoded(GcsOperations.bucket(path));
    }
    String[] segments = belowAccount().split("/", 3);
    return segments.length < 2 ? "" : decoded(segments[1]);
  }

  /** The key of a path-style request, decoded; empty when the request is about a bucket. */
  public String key() {
    if (isGoogle()) {
      return decoded(GcsOperations.key(this));
    }
    String[] segments = belowAccount().split("/", 3);
    return segments.length < 3 ? "" : decoded(segments[2]);
  }

  /**
   * What the service calls this request: {@code GetObject}, {@code PutBlob}, {@code objects.get}.
   */
  public String operation() {
    if (isGoogle()) {
      return GcsOperations.name(this);
    }
    return isAzure() ? AzureOperations.name(this) : S3Operations.name(this);
  }

  /** Every request to Azure states the version of the service that it means. */
  boolean isAzure() {
    return header("x-ms-version").isPresent();
  }

  /** Google's interface is known by its paths; no bucket of a test is called "storage". */
  boolean isGoogle() {
    return GcsOperations.isPath(path);
  }

  /** The path without the account, which comes first where Azure has no host for each account. */
  private String belowAccount() {
    return isAzure() ? path.replaceFirst("^/[^/]*", "") : path;
  }

  private static String decoded(String text) {
    // URLDecoder is for forms, where a plus is a space; in a path it is a plus.
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }

  /** One line for messages: number, operation, path, status, fault. */
  @Override
  public String toString() {
    return "#"
        + number
        + " "
        + operation()
        + " "
        + path
        + (query.isEmpty() ? "" : "?" + query)
        + header("range").map(range -> " [" + range + "]").orElse("")
        + " -> "
        + status
        + fault.map(done -> " (" + done + ")").orElse("");
  }
}
