package io.s3dlio.testing.servers;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One request under way, and the counters behind its {@link RecordedRequest}.
 *
 * <p>Thread-safe. Counters move before the bytes do, so a client that has its answer finds the
 * whole of it recorded.
 */
final class Exchange {
  private static final String[] CREDENTIALS = {
    "authorization",
    "x-amz-security-token",
    "x-aws-ec2-metadata-token",
    "x-ms-copy-source-authorization"
  };

  /** A shared access signature: Azure takes it in the query and in the source of a copy. */
  private static final Pattern SIGNATURE = Pattern.compile("(?<=[?&]sig=)[^&]*");

  private final long number;
  private final int connection;
  private final HttpHead head;
  private long requestBytes;
  private int status;
  private long answerBytes;
  private @Nullable Fault fault;

  Exchange(long number, int connection, HttpHead head) {
    this.number = number;
    this.connection = connection;
    this.head = head;
  }

  String method() {
    return head.word(0);
  }

  synchronized void addRequestBytes(int count) {
    requestBytes += count;
  }

  synchronized void status(int answered) {
    status = answered;
  }

  synchronized void addAnswerBytes(int count) {
    answerBytes += count;
  }

  synchronized void fault(Fault applied) {
    fault = applied;
  }

  synchronized RecordedRequest recorded() {
    String target = SIGNATURE.matcher(originForm(head.word(1))).replaceAll("***");
    int question = target.indexOf('?');
    Map<String, String> headers = new LinkedHashMap<>(head.headers());
    for (String credential : CREDENTIALS) {
      headers.replace(credential, "***");
    }
    headers.computeIfPresent(
        "x-ms-copy-source", (name, source) -> SIGNATURE.matcher(source).replaceAll("***"));
    return new RecordedRequest(
        number,
        connection,
        method(),
        question < 0 ? target : target.substring(0, question),
        question < 0 ? "" : target.substring(question + 1),
        headers,
        requestBytes,
        status,
        answerBytes,
        Optional.ofNullable(fault));
  }

  /** Path and query: a client that takes us for its proxy sends scheme and host before them. */
  private static String originForm(String target) {
    String path = target.replaceFirst("^[a-z]+://[^/]*", "");
    return path.startsWith("/") ? path : "/" + path;
  }
}
