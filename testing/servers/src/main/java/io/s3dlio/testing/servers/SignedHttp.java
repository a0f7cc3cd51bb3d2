package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * A small S3 client for tests that want no SDK: the JDK's HTTP client and a signature.
 *
 * <p>Source of the signature: "Authenticating Requests (AWS Signature Version 4)", header form with
 * a signed payload. Thread-safe; holds nothing that must be closed.
 */
public final class SignedHttp {
  private static final Duration TIMEOUT = Duration.ofSeconds(30);
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final URI endpoint;
  private final String accessKey;
  private final String secretKey;
  private final String region;

  private SignedHttp(URI endpoint, String accessKey, String secretKey, String region) {
    this.endpoint = endpoint;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.region = region;
  }

  /** A client that signs with the keys of this server. */
  public static SignedHttp of(S3Server server) {
    return new SignedHttp(
        server.endpoint(), server.accessKey(), server.secretKey(), server.region());
  }

  /** The same client with another secret key: its requests must be refused. */
  public SignedHttp withSecretKey(String otherSecretKey) {
    return new SignedHttp(endpoint, accessKey, otherSecretKey, region);
  }

  /** Makes a bucket; one that exists already is fine. */
  public void createBucket(String bucket) throws IOException {
    HttpResponse<byte[]> answer = send("PUT", "/" + bucket, Map.of(), new byte[0]);
    if (answer.statusCode() != 200 && answer.statusCode() != 409) {
      throw new IOException(
          "Creating the bucket "
              + bucket
              + " at "
              + endpoint
              + " was answered with "
              + answer.statusCode()
              + ": "
              + new String(answer.body(), UTF_8));
    }
  }

  /**
   * Sends one signed request and reads the whole answer, whatever its status.
   *
   * @param target path and query, percent-encoded already: {@code /bucket/a%20b?uploads}
   * @param headers more headers, all of them signed; one of them may state the payload's hash
   * @param body empty for none
   */
  public HttpResponse<byte[]> send(
      String method, String target, Map<String, String> headers, byte[] body) throws IOException {
    URI uri = URI.create(endpoint + target);
    Map<String, String> signed = new TreeMap<>();
    headers.forEach((name, value) -> signed.put(name.toLowerCase(Locale.ROOT), value));
    signed.put("host", uri.getAuthority());
    signed.putIfAbsent("x-amz-content-sha256", hex(sha256(body)));
    signed.put("x-amz-date", STAMP.format(Instant.now()));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(uri)
            .timeout(TIMEOUT)
            .method(
                method,
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", authorization(method, uri, signed));
    signed.forEach(
        (name, value) -> {
          if (!name.equals("host")) {
            request.header(name, value);
          }
        });
    try {
      return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw (InterruptedIOException)
          new InterruptedIOException("Interrupted in " + method + " " + target).initCause(e);
    }
  }

  private String authorization(String method, URI uri, Map<String, String> signed) {
    String stamp = signed.getOrDefault("x-amz-date", "");
    String scope = stamp.substring(0, 8) + "/" + region + "/s3/aws4_request";
    String names = String.join(";", signed.keySet());
    String canonical =
        String.join(
            "\n",
            method,
            uri.getRawPath(),
            canonicalQuery(uri),
            signed.entrySet().stream()
                .map(header -> header.getKey() + ":" + header.getValue().trim() + "\n")
                .collect(Collectors.joining()),
            names,
            signed.getOrDefault("x-amz-content-sha256", ""));
    String toSign =
        String.join("\n", "AWS4-HMAC-SHA256", stamp, scope, hex(sha256(canonical.getBytes(UTF_8))));
    byte[] key = ("AWS4" + secretKey).getBytes(UTF_8);
    for (String step : scope.split("/")) {
      key = hmac(key, step);
    }
    return "AWS4-HMAC-SHA256 Credential="
        + accessKey
        + "/"
        + scope
        + ", SignedHeaders="
        + names
        + ", Signature="
        + hex(hmac(key, toSign));
  }

  private static String canonicalQuery(URI uri) {
    if (uri.getRawQuery() == null) {
      return "";
    }
    return Arrays.stream(uri.getRawQuery().split("&"))
        .map(parameter -> parameter.contains("=") ? parameter : parameter + "=")
        .sorted()
        .collect(Collectors.joining("&"));
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This JDK has no HmacSHA256", e);
    }
  }

  private static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(bytes);
  }
}
