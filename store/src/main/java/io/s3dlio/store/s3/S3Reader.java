package io.s3dlio.store.s3;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.transfer.BodyChannel;
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
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Ranged GETs of one object: the first answer tells size and etag, later ones must match it. */
final class S3Reader implements ObjectReader {

  private final S3Calls calls;
  private final ObjectUri uri;
  private final String key;
  private final OptionalLong hintedSize;
  private final Optional<String> hintedEtag;

  /** Lets one request through until the etag is known. */
  private final Semaphore gate = new Semaphore(1);

  private final Set<BodyChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ObjectStat pinned;
  private volatile boolean closed;

  S3Reader(S3Calls calls, ObjectUri uri, String key, ReadHints hints) {
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
    if (size.isPresent() && startsAtOrPastEnd(range, size.getAsLong())) {
      return atOrPastEnd(range, size.getAsLong());
    }
    S3Errors.Attempt attempt = S3Errors.Attempt.of(Operation.GET, uri, "range " + range);
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(uri.authority())
            .key(key)
            .range(header(range))
            .ifMatch(knownEtag().map(S3Mapping::quoted).orElse(null))
            .build();
    Answer answer;
    try {
      answer = calls.call(attempt, client -> client.getObject(request, new Opening()));
    } catch (S3Errors.PastEndException e) {
      long end = e.size().isPresent() ? e.size().getAsLong() : head().size();
      return atOrPastEnd(range, end);
    }
    try {
      return accept(attempt, range, answer);
    } catch (IOException | RuntimeException e) {
      answer.body().abort();
      throw e;
    }
  }

  private ReadableByteChannel accept(S3Errors.Attempt attempt, ByteRange range, Answer answer)
      throws IOException {
    String contentRange = answer.head().contentRange();
    Long length = answer.head().contentLength();
    if (length == null) {
      throw new StoreException(attempt + ": the answer names no Content-Length");
    }
    boolean whole = contentRange == null;
    long size = whole ? length : S3Mapping.totalOf(contentRange).orElse(-1);
    long start = whole ? 0 : S3Mapping.startOf(contentRange).orElse(-1);
    long first = range.fromEnd() ? Math.max(0, size - range.length()) : range.offset();
    if (size < 0 || start != first) {
      throw new StoreException(
          attempt
              + ": the service answered with "
              + (whole ? "the whole object" : "Content-Range " + contentRange)
              + "; it does not support ranges");
    }
    pin(attempt, S3Mapping.stat(key, size, answer.head()));
    long wanted = Math.min(range.length(), size - first);
    BodyChannel body =
        new BodyChannel(
            answer.body(),
            answer.body()::abort,
            wanted,
            wanted == length,
            attempt,
            calls.failures()::failed,
            open::remove);
    open.add(body);
    if (closed) {
      body.close();
      throw closedReader();
    }
    return body;
  }

  /** Remembers the first answer; a later one must be of the same version. */
  private void pin(S3Errors.Attempt attempt, ObjectStat answer) throws IOException {
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
    ObjectStat answer = S3Requests.head(calls, uri, key, knownEtag());
    pin(S3Errors.Attempt.of(Operation.STAT, uri, ""), answer);
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

  private static boolean startsAtOrPastEnd(ByteRange range, long size) {
    return range.fromEnd() ? size == 0 : range.offset() >= size;
  }

  private ReadableByteChannel atOrPastEnd(ByteRange range, long size) throws EOFException {
    if (!range.fromEnd() && range.offset() > size) {
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

  /** Without a header for the whole object: an empty one then answers 200, not 416. */
  private static @Nullable String header(ByteRange range) {
    if (range.fromEnd()) {
      return "bytes=-" + range.length();
    }
    if (range.isOpenEnded()) {
      return range.offset() == 0 ? null : "bytes=" + range.offset() + "-";
    }
    return "bytes=" + range.offset() + "-" + (range.end() - 1);
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
    open.forEach(BodyChannel::close);
  }

  /** An answer whose body is still coming. */
  private record Answer(GetObjectResponse head, AbortableInputStream body) {}

  private static final class Opening implements ResponseTransformer<GetObjectResponse, Answer> {
    @Override
    public Answer transform(GetObjectResponse head, AbortableInputStream body) {
      return new Answer(head, body);
    }

    @Override
    public boolean needsConnectionLeftOpen() {
      return true;
    }
  }
}
