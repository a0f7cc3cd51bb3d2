package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpRequest;
import com.azure.core.http.HttpResponse;
import com.azure.core.util.BinaryData;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpEntity;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * An answer of the service: read whole and its connection given back, or streamed, then one reader
 * takes {@link #stream()} and closes it.
 */
final class AzureAnswer extends HttpResponse {

  /** Largest answer that is read whole, in bytes: a page of 5,000 long names has about ten MB. */
  private static final int LARGEST = 64 << 20;

  private final int status;
  private final HttpHeaders headers;
  private final byte[] bytes;
  private final @Nullable AzureStream stream;

  private AzureAnswer(
      HttpRequest request,
      int status,
      HttpHeaders headers,
      byte[] bytes,
      @Nullable AzureStream stream) {
    super(request);
    this.status = status;
    this.headers = headers;
    this.bytes = bytes;
    this.stream = stream;
  }

  /** Reads the body and gives the connection back. */
  static AzureAnswer read(
      HttpRequest request,
      int status,
      HttpHeaders headers,
      HttpUriRequestBase sent,
      ClassicHttpResponse answer)
      throws IOException {
    try (answer) {
      HttpEntity entity = answer.getEntity();
      byte[] bytes = entity == null ? new byte[0] : entity.getContent().readNBytes(LARGEST + 1);
      if (bytes.length > LARGEST) {
        sent.cancel();
        throw new IOException("the answer has more than " + LARGEST + " bytes");
      }
      return new AzureAnswer(request, status, headers, bytes, null);
    }
  }

  /** Leaves the body to be read from the connection. */
  static AzureAnswer streamed(
      HttpRequest request,
      int status,
      HttpHeaders headers,
      HttpUriRequestBase sent,
      ClassicHttpResponse answer)
      throws IOException {
    HttpEntity entity = answer.getEntity();
    InputStream in = entity == null ? InputStream.nullInputStream() : entity.getContent();
    return new AzureAnswer(
        request, status, headers, new byte[0], new AzureStream(in, sent, answer));
  }

  /** The body of an answer that was read whole. */
  byte[] bytes() {
    return bytes;
  }

  /** The same answer with another body. */
  AzureAnswer withBytes(byte[] others) {
    return new AzureAnswer(getRequest(), status, headers, others, stream);
  }

  /** The body of a streamed answer, as it arrives. */
  AzureStream stream() {
    if (stream == null) {
      throw new IllegalStateException("the answer was read whole");
    }
    return stream;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  @Deprecated
  public @Nullable String getHeaderValue(String name) {
    return headers.getValue(HttpHeaderName.fromString(name));
  }

  @Override
  public HttpHeaders getHeaders() {
    return headers;
  }

  @Override
  public Flux<ByteBuffer> getBody() {
    return Flux.just(ByteBuffer.wrap(bytes));
  }

  @Override
  public BinaryData getBodyAsBinaryData() {
    return BinaryData.fromBytes(bytes);
  }

  @Override
  public Mono<byte[]> getBodyAsByteArray() {
    return Mono.just(bytes);
  }

  @Override
  public Mono<String> getBodyAsString() {
    return getBodyAsString(StandardCharsets.UTF_8);
  }

  @Override
  public Mono<String> getBodyAsString(Charset charset) {
    return Mono.just(new String(bytes, charset));
  }

  @Override
  public Mono<InputStream> getBodyAsInputStream() {
    return Mono.just(new ByteArrayInputStream(bytes));
  }

  @Override
  public void close() {
    if (stream != null) {
      stream.abort();
    }
  }
}
