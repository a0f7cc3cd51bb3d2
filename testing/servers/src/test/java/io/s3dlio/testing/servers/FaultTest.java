package io.s3dlio.testing.servers;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.HttpFake.Answer;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Each fault as a client on the wire sees it, and what the server behind the relay saw. */
final class FaultTest {
  private static final String GET = "GET /b/k HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n";
  private static final String PUT =
      "PUT /b/k HTTP/1.1\r\nHost: h\r\nContent-Length: 4\r\nConnection: close\r\n\r\nbody";

  private HttpFake server;
  private Relay relay;

  @BeforeEach
  void start() {
    server = HttpFake.start((request, body) -> Answer.of(200, "0123456789").with("ETag", "\"e\""));
    relay = Relay.inFrontOf(server);
  }

  @AfterEach
  void stop() {
    relay.close();
    server.close();
    LeakCheck.assertNoThreads("relay-");
    LeakCheck.assertNoThreads("http-fake-");
  }

  private RawClient.Received ask(String request, Fault fault) throws IOException {
    relay.faults(FaultPlan.none().on(any -> true, fault).times(1));
    try (RawClient client = new RawClient(relay.endpoint())) {
      return client.send(request).readToEnd();
    }
  }

  private void assertWholeAnswerNow() throws IOException {
    try (RawClient client = new RawClient(relay.endpoint())) {
      assertThat(client.send(GET).readToEnd().body()).isEqualTo("0123456789");
    }
  }

  @Test
  void statusAnswersWithoutForwarding() throws Exception {
    RawClient.Received answer = ask(PUT, Fault.slowDown(7));
    assertThat(answer.text())
        .startsWith("HTTP/1.1 503 ")
        .contains("Retry-After: 7\r\n", "x-amz-request-id: FAULT1\r\n", "<Code>SlowDown</Code>");
    assertThat(server.requests()).isEmpty();
    RecordedRequest recorded = relay.requests().get(0);
    assertThat(recorded.status()).isEqualTo(503);
    assertThat(recorded.requestBytes()).isEqualTo(4);
    assertThat(recorded.fault()).contains(Fault.slowDown(7));
    assertWholeAnswerNow();
  }

  @Test
  void statusOfAHeadHasNoBody() throws Exception {
    RawClient.Received answer = ask(GET.replace("GET", "HEAD"), Fault.internalError());
    assertThat(answer.text()).startsWith("HTTP/1.1 500 ");
    assertThat(answer.body()).isEmpty();
  }

  @Test
  void statusKeepsTheConnection() throws Exception {
    relay.faults(FaultPlan.none().on(any -> true, Fault.slowDown()).times(2));
    try (RawClient client = new RawClient(relay.endpoint())) {
      String request = GET.replace("Connection: close\r\n", "");
      client.send(request).send(request).send(GET);
      assertThat(client.readToEnd().text()).contains("503", "0123456789");
    }
    assertThat(relay.requests()).extracting(RecordedRequest::status).containsExactly(503, 503, 200);
    assertThat(relay.requests()).extracting(RecordedRequest::connection).containsOnly(1);
  }

  @Test
  void readyMadeAnswersSayWhatS3Says() throws Exception {
    assertThat(ask(GET, Fault.wrongRegion("eu-west-1")).text())
        .contains(" 400 ", "x-amz-bucket-region: eu-west-1", "<Region>eu-west-1</Region>");
    assertThat(ask(GET, Fault.permanentRedirect("eu-west-1")).text())
        .contains(" 301 ", "x-amz-bucket-region: eu-west-1", "<Code>PermanentRedirect</Code>");
    assertThat(ask(GET, Fault.conditionalRequestConflict()).text())
        .contains(" 409 ", "<Code>ConditionalRequestConflict</Code>");
    assertThat(ask(GET, Fault.expiredToken()).text())
        .contains(" 400 ", "<Code>ExpiredToken</Code>");
    String skewed = ask(GET, Fault.requestTimeTooSkewed(Duration.ofHours(2))).text();
    assertThat(skewed).contains(" 403 ", "<Code>RequestTimeTooSkewed</Code>");
    String date = skewed.replaceFirst("(?s).*\r\nDate: (.*?)\r\n.*", "$1");
    assertThat(Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date)))
        .isAfter(Instant.now().plus(Duration.ofMinutes(110)));
    assertThat(ask(GET, Fault.okWithErrorBody("InternalError")).text())
        .contains(" 200 ", "<Error><Code>InternalError</Code>");
    assertThat(server.requests()).isEmpty();
  }

  @Test
  void forwardThenLetsTheServerActFirst() throws Exception {
    RawClient.Received answer = ask(PUT, new Fault.ForwardThen(Fault.internalError()));
    assertThat(answer.text()).startsWith("HTTP/1.1 500 ").doesNotContain("0123456789");
    assertThat(server.requests()).hasSize(1);
  }

  @Test
  void resetBeforeAnswerKeepsTheRequestFromTheServer() throws Exception {
    RawClient.Received answer = ask(GET, new Fault.ResetBeforeAnswer());
    assertThat(answer.text()).isEmpty();
    assertThat(answer.error()).isPresent();
    assertThat(server.requests()).isEmpty();
    assertThat(relay.requests().get(0).status()).isZero();
    assertWholeAnswerNow();
  }

  @Test
  void loseAnswerLetsTheServerAct() throws Exception {
    RawClient.Received answer = ask(PUT, new Fault.LoseAnswer());
    assertThat(answer.text()).isEmpty();
    assertThat(answer.error()).isEmpty();
    assertThat(server.requests()).hasSize(1);
    assertThat(server.requests().get(0).requestBytes()).isEqualTo(4);
  }

  @Test
  void resetInBodyComesAfterItsBytes() throws Exception {
    RawClient.Received answer = ask(GET, new Fault.ResetInBody(4));
    assertThat(answer.body()).isEqualTo("0123");
    assertThat(answer.error()).isPresent();
    assertThat(relay.requests().get(0).answerBytes()).isEqualTo(4);
  }

  @Test
  void truncateBodyEndsCleanlyButEarly() throws Exception {
    RawClient.Received answer = ask(GET, new Fault.TruncateBody(4));
    assertThat(answer.text()).contains("Content-Length: 10\r\n");
    assertThat(answer.body()).isEqualTo("0123");
    assertThat(answer.error()).isEmpty();
  }

  @Test
  void cutsBeyondTheEndLeaveTheAnswerWhole() throws Exception {
    assertThat(ask(GET, new Fault.TruncateBody(10)).body()).isEqualTo("0123456789");
    assertThat(ask(GET, new Fault.ResetInBody(11)).body()).isEqualTo("0123456789");
  }

  @Test
  void corruptBodyFlipsOneBit() throws Exception {
    assertThat(ask(GET, new Fault.CorruptBody(3)).body()).isEqualTo("0122456789");
  }

  @Test
  void pausesDelayButChangeNothing() throws Exception {
    long start = System.nanoTime();
    assertThat(ask(GET, new Fault.Stall(5, Duration.ofMillis(150))).body()).isEqualTo("0123456789");
    assertThat(ask(GET, new Fault.DelayFirstByte(Duration.ofMillis(150))).body())
        .isEqualTo("0123456789");
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(290));
  }

  @Test
  void holdLetsOthersPassUntilItIsReleased() throws Exception {
    CountDownLatch release = new CountDownLatch(1);
    relay.faults(FaultPlan.none().on(any -> true, new Fault.Hold(release)).times(1));
    try (RawClient held = new RawClient(relay.endpoint())) {
      held.send(GET);
      while (relay.requests().isEmpty() || relay.requests().get(0).fault().isEmpty()) {
        Thread.onSpinWait();
      }
      assertWholeAnswerNow();
      assertThat(relay.requests().get(0).status()).isZero();
      release.countDown();
      assertThat(held.readToEnd().body()).isEqualTo("0123456789");
    }
  }

  @Test
  void closingEndsAPause() throws Exception {
    relay.faults(
        FaultPlan.none().on(any -> true, new Fault.DelayFirstByte(Duration.ofHours(1))).always());
    try (RawClient client = new RawClient(relay.endpoint())) {
      client.send(GET);
      while (server.requests().isEmpty()) {
        Thread.sleep(5);
      }
      relay.close();
      assertThat(client.readToEnd().text()).isEmpty();
    }
  }

  @Test
  void headersOfTheAnswerCanChange() throws Exception {
    assertThat(ask(GET, new Fault.SetHeader("etag", "\"other\"")).text())
        .contains("etag: \"other\"\r\n")
        .doesNotContain("\"e\"");
    assertThat(ask(GET, new Fault.RemoveHeader("ETag")).text()).doesNotContain("ETag");
  }
}
