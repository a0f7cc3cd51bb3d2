package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer in the error form of the service that was asked, as the bytes of an HTTP message. */
record ErrorAnswer(Fault.Status status) {

  void write(Exchange exchange, OutputStream client) throws IOException {
    boolean google = exchange.recorded().isGoogle();
    boolean azure = exchange.recorded().isAzure();
    byte[] body = (google ? json() : xml(exchange.recorded())).getBytes(UTF_8);
    boolean hasBody = !exchange.method().equals("HEAD");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", google ? "application/json" : "application/xml");
    headers.put("Content-Length", Integer.toString(body.length));
    headers.put(
        google ? "x-guploader-uploadid" : azure ? "x-ms-request-id" : "x-amz-request-id",
        requestId(exchange.recorded()));
    if (azure) {
      // "Status and error codes": all that an answer to HEAD can say.
      headers.put("x-ms-error-code", status.code());
    }
    headers.putAll(status.headers());
    exchange.status(status.status());
    client.write(HttpHead.of("HTTP/1.1 " + status.status() + " Fault", headers).bytes());
    if (hasBody) {
      exchange.addAnswerBytes(body.length);
      client.write(body);
    }
    client.flush();
  }

  /** "HTTP status and error codes for JSON"; our code is Google's reason. */
  private String json() {
    String message = "A test asked for this answer.";
    return String.format(
        "{\"error\":{\"code\":%d,\"message\":\"%s\",\"errors\":[{\"reason\":\"%s\",\"message\":\"%s\"}]}}",
        status.status(), message, status.code(), message);
  }

  private String xml(RecordedRequest request) {
    StringBuilder xml = new StringBuilder("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    append(xml, "Code", status.code());
    append(xml, "Message", "A test asked for this answer.");
    status.elements().forEach((name, value) -> append(xml, name, value));
    append(xml, "RequestId", requestId(request));
    return xml.append("</Error>").toString();
  }

  private static void append(StringBuilder xml, String name, String value) {
    xml.append('<').append(name).append('>').append(value).append("</").append(name).append('>');
  }

  private static String requestId(RecordedRequest request) {
    return "FAULT" + request.number();
  }
}
