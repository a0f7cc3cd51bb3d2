package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** "Send batch requests": up to 100 calls in one body, answered in one body in their order. */
final class Batches {
  private static final int MOST = 100;
  private static final String BOUNDARY = "batch_of_the_fake";

  private Batches() {}

  static Answer answer(Call call, Function<Call, Answer> each) throws Refusal {
    List<MimeParts.Part> parts = MimeParts.of(call);
    if (parts.size() > MOST) {
      throw Refusal.invalid("The batch has more than " + MOST + " calls");
    }
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (MimeParts.Part part : parts) {
      append(part, each.apply(inner(part, call)), body);
    }
    body.writeBytes(("--" + BOUNDARY + "--\r\n").getBytes(ISO_8859_1));
    return new Answer(
        200,
        Map.of("Content-Type", "multipart/mixed; boundary=" + BOUNDARY),
        Content.of(body.toByteArray()));
  }

  /** The call in one part; what the outer headers say holds for it, credentials for example. */
  private static Call inner(MimeParts.Part part, Call outer) throws Refusal {
    String text = new String(part.body().toByteArray(), ISO_8859_1);
    int headEnd = text.indexOf("\r\n\r\n");
    String head = headEnd < 0 ? text : text.substring(0, headEnd);
    String[] line = head.split("\r\n", 2)[0].split(" ");
    if (line.length < 2) {
      throw Refusal.invalid("A part of a batch begins with a request line");
    }
    Map<String, String> headers = new LinkedHashMap<>(outer.headers());
    headers.remove("x-http-method-override");
    headers.putAll(MimeParts.headers(head));
    String target = line[1].replaceFirst("^https?://[^/]*", "");
    Content body =
        headEnd < 0
            ? Content.EMPTY
            : part.body().slice(Math.min(headEnd + 4, text.length()), text.length());
    Call call = Call.of(line[0], target, headers, body);
    if (!call.path().get(0).equals("storage") || call.query("alt").orElse("").equals("media")) {
      throw Refusal.invalid("A batch takes neither uploads nor downloads nor batches");
    }
    return call;
  }

  private static void append(MimeParts.Part part, Answer answer, ByteArrayOutputStream body) {
    StringBuilder head = new StringBuilder("--" + BOUNDARY + "\r\n");
    head.append("Content-Type: application/http\r\n");
    String id = part.headers().getOrDefault("content-id", "");
    if (!id.isEmpty()) {
      head.append("Content-ID: <response-").append(id.replaceFirst("^<", "")).append("\r\n");
    }
    head.append("\r\nHTTP/1.1 ").append(answer.status()).append(" Answer\r\n");
    answer
        .headers()
        .forEach((name, value) -> head.append(name).append(": ").append(value).append("\r\n"));
    head.append("Content-Length: ").append(answer.body().length()).append("\r\n\r\n");
    body.writeBytes(head.toString().getBytes(ISO_8859_1));
    body.writeBytes(answer.body().toByteArray());
    body.writeBytes("\r\n".getBytes(ISO_8859_1));
  }
}
