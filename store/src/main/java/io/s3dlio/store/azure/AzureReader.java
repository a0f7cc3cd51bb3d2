package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Ranged GETs of one object: the first answer tells size and etag, later ones must match it. */
final class AzureReader implements ObjectReader {

  private final AzureCalls calls;
  private final ObjectUri uri;
  private final String key;
  private final OptionalLong hintedSize;
  private final Optional<String> hintedEtag;

  /** Lets one request through until the etag is known. */
  private final Semaphore gate = new Semaphore(1);

  private final Set<AzureBody> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ObjectStat pinned;
  private volatile boolean closed;

  AzureReader(AzureCalls calls, ObjectUri uri, String key, ReadHints hints) {
    this.calls = calls;
    this.uri = uri;
    this.key = key;
    this.hintedSize = hints.size();
    this.hintedEtag = hints.etag();
    if (hints.size().isPresent() && hints.etag().isPresent()) {
      pinned = ObjectStat.of(key, hints.size().getAsLong(), hints.etag().get());
    }
  }

  @Override
  public ObjectStat stat() throws IOException {
    checkOpen();
    ObjectStat known = pinned;
    if (known != null) {
      return known;
    }
    enter();
    try {
      known = pinned;
      return known != null ? known : head();
    } finally {
      gate.release();
    }
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    checkOpen();
    if (range.fromEnd()) {
      throw new UnsupportedOperationException(
          "GET " + uri + " " + range + ": Azure has no ranges counted from the end");
    }
    if (range.length() == 0) {
      return empty();
    }
    if (pinned != null) {
      return request(range);
    }
    enter();
    try {
      if (pinned == null) {
        return request(range);
      }
    } finally {
      gate.release();
    }
    return request(range);
  }

  private ReadableByteChannel request(ByteRange range) throws IOException {
    OptionalLong size = knownSize();
    if (size.isPresent() && range.offset() >= size.getAsLong()) {
      return atOrPastEnd(range, size.getAsLong());
    }
    AzureErrors.Attempt attempt = AzureErrors.Attempt.of(Operation.GET, uri, "range " + range);
    AzureAnswer answer;
    try {
      answer = calls.get(attempt, key, range, knownEtag());
    } catch (AzureErrors.PastEndException e) {
      long end = e.size().isPresent() ? e.size().getAsLong() : head().size();
      return atOrPastEnd(range, end);
    }
    try {
      return accept(attempt, range, answer);
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  private ReadableByteChannel accept(
      AzureErrors.Attempt attempt, ByteRange range, AzureAnswer answer) throws IOException {
    AzureRequests.checkFlat(attempt, answer.getHeaders());
    String contentRange = answer.getHeaders().getValue(HttpHeaderName.CONTENT_RANGE);
    String length = answer.getHeaders().getValue(HttpHeaderName.CONTENT_LENGTH);
    if (length == null) {
      throw new StoreException(attempt + ": the answer names no Content-Length");
    }
    boolean whole = contentRange == null;
    long bytes = Long.parseLong(length);
    long size = whole ? bytes : AzureMapping.totalOf(contentRange).orElse(-1);
    long start = whole ? 0 : AzureMapping.startOf(contentRange).orElse(-1);
    if (size < 0 || start != range.offset()) {
      throw new StoreException(
          attempt
              + ": the service answered with "
              + (whole ? "the whole object" : "Content-Range " + contentRange)
              + "; it does not support ranges");
    }
    pin(attempt, AzureMapping.stat(key, size, answer.getHeaders()));
    if (range.offset() > 0 && range.offset() >= size) {
      // Azurite answers 206 without a byte where Azure answers 416.
      answer.close();
      return atOrPastEnd(range, size);
    }
    long wanted = Math.min(range.length(), size - range.offset());
    AzureBody body =
        new AzureBody(
            answer.stream(), wanted, wanted == bytes, attempt, calls.failures(), open::remove);
    open.add(body);
    if (closed) {
      body.close();
      throw closedReader();
    }
    return body;
  }

  /** Remembers the first answer; a later one must be of the same version. */
  private void pin(AzureErrors.Attempt attempt, ObjectStat answer) throws IOException {
    Optional<String> known = knownEtag();
    if (known.isPresent() && !known.get().equals(answer.etag())) {
      throw new ObjectChangedException(
          attempt
              + ": the object was overwritten meanwhile: its etag is "
              + answer.etag()
              + ", not "
              + known.get());
    }
    if (pinned == null) {
      pinned = answer;
    }
  }

  private ObjectStat head() throws IOException {
    ObjectStat answer = AzureRequests.head(calls, uri, key, knownEtag());
    pin(AzureErrors.Attempt.of(Operation.STAT, uri, ""), answer);
    return answer;
  }

  private OptionalLong knownSize() {
    ObjectStat known = pinned;
    return known == null ? hintedSize : OptionalLong.of(known.size());
  }

  private Optional<String> knownEtag() {
    ObjectStat known = pinned;
    return known == null ? hintedEtag : Optional.of(known.etag());
  }

  private ReadableByteChannel atOrPastEnd(ByteRange range, long size) throws EOFException {
    if (range.offset() > size) {
      throw new EOFException(
          "GET "
              + uri
              + " range "
              + range
              + ": starts past the end, the object has "
              + size
              + " bytes");
    }
    return empty();
  }

  private static ReadableByteChannel empty() {
    return Channels.newChannel(InputStream.nullInputStream());
  }

  private void enter() throws InterruptedIOException {
    try {
      gate.acquire();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      InterruptedIOException interrupted =
          new InterruptedIOException("GET " + uri + ": interrupted while another one is opening");
      interrupted.initCause(e);
      throw interrupted;
    }
  }

  private void checkOpen() throws IOException {
    if (closed) {
      throw closedReader();
    }
  }

  private StoreException closedReader() {
    return new StoreException(uri + ": the reader is closed");
  }

  @Override
  public void close() {
    closed = true;
    open.forEach(AzureBody::close);
  }
}
