package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
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

/**
 * Ranged downloads of one object: the first answer tells size and generation, later requests ask
 * for that generation.
 *
 * <p>Bytes come as they are stored: the client says that it takes gzip, so that the service does
 * not decompress what was stored compressed (its page "Transcoding of gzip-compressed files").
 */
final class GcsReader implements ObjectReader {

  private final GcsCalls calls;
  private final ObjectUri uri;
  private final String key;
  private final OptionalLong hintedSize;
  private final Optional<String> hintedEtag;

  /** Lets one request through until the etag is known. */
  private final Semaphore gate = new Semaphore(1);

  private final Set<BodyChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ObjectStat pinned;
  private volatile boolean closed;

  GcsReader(GcsCalls calls, ObjectUri uri, String key, ReadHints hints) {
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
      return known != null ? known : status();
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
    GcsErrors.Attempt attempt = GcsErrors.Attempt.of(Operation.GET, uri, "range " + range);
    Optional<String> etag = knownEtag();
    Long generation = etag.isPresent() ? GcsRequests.version(attempt, etag.get()) : null;
    HttpResponse answer;
    try {
      answer =
          calls.open(
              etag.isPresent() ? attempt.ofVersion() : attempt,
              storage -> download(storage, generation, range));
    } catch (GcsErrors.PastEndException e) {
      long end = e.size().isPresent() ? e.size().getAsLong() : status().size();
      return atOrPastEnd(range, end);
    }
    InputStream content = answer.getContent();
    if (!(content instanceof GcsExchange.Body body)) {
      throw new StoreException(attempt + ": the answer has no body");
    }
    try {
      return accept(attempt, range, answer.getHeaders(), body);
    } catch (IOException | RuntimeException e) {
      body.abort();
      throw e;
    }
  }

  private Storage.Objects.Get download(Storage storage, @Nullable Long generation, ByteRange range)
      throws IOException {
    Storage.Objects.Get get = storage.objects().get(uri.authority(), key);
    get.setGeneration(generation).setAlt("media").setReturnRawInputStream(true);
    get.getRequestHeaders().setAcceptEncoding("gzip").setRange(header(range));
    return get;
  }

  private ReadableByteChannel accept(
      GcsErrors.Attempt attempt, ByteRange range, HttpHeaders head, GcsExchange.Body answer)
      throws IOException {
    String contentRange = head.getContentRange();
    boolean whole = contentRange == null;
    OptionalLong stored =
        GcsMapping.number(head.getFirstHeaderStringValue("x-goog-stored-content-length"));
    Long announced = head.getContentLength();
    if (announced == null) {
      throw decoded(attempt);
    }
    long length = announced;
    if (whole && stored.isPresent() && stored.getAsLong() != length) {
      throw decoded(attempt);
    }
    long size = whole ? length : GcsMapping.totalOf(contentRange).orElse(-1);
    long start = whole ? 0 : GcsMapping.startOf(contentRange).orElse(-1);
    long first = range.fromEnd() ? Math.max(0, size - range.length()) : range.offset();
    if (size < 0 || start != first) {
      throw new StoreException(
          attempt
              + ": the service answered with "
              + (whole ? "the whole object" : "Content-Range " + contentRange)
              + "; it does not support ranges");
    }
    pin(attempt, GcsMapping.stat(key, size, head));
    long wanted = Math.min(range.length(), size - first);
    BodyChannel body =
        new BodyChannel(
            answer,
            answer::abort,
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

  private static StoreException decoded(GcsErrors.Attempt attempt) {
    return new StoreException(
        attempt
            + ": the answer is not of the stored length: something on the way decompresses it;"
            + " check proxies");
  }

  /** Remembers the first answer; a later one must be of the same version. */
  private void pin(GcsErrors.Attempt attempt, ObjectStat answer) throws IOException {
    if (answer.etag().isEmpty()) {
      throw new StoreException(attempt + ": the answer names no x-goog-generation");
    }
    Optional<String> known = knownEtag();
    if (known.isPresent() && !known.get().equals(answer.etag())) {
      throw new ObjectChangedException(
          attempt
              + ": the object was overwritten meanwhile: its generation is "
              + answer.etag()
              + ", not "
              + known.get());
    }
    if (pinned == null) {
      pinned = answer;
    }
  }

  private ObjectStat status() throws IOException {
    ObjectStat answer = GcsRequests.stat(calls, uri, key, knownEtag());
    pin(GcsErrors.Attempt.of(Operation.STAT, uri, ""), answer);
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
}
