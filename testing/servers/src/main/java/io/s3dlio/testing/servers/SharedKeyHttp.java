package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small Azure client for tests that want no SDK: the JDK's HTTP client and a signature.
 *
 * <p>Source of the signature: "Authorize with Shared Key". Thread-safe; holds nothing that must be
 * closed.
 */
public final class SharedKeyHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);

  /** A version of the service that everything here, batches too, is part of. */
  private static final String VERSION = "2021-12-02";

  /** Later versions sign one more field, the encryption scope. */
  private static final String SAS_VERSION = "2020-10-02";

  /** RFC 1123 with two digits for the day, which the JDK's own formatter does not write. */
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);

  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** The standard headers of the signature, in its order; the length stands between them. */
  private static final List<String> BEFORE_LENGTH = List.of("content-encoding", "content-language");

  private static final List<String> AFTER_LENGTH =
      List.of(
          "content-md5",
          "content-type",
          "date",
          "if-modified-since",
          "if-match",
          "if-none-match",
          "if-unmodified-since",
          "range");

  private final URI endpoint;
  private final String account;
  private final String key;

  private SharedKeyHttp(URI endpoint, String account, String key) {
    this.endpoint = endpoint;
    this.account = account;
    this.key = key;
  }

  /**
   * A client that signs with an account's key.
   *
   * @param endpoint of the account, without a slash at the end
   * @param key as Azure hands it out, in Base64
   */
  public static SharedKeyHttp of(URI endpoint, String account, String key) {
    return new SharedKeyHttp(endpoint, account, key);
  }

  /** Makes a container; one that exists already is fine. */
  public void createContainer(String container) throws IOException {
    HttpResponse<byte[]> answer =
        send("PUT", "/" + container + "?restype=container", Map.of(), new byte[0]);
    if (answer.statusCode() != 201 && answer.statusCode() != 409) {
      throw new IOException(
          "Creating the container %s at %s was answered with %d: %s"
              .formatted(
                  container, endpoint, answer.statusCode(), new String(answer.body(), UTF_8)));
    }
  }

  /**
   * Sends one signed request and reads the whole answer, whatever its status.
   *
   * @param target path below the account and query, percent-encoded: {@code /container/a%20b}
   * @param headers more headers
   * @param body empty for none
   */
  public HttpResponse<byte[]> send(
      String method, String target, Map<String, String> headers, byte[] body) throws IOException {
    URI uri = URI.create(endpoint + target);
    Map<String, String> all = new TreeMap<>();
    headers.forEach((name, value) -> all.put(name.toLowerCase(Locale.ROOT), value));
    all.put("x-ms-date", DATE.format(Instant.now()));
    all.put("x-ms-version", VERSION);
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .method(method, HttpRequest.BodyPublishers.ofByteArray(body))
            .header(
                "Authorization",
                "SharedKey " + account + ":" + hmac(key, toSign(method, uri, all, body.length)));
    all.forEach(request::header);
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("Interrupted in " + method + " " + target).initCause(e);
    }
  }

  /**
   * A shared access signature for a container and its blobs.
   *
   * <p>Source: "Create a service SAS".
   *
   * @param key of the account, in Base64
   * @param permissions letters in Azure's order, such as {@code racwdl}
   * @param until when it expires; it is valid since a day before
   */
  public static String containerToken(
      String account, String key, String container, String permissions, Instant until) {
    String from = until.minus(Duration.ofDays(1)).truncatedTo(ChronoUnit.SECONDS).toString();
    String to = until.truncatedTo(ChronoUnit.SECONDS).toString();
    String resource = "/blob/" + account + "/" + container;
    List<String> signed =
        List.of(permissions, from, to, resource, "", "", "http,https", SAS_VERSION, "c");
    // A snapshot and five headers of the answer, none of which is given.
    String text = String.join("\n", signed) + "\n".repeat(6);
    return String.format(
        "sv=%s&sr=c&sp=%s&st=%s&se=%s&spr=http%%2Chttps&sig=%s",
        SAS_VERSION, permissions, encoded(from), encoded(to), encoded(hmac(key, text)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, UTF_8);
  }

  private String toSign(String method, URI uri, Map<String, String> headers, int length) {
    StringBuilder text = new StringBuilder(method).append('\n');
    BEFORE_LENGTH.forEach(name -> text.append(headers.getOrDefault(name, "")).append('\n'));
    text.append(length == 0 ? "" : Integer.toString(length)).append('\n');
    AFTER_LENGTH.forEach(name -> text.append(headers.getOrDefault(name, "")).append('\n'));
    headers.forEach(
        (name, value) -> {
          if (name.startsWith("x-ms-")) {
            text.append(name).append(':').append(value.trim()).append('\n');
          }
        });
    return text.append('/')
        .append(account)
        .append(uri.getRawPath())
        .append(canonicalQuery(uri))
        .toString();
  }

  private static String canonicalQuery(URI uri) {
    if (uri.getRawQuery() == null) {
      return "";
    }
    Map<String, String> sorted = new TreeMap<>();
    for (String parameter : uri.getRawQuery().split("&")) {
      String[] pair = parameter.split("=", 2);
      sorted.put(
          pair[0].toLowerCase(Locale.ROOT),
          URLDecoder.decode(pair.length < 2 ? "" : pair[1].replace("+", "%2B"), UTF_8));
    }
    return sorted.entrySet().stream()
        .map(parameter -> "\n" + parameter.getKey() + ":" + parameter.getValue())
        .collect(Collectors.joining());
  }

  private static String hmac(String key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(Base64.getDecoder().decode(key), "HmacSHA256"));
      return Base64.getEncoder().encodeToString(mac.doFinal(text.getBytes(UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no HmacSHA256", e);
    }
  }
}
