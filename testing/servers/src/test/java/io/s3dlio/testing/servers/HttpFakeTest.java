package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.HttpFake.Answer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake, and the relay in front of it: every way in which HTTP/1.1 delimits a body. */
final class HttpFakeTest {
  private static final String CHUNKED = "4;x=y\r\nbody\r\n3\r\n123\r\n0\r\nTrailer: t\r\n\r\n";

  private final List<String> bodies = Collections.synchronizedList(new ArrayList<>());
  private HttpFake fake;
  private Relay relay;

  @BeforeEach
  void start() {
    fake =
        HttpFake.start(
            (request, body) -> {
              bodies.add(new String(body, UTF_8));
              return switch (request.path()) {
                case "/none" -> Answer.of(204, "");
                case "/chunked" ->
                    Answer.of(200, CHUNKED)
                        .with("Transfer-Encoding", "chunked")
                        .with("Content-Length", "ignored");
                default -> Answer.of(200, request.method() + " " + request.query());
              };
            });
    relay = Relay.inFrontOf(fake);
  }

  @AfterEach
  void stop() {
    relay.close();
    fake.close();
  }

  @Test
  void answersWhatTheScriptSays() throws Exception {
    try (RawClient client = new RawClient(fake.endpoint())) {
      client.send("GET /p?a=b HTTP/1.1\r\nHost: h\r\nx-amz-security-token: canary\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ").contains("Content-Length: 7");
      assertThat(client.read(7)).isEqualTo("GET a=b");
    }
    assertThat(fake.requests().get(0).header("x-amz-security-token")).contains("***");
    fake.reset();
    assertThat(fake.requests()).isEmpty();
  }

  @Test
  void keepsConnectionsThroughEveryKindOfBody() throws Exception {
    try (RawClient client = new RawClient(relay.endpoint())) {
      client.send("HEAD /head?q HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readHead()).contains("Content-Length: 6");
      client.send("DELETE /none HTTP/1.1\r\nHost: h\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 204 ").doesNotContain("Content-Length");
      client.send("PUT /none HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n" + CHUNKED);
      client.readHead();
      client.send("GET /chunked HTTP/1.1\r\nHost: h\r\n\r\n");
      client.readHead();
      assertThat(client.read(CHUNKED.length())).isEqualTo(CHUNKED);
      client.send("GET /last?1 HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd().body()).isEqualTo("GET 1");
    }
    assertThat(bodies).containsExactly("", "", "body123", "", "");
    assertThat(relay.requests().get(2).requestBytes()).isEqualTo(7);
    assertThat(relay.requests().get(3).answerBytes()).isEqualTo(7);
    assertThat(relay.requests()).extracting(RecordedRequest::connection).containsOnly(1);
  }

  @Test
  void passesTheGoAheadOn() throws Exception {
    try (RawClient client = new RawClient(relay.endpoint())) {
      client.send(
          "PUT /p HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.readHead()).startsWith("HTTP/1.1 100 ");
      client.send("body");
      assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
    }
    assertThat(bodies).containsExactly("body");
  }

  @Test
  void aFaultAnswersInsteadOfTheGoAhead() throws Exception {
    relay.faults(FaultPlan.none().on("PutObject", Fault.slowDown()).always());
    try (RawClient client = new RawClient(relay.endpoint())) {
      client.send(
          "PUT /b/k HTTP/1.1\r\nHost: h\r\nExpect: 100-continue\r\nContent-Length: 4\r\n\r\n");
      assertThat(client.readToEnd().text()).startsWith("HTTP/1.1 503 ").contains("SlowDown");
    }
    assertThat(bodies).isEmpty();
  }

  @Test
  void takesTheAbsoluteFormOfAProxyRequest() throws Exception {
    try (RawClient client = new RawClient(relay.endpoint())) {
      client.send(
          "GET http://other:1/b/k?x HTTP/1.1\r\nHost: other:1\r\nConnection: close\r\n\r\n");
      assertThat(client.readToEnd().body()).isEqualTo("GET x");
    }
    assertThat(relay.requests().get(0).path()).isEqualTo("/b/k");
    assertThat(relay.requests().get(0).header("host")).contains("other:1");
  }

  @Test
  void aServerThatIsGoneIsAnEndedConnection() throws Exception {
    fake.close();
    try (RawClient client = new RawClient(relay.endpoint())) {
      assertThat(client.send("GET / HTTP/1.1\r\nHost: h\r\n\r\n").readToEnd().text()).isEmpty();
    }
  }
}
