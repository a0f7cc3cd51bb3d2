package io.s3dlio.store.gcs;

import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import com.google.api.client.util.StreamingContent;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.URI;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** One request and its answer, between Google's client and the one that carries it. */
@SuppressWarnings("deprecation") // StreamingContent is the only form in which a body comes.
final class GcsExchange extends LowLevelHttpRequest {

  private final CloseableHttpClient client;
  private final HttpUriRequestBase request;

  GcsExchange(CloseableHttpClient client, String method, URI uri) {
    this.client = client;
    this.request = new HttpUriRequestBase(method, uri);
  }

  @Override
  public void addHeader(String name, String value) {
    request.addHeader(name, value);
  }

  /** Called for each request; Google's search for its metadata server asks for short ones. */
  @Override
  // Deprecated, but the pool's own connect time-out cannot differ by request.
  public void setTimeout(int connectMillis, int readMillis) {
    request.setConfig(
        RequestConfig.custom()
            .setConnectTimeout(Timeout.ofMilliseconds(connectMillis))
            .setConnectionRequestTimeout(Timeout.ofMilliseconds(readMillis))
            .setResponseTimeout(Timeout.ofMilliseconds(readMillis))
            .build());
  }

  @Override
  public LowLevelHttpResponse execute() throws IOException {
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException("interrupted before the request");
    }
    StreamingContent content = getStreamingContent();
    if (content != null) {
      request.setEntity(new Outgoing(content));
    }
    return new Answer(request, client.executeOpen(null, request, null));
  }

  /** The body to be sent. */
  private final class Outgoing extends AbstractHttpEntity {
    private final StreamingContent content;

    Outgoing(StreamingContent content) {
      super(
          GcsExchange.this.getContentType(),
          GcsExchange.this.getContentEncoding(),
          GcsExchange.this.getContentLength() < 0);
      this.content = content;
    }

    @Override
    public long getContentLength() {
      return GcsExchange.this.getContentLength();
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      content.writeTo(out);
    }

    @Override
    public boolean isRepeatable() {
      return false;
    }

    @Override
    public InputStream getContent() {
      throw new UnsupportedOperationException("the body is written, not read");
    }

    @Override
    public boolean isStreaming() {
      return true;
    }

    @Override
    public void close() {}
  }

  /** The answer; its body is still coming. */
  private static final class Answer extends LowLevelHttpResponse {
    private final HttpUriRequestBase request;
    private final ClassicHttpResponse response;
    private final Header[] headers;

    Answer(HttpUriRequestBase request, ClassicHttpResponse response) {
      this.request = request;
      this.response = response;
      this.headers = response.getHeaders();
    }

    @Override
    public @Nullable InputStream getContent() throws IOException {
      HttpEntity entity = response.getEntity();
      return entity == null ? null : new Body(entity.getContent(), request);
    }

    @Override
    public @Nullable String getContentEncoding() {
      return response.getEntity() == null ? null : response.getEntity().getContentEncoding();
    }

    @Override
    public long getContentLength() {
      return response.getEntity() == null ? 0 : response.getEntity().getContentLength();
    }

    @Override
    public @Nullable String getContentType() {
      return response.getEntity() == null ? null : response.getEntity().getContentType();
    }

    @Override
    public String getStatusLine() {
      return response.getVersion() + " " + response.getCode() + " " + response.getReasonPhrase();
    }

    @Override
    public int getStatusCode() {
      return response.getCode();
    }

    @Override
    public @Nullable String getReasonPhrase() {
      return response.getReasonPhrase();
    }

    @Override
    public int getHeaderCount() {
      return headers.length;
    }

    @Override
    public String getHeaderName(int index) {
      return headers[index].getName();
    }

    @Override
    public String getHeaderValue(int index) {
      return headers[index].getValue();
    }

    @Override
    public void disconnect() throws IOException {
      response.close();
    }
  }

  /** A body that can be given up without reading the rest of it. */
  static final class Body extends FilterInputStream {
    private final HttpUriRequestBase request;

    Body(InputStream in, HttpUriRequestBase request) {
      super(in);
      this.request = request;
    }

    @Override
    public int read() throws IOException {
      checkInterrupt();
      return super.read();
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      checkInterrupt();
      return super.read(target, offset, length);
    }

    private static void checkInterrupt() throws InterruptedIOException {
      if (Thread.currentThread().isInterrupted()) {
        throw new InterruptedIOException("interrupted before the rest of the body");
      }
    }

    /**
     * Closes the connection; a read that is waiting fails. Closing the answer would read the rest
     * first, and that beside whoever is reading.
     */
    void abort() {
      request.cancel();
    }
  }
}
