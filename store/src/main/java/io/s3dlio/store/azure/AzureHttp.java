package io.s3dlio.store.azure;

import com.azure.core.http.HttpClient;
import com.azure.core.http.HttpHeader;
import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import com.azure.core.util.Context;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.ByteBuffer;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.routing.RoutingSupport;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.io.CloseMode;
import reactor.core.publisher.Mono;

/**
 * Azure's requests over the blocking HTTP client that the s3 backend uses too: a bounded pool of
 * connections, time-outs on every byte, and a close that closes. Thread-safe.
 *
 * <p>The client that Azure's SDK brings for the JDK's {@code java.net.http} has neither a bound
 * nor, before Java 21, a way to be closed, and sends some requests again by itself.
 */
final class AzureHttp implements HttpClient, Closeable {

  /** In the context of a request whose body is read by the caller, as it arrives. */
  static final Context STREAMED = new Context("s3dlio-streamed", "true");

  private final CloseableHttpClient client;

  AzureHttp(CloseableHttpClient client) {
    this.client = client;
  }

  @Override
  public Mono<HttpResponse> send(HttpRequest request) {
    return send(request, Context.NONE);
  }

  /** On the subscriber's thread, which is the caller's: the SDK only waits for the answer. */
  @Override
  public Mono<HttpResponse> send(HttpRequest request, Context context) {
    return Mono.fromCallable(() -> sendSync(request, context));
  }

  @Override
  public HttpResponse sendSync(HttpRequest request, Context context) {
    boolean streamed = context.getData("s3dlio-streamed").isPresent();
    try {
      return exchange(request, streamed);
    } catch (IOException e) {
      // Twice, for then the SDK hands it on; what is wrapped only once it logs as an error first.
      throw new IllegalStateException(new UncheckedIOException(e));
    }
  }

  private HttpResponse exchange(HttpRequest request, boolean streamed) throws IOException {
    HttpUriRequestBase sent = translate(request);
    ClassicHttpResponse answer;
    try {
      answer = client.executeOpen(RoutingSupport.determineHost(sent), sent, null);
    } catch (HttpException e) {
      throw new IOException("the request's URL has no host", e);
    }
    HttpHeaders headers = new HttpHeaders();
    for (Header header : answer.getHeaders()) {
      headers.add(HttpHeaderName.fromString(header.getName()), header.getValue());
    }
    boolean wanted = streamed && answer.getCode() < 300;
    return wanted
        ? AzureAnswer.streamed(request, answer.getCode(), headers, sent, answer)
        : AzureAnswer.read(request, answer.getCode(), headers, sent, answer);
  }

  private static HttpUriRequestBase translate(HttpRequest request) throws IOException {
    HttpUriRequestBase sent = new Sent(request.getHttpMethod().toString(), uri(request));
    for (HttpHeader header : request.getHeaders()) {
      // A length is said by the body itself.
      if (!header.getName().equalsIgnoreCase("Content-Length")) {
        header.getValuesList().forEach(value -> sent.addHeader(header.getName(), value));
      }
    }
    BinaryData body = request.getBodyAsBinaryData();
    if (body != null) {
      sent.setEntity(new AzureRequestBody(body.toByteBuffer()));
    } else if (request.getHttpMethod() == HttpMethod.PUT) {
      // One without a body has to say so.
      sent.setEntity(new AzureRequestBody(ByteBuffer.allocate(0)));
    }
    return sent;
  }

  /** A request whose text is without the query: a token would stand in it. */
  private static final class Sent extends HttpUriRequestBase {
    private static final long serialVersionUID = 1L;

    Sent(String method, URI uri) {
      super(method, uri);
    }

    @Override
    public String toString() {
      return getMethod() + " " + getPath().replaceFirst("\\?.*", "");
    }
  }

  private static URI uri(HttpRequest request) throws IOException {
    try {
      return request.getUrl().toURI();
    } catch (URISyntaxException e) {
      // Without the URL, which may hold a signature.
      throw new IOException("the URL of the request cannot be: " + e.getReason(), e.getCause());
    }
  }

  @Override
  public void close() {
    client.close(CloseMode.IMMEDIATE);
  }
}
