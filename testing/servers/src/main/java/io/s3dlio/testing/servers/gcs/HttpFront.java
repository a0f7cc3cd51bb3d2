package io.s3dlio.testing.servers.gcs;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.zip.GZIPInputStream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Between the JDK's HTTP server and {@link StorageApi}. */
final class HttpFront implements HttpHandler {
  /** The largest body of a request, in bytes. */
  static final int LARGEST_BODY = 256 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(HttpFront.class);

  private final StorageApi api;

  HttpFront(StorageApi api) {
    this.api = api;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Answer answer;
      try {
        answer = api.answer(call(exchange), endpoint(exchange));
      } catch (IllegalArgumentException e) {
        answer = Refusal.invalid(String.valueOf(e.getMessage())).answer();
      } catch (RuntimeException e) {
        LOG.error("A mistake of the fake, at {}", exchange.getRequestURI().getRawPath(), e);
        answer = new Refusal(500, "backendError", e.toString()).answer();
      }
      send(answer, exchange);
    }
  }

  /** As the caller reached it, which may be through a relay. */
  private static String endpoint(HttpExchange exchange) {
    return "http://" + exchange.getRequestHeaders().getFirst("Host");
  }

  private static Call call(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    exchange
        .getRequestHeaders()
        .forEach(
            (name, values) -> headers.put(name.toLowerCase(Locale.ROOT), String.join(",", values)));
    byte[] body = body(exchange, headers);
    return Call.of(
        exchange.getRequestMethod(),
        exchange.getRequestURI().toASCIIString(),
        headers,
        Content.of(body));
  }

  /** Clients compress requests as well ("Performance tips", gzip). */
  private static byte[] body(HttpExchange exchange, Map<String, String> headers)
      throws IOException {
    byte[] body = sent(exchange.getRequestBody(), headers.getOrDefault("content-length", ""));
    if (body.length > 0 && headers.getOrDefault("content-encoding", "").contains("gzip")) {
      try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(body))) {
        return bounded(plain);
      }
    }
    return body;
  }

  private static byte[] sent(InputStream in, String length) throws IOException {
    if (length.isEmpty() || Long.parseLong(length) > LARGEST_BODY) {
      return bounded(in);
    }
    byte[] body = new byte[Integer.parseInt(length)];
    int read = in.readNBytes(body, 0, body.length);
    return read == body.length ? body : Arrays.copyOf(body, read);
  }

  private static byte[] bounded(InputStream in) throws IOException {
    byte[] body = in.readNBytes(LARGEST_BODY + 1);
    if (body.length > LARGEST_BODY) {
      throw new IllegalArgumentException(
          "The fake takes bodies of at most " + LARGEST_BODY + " bytes");
    }
    return body;
  }

  private static void send(Answer answer, HttpExchange exchange) throws IOException {
    answer.headers().forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
    exchange.getResponseHeaders().set("X-GUploader-UploadID", UUID.randomUUID().toString());
    // For the JDK's server a length of 0 means chunks, and -1 no body.
    long length = answer.body().length();
    exchange.sendResponseHeaders(answer.status(), length == 0 ? -1 : length);
    if (length > 0) {
      answer.body().writeTo(exchange.getResponseBody());
    }
  }
}
