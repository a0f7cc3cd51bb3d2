package io.s3dlio.store.gcs;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonErrorContainer;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.client.json.JsonObjectParser;
import com.google.api.client.json.gson.GsonFactory;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the service refused, in its own words; {@link GcsErrors} turns it into the contract's. */
final class GcsRefusedException extends IOException {

  private static final long serialVersionUID = 1L;

  /** Most of an answer that is read for its words, in bytes. */
  private static final int LONGEST = 64 * 1024;

  private final int status;
  private final String reason;
  private final transient @Nullable HttpHeaders headers;

  GcsRefusedException(int status, String reason, String message, @Nullable HttpHeaders headers) {
    super(message);
    this.status = status;
    this.reason = reason;
    this.headers = headers;
  }

  /** Reads the answer's words and closes it. */
  static GcsRefusedException of(HttpResponse response) throws IOException {
    String text;
    try (InputStream in = response.getContent()) {
      text = in == null ? "" : new String(in.readNBytes(LONGEST), StandardCharsets.UTF_8);
    } catch (IOException e) {
      // The status says enough.
      text = "";
    } finally {
      response.disconnect();
    }
    return of(response.getStatusCode(), text, response.getHeaders());
  }

  /**
   * From a body that may be the JSON API's error, or a sentence, as the answer to a download is.
   */
  static GcsRefusedException of(int status, String body, @Nullable HttpHeaders headers) {
    if (body.stripLeading().startsWith("{")) {
      try {
        GoogleJsonErrorContainer container =
            new JsonObjectParser(GsonFactory.getDefaultInstance())
                .parseAndClose(new StringReader(body), GoogleJsonErrorContainer.class);
        if (container.getError() != null) {
          return of(status, container.getError(), headers);
        }
      } catch (IOException | IllegalArgumentException e) {
        // Another JSON than Google's: it is quoted as it is.
        return new GcsRefusedException(status, "", body, headers);
      }
    }
    return new GcsRefusedException(status, "", body, headers);
  }

  /** From an error that was parsed already, as those inside a batch are. */
  static GcsRefusedException of(int status, GoogleJsonError error, @Nullable HttpHeaders headers) {
    boolean named = error.getErrors() != null && !error.getErrors().isEmpty();
    String reason = named ? error.getErrors().get(0).getReason() : null;
    String message = error.getMessage();
    return new GcsRefusedException(
        status, reason == null ? "" : reason, message == null ? "" : message, headers);
  }

  int status() {
    return status;
  }

  /** The error's {@code reason}, such as {@code rateLimitExceeded}; empty when it gave none. */
  String reason() {
    return reason;
  }

  /** The words of the service. */
  String said() {
    return String.valueOf(getMessage());
  }

  /** A header of the answer, empty when there is none. */
  String header(String name) {
    String value = headers == null ? null : headers.getFirstHeaderStringValue(name);
    return value == null ? "" : value;
  }
}
