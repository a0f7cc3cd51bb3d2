package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;

/** An answer in S3's error form, as the bytes of an HTTP message. */
record ErrorAnswer(Fault.Status status) {

  void write(Exchange exchange, OutputStream client) throws IOException {
    byte[] body = body(exchange.recorded()).getBytes(UTF_8);
    boolean hasBody = !exchange.method().equals("HEAD");
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", "application/xml");
    headers.put("Content-Length", Integer.toString(body.length));
    headers.put("x-amz-request-id", requestId(exchange.recorded()));
    headers.putAll(status.headers());
    exchange.status(status.status());
    client.write(HttpHead.of("HTTP/1.1 " + status.status() + " Fault", headers).bytes());
    if (hasBody) {
      exchange.addAnswerBytes(body.length);
      client.write(body);
    }
    client.flush();
  }

  private String body(RecordedRequest request) {
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
