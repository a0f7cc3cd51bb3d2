package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A server whose answers a test writes down, for what no real server says on demand.
 *
 * <p>Connections are kept alive and served in parallel, so a script must be thread-safe. Bodies are
 * held in memory. Closing ends its connections and its threads.
 */
public final class HttpFake implements S3Server {
  private static final int LARGEST_BODY = 64 * 1024 * 1024;

  /** What to answer; called once for each request. */
  public interface Script {
    /**
     * The answer to one request.
     *
     * @param body of the request, without transfer encoding
     */
    Answer answer(RecordedRequest request, byte[] body) throws IOException;
  }

  /** An answer with its whole body; Content-Length is added unless a header gives it. */
  public static final class Answer {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;

    private Answer(int status, Map<String, String> headers, byte[] body) {
      this.status = status;
      this.headers = Map.copyOf(headers);
      this.body = body;
    }

    /** An answer without headers; text is sent as UTF-8. */
    public static Answer of(int status, String body) {
      return of(status, body.getBytes(UTF_8));
    }

    /** An answer without headers. */
    public static Answer of(int status, byte[] body) {
      return new Answer(status, Map.of(), body.clone());
    }

    /** The same answer with one more header. */
    public Answer with(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Answer(status, more, body);
    }
  }

  private final Script script;
  private final RequestLog log = new RequestLog();
  private final ConnectionServer connections;

  private HttpFake(Script script) {
    this.script = script;
    this.connections = ConnectionServer.start("http-fake", Optional.empty(), this::serve);
  }

  /** Starts a fake on a free loopback port. */
  public static HttpFake start(Script script) {
    return new HttpFake(script);
  }

  /** What came since the start or the last {@link #reset()}, in the order of arrival. */
  public List<RecordedRequest> requests() {
    return log.requests();
  }

  /** Forgets the requests so far. */
  public void reset() {
    log.reset();
  }

  private void serve(ConnectionServer.Connection connection) throws IOException {
    InputStream in = new BufferedInputStream(connection.client().getInputStream());
    OutputStream out = new BufferedOutputStream(connection.client().getOutputStream());
    Optional<HttpHead> head = HttpHead.read(in);
    while (head.isPresent()) {
      Exchange exchange = log.begin(connection.number(), head.get());
      if (head.get().has("expect", "100-continue")) {
        out.write("HTTP/1.1 100 Continue\r\n\r\n".getBytes(ISO_8859_1));
        out.flush();
      }
      Body body = new Body(exchange, new ByteArrayOutputStream());
      BodyFrame.ofRequest(head.get()).carry(in, body);
      write(script.answer(exchange.recorded(), body.bytes.toByteArray()), exchange, out);
      head = head.get().endsConnection() ? Optional.empty() : HttpHead.read(in);
    }
  }

  private static void write(Answer answer, Exchange exchange, OutputStream out) throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    if (answer.headers.keySet().stream().noneMatch("content-length"::equalsIgnoreCase)
        && answer.status != 204
        && answer.status != 304) {
      headers.put("Content-Length", Integer.toString(answer.body.length));
    }
    headers.putAll(answer.headers);
    exchange.status(answer.status);
    out.write(HttpHead.of("HTTP/1.1 " + answer.status + " Scripted", headers).bytes());
    if (!exchange.method().equals("HEAD")) {
      exchange.addAnswerBytes(answer.body.length);
      out.write(answer.body);
    }
    out.flush();
  }

  private record Body(Exchange exchange, ByteArrayOutputStream bytes) implements BodyFrame.Sink {
    @Override
    public void payload(byte[] piece, int length) throws IOException {
      if (bytes.size() + length > LARGEST_BODY) {
        throw new IOException("A fake takes bodies of at most " + LARGEST_BODY + " bytes");
      }
      exchange.addRequestBytes(length);
      bytes.write(piece, 0, length);
    }

    @Override
    public void framing(byte[] piece) {}
  }

  @Override
  public String name() {
    return "fake";
  }

  @Override
  public URI endpoint() {
    return connections.endpoint();
  }

  @Override
  public String accessKey() {
    return "s3dlio-fake-access";
  }

  @Override
  public String secretKey() {
    return "s3dlio-fake-secret-key";
  }

  @Override
  public String region() {
    return "us-east-1";
  }

  @Override
  public Set<ServerTrait> traits() {
    return Set.of();
  }

  @Override
  public void close() {
    connections.close();
  }

  @Override
  public String toString() {
    return "fake at " + endpoint();
  }
}
