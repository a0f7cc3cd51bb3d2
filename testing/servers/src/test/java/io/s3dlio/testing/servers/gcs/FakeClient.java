package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;

/** Plain HTTP calls to a fake, and the few shapes that every test of it needs. */
final class FakeClient {
  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  /** One answer. */
  record Reply(HttpResponse<byte[]> answer) {
    int status() {
      return answer.statusCode();
    }

    Map<String, List<String>> headers() {
      return answer.headers().map();
    }

    byte[] bytes() {
      return answer.body();
    }

    Map<String, Object> json() {
      return Json.object(text());
    }

    String text() {
      return new String(answer.body(), UTF_8);
    }

    String header(String name) {
      return answer.headers().firstValue(name).orElse("");
    }

    String field(String name) {
      return String.valueOf(json().get(name));
    }

    long generation() {
      return Long.parseLong(field("generation"));
    }

    /** The reason of an error. */
    String reason() {
      List<?> errors = (List<?>) Json.asObject(json().getOrDefault("error", "")).get("errors");
      return errors == null ? "" : String.valueOf(Json.asObject(errors.get(0)).get("reason"));
    }
  }

  private final String endpoint;

  FakeClient(TestServer server) {
    endpoint = server.endpoint().toString();
  }

  Reply send(String method, String target, String body, String... headers) {
    return send(method, target, body.getBytes(UTF_8), headers);
  }

  Reply send(String method, String target, byte[] body, String... headers) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(target.startsWith("http") ? target : endpoint + target))
            .method(method, BodyPublishers.ofByteArray(body));
    if (headers.length > 0) {
      request.headers(headers);
    }
    try {
      return new Reply(HTTP.send(request.build(), BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + target, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** The path of an object of the bucket {@code bkt}. */
  static String object(String name) {
    return "/storage/v1/b/bkt/o/" + encode(name);
  }

  static String encode(String name) {
    return URLEncoder.encode(name, UTF_8).replace("+", "%20");
  }

  Reply media(String name, String body, String parameters) {
    return send(
        "POST",
        "/upload/storage/v1/b/bkt/o?uploadType=media&name=" + encode(name) + parameters,
        body,
        "Content-Type",
        "text/plain");
  }

  /** Stores an object that must be stored. */
  long put(String name, String body) {
    Reply reply = media(name, body, "");
    assertThat(reply.status()).as(reply.text()).isEqualTo(200);
    return reply.generation();
  }

  Reply get(String name, String parameters, String... headers) {
    return send("GET", "/download" + object(name) + "?alt=media" + parameters, "", headers);
  }

  Reply stat(String name, String parameters) {
    return send("GET", object(name) + "?" + parameters, "");
  }

  static byte[] gzip(String text) {
    try {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
        out.write(text.getBytes(UTF_8));
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
