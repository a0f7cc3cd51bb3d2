package io.s3dlio.testing.servers;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * One way in which a request can go wrong between a client and its server, done by a {@link Relay}.
 *
 * <p>Faults are values: what does not concern an answer (a cut after more bytes than it has, a body
 * fault of a HEAD) leaves it whole.
 */
public sealed interface Fault {

  /**
   * Answers in S3's error form without forwarding; the server never hears of the request.
   *
   * @param headers sent with the answer
   * @param elements more elements of the error body, such as {@code Region}
   */
  record Status(int status, String code, Map<String, String> headers, Map<String, String> elements)
      implements Fault {
    public Status {
      headers = Map.copyOf(headers);
      elements = Map.copyOf(elements);
    }

    /** The same answer with one more header. */
    public Status withHeader(String name, String value) {
      Map<String, String> more = new LinkedHashMap<>(headers);
      more.put(name, value);
      return new Status(status, code, more, elements);
    }
  }

  /** Forwards, lets the server act, and answers this instead of what the server said. */
  record ForwardThen(Status answer) implements Fault {}

  /** Resets the connection as soon as the request's head is there; nothing is forwarded. */
  record ResetBeforeAnswer() implements Fault {}

  /** Forwards, lets the server act, then closes the connection without any answer. */
  record LoseAnswer() implements Fault {}

  /** Resets the connection when this many bytes of the answer's body were sent. */
  record ResetInBody(long afterBytes) implements Fault {}

  /** Closes the connection cleanly, but early, after this many bytes of the answer's body. */
  record TruncateBody(long afterBytes) implements Fault {}

  /** Pauses once when this many bytes of the answer's body were sent, then goes on. */
  record Stall(long afterBytes, Duration pause) implements Fault {}

  /** Holds the answer back before its first byte. */
  record DelayFirstByte(Duration pause) implements Fault {}

  /**
   * Lets the server act and holds the answer back until the test counts the latch down: what else
   * arrives meanwhile was not waiting for it.
   */
  record Hold(CountDownLatch until) implements Fault {}

  /** Flips one bit of the answer's body, at this byte counted from zero. */
  record CorruptBody(long atByte) implements Fault {}

  /** Replaces or adds one header of the answer. */
  record SetHeader(String name, String value) implements Fault {}

  /** Leaves out one header of the answer. */
  record RemoveHeader(String name) implements Fault {}

  /** An answer in S3's error form. */
  static Status status(int status, String code) {
    return new Status(status, code, Map.of(), Map.of());
  }

  /** 503 SlowDown without a delay. */
  static Status slowDown() {
    return status(503, "SlowDown");
  }

  /** 503 SlowDown that asks for a delay. */
  static Status slowDown(int retryAfterSeconds) {
    return slowDown().withHeader("Retry-After", Integer.toString(retryAfterSeconds));
  }

  /** 500 InternalError. */
  static Status internalError() {
    return status(500, "InternalError");
  }

  /** 409 ConditionalRequestConflict: two conditional writes met, nothing was decided. */
  static Status conditionalRequestConflict() {
    return status(409, "ConditionalRequestConflict");
  }

  /** 400 ExpiredToken. */
  static Status expiredToken() {
    return status(400, "ExpiredToken");
  }

  /** 403 RequestTimeTooSkewed from a server whose clock is ahead by {@code skew}. */
  static Status requestTimeTooSkewed(Duration skew) {
    Instant serverTime = Instant.now().plus(skew);
    return new Status(
        403,
        "RequestTimeTooSkewed",
        Map.of(
            "Date",
            DateTimeFormatter.RFC_1123_DATE_TIME.format(serverTime.atOffset(ZoneOffset.UTC))),
        Map.of("ServerTime", serverTime.toString(), "MaxAllowedSkewMilliseconds", "900000"));
  }

  /** 301 PermanentRedirect to the region where the bucket is. */
  static Status permanentRedirect(String region) {
    return new Status(
        301, "PermanentRedirect", Map.of("x-amz-bucket-region", region), Map.of("Region", region));
  }

  /** 400 AuthorizationHeaderMalformed: signed for another region than the bucket's. */
  static Status wrongRegion(String region) {
    return new Status(
        400,
        "AuthorizationHeaderMalformed",
        Map.of("x-amz-bucket-region", region),
        Map.of("Region", region));
  }

  /** 200 with an error in the body, as a complete or a copy can end. */
  static Status okWithErrorBody(String code) {
    return status(200, code);
  }
}
