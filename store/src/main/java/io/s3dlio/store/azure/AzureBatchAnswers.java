package io.s3dlio.store.azure;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpPipelineCallContext;
import com.azure.core.http.HttpPipelineNextPolicy;
import com.azure.core.http.HttpPipelineNextSyncPolicy;
import com.azure.core.http.HttpResponse;
import com.azure.core.http.policy.HttpPipelinePolicy;
import reactor.core.publisher.Mono;

/**
 * Says in the answer to a batch of deletes that absent keys are deleted, which is what we make of
 * them: the SDK would write an error to the log for each.
 */
final class AzureBatchAnswers implements HttpPipelinePolicy {

  private static final String EMPTY_LINE = "\r\n\r\n";

  @Override
  public Mono<HttpResponse> process(HttpPipelineCallContext context, HttpPipelineNextPolicy next) {
    return next.process().map(AzureBatchAnswers::quieted);
  }

  @Override
  public HttpResponse processSync(
      HttpPipelineCallContext context, HttpPipelineNextSyncPolicy next) {
    return quieted(next.processSync());
  }

  private static HttpResponse quieted(HttpResponse answer) {
    String type = answer.getHeaders().getValue(HttpHeaderName.CONTENT_TYPE);
    if (type == null
        || !type.startsWith("multipart/mixed; boundary=")
        || !(answer instanceof AzureAnswer whole)) {
      return answer;
    }
    String boundary = "--" + type.substring(type.indexOf('=') + 1);
    String text = new String(whole.bytes(), UTF_8);
    StringBuilder quiet = new StringBuilder(text.length());
    int from = 0;
    while (from < text.length()) {
      int at = text.indexOf(boundary, from + 1);
      int to = at < 0 ? text.length() : at;
      quiet.append(quieted(text.substring(from, to)));
      from = to;
    }
    return whole.withBytes(quiet.toString().getBytes(UTF_8));
  }

  /** One key's answer: which key it is of, an empty line, and the answer to a single delete. */
  private static String quieted(String part) {
    int end = part.indexOf(EMPTY_LINE);
    boolean absent = end >= 0 && part.indexOf("BlobNotFound", end) >= 0;
    return absent ? part.substring(0, end) + EMPTY_LINE + "HTTP/1.1 202 Accepted\r\n" : part;
  }
}
