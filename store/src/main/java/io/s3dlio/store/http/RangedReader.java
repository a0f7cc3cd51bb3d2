package io.s3dlio.store.http;

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
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Ranged GETs of one object: the first answer tells size and etag, later ones must match it. How a
 * service is asked is said by its {@link Requests}.
 */
public final class RangedReader implements ObjectReader {

  /** How one service is asked for one object. Thread-safe. */
  public interface Requests {

    /** Whether a range may count from the object's end. */
    boolean hasSuffixRanges();

    /**
     * Sends a GET and returns at its first byte.
     *
     * @param etag the version that must be read
     * @throws PastEndException when the service refuses a range at or past the end
     */
    Answer get(Attempt attempt, ByteRange range, Optional<String> etag) throws IOException;

    /** Asks for size and etag alone. */
    ObjectStat stat(Optional<String> etag) throws IOException;

    /** The contract's word for a failure while a body is read. */
    IOException failed(Object what, Exception failure);
  }

  /**
   * An answer whose body is still coming.
   *
   * @param contentRange the header; absent when the body is the whole object
   * @param length of the body in bytes, as its header says
   * @param stat what the headers tell of an object of a given size
   */
  public record Answer(
      InputStream body,
      BodyChannel.Abort abort,
      @Nullable String contentRange,
      @Nullable Long length,
      LongFunction<ObjectStat> stat) {}

  private final Requests requests;
  private final ObjectUri uri;
  private final OptionalLong hintedSize;
  private final Optional<String> hintedEtag;

  /** Lets one request through until the etag is known. */
  private final Semaphore gate = new Semaphore(1);

  private final Set<BodyChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable ObjectStat pinned;
  private volatile boolean closed;

  /** A reader of the object at {@code uri}; sends nothing. */
  public RangedReader(Requests requests, ObjectUri uri, String key, ReadHints hints) {
    this.requests = requests;
    this.uri = uri;
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
      return known != null ? known : asked();
    } finally {
      gate.release();
    }
  }

  @Override
  public ReadableByteChannel get(ByteRange range) throws IOException {
    checkOpen();
    if (range.fromEnd() && !requests.hasSuffixRanges()) {
      throw new UnsupportedOperationException(
          "GET " + uri + " " + range + ": the service has no ranges counted from the end");
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
    if (size.isPresent() && startsAtOrPastEnd(range, size.getAsLong())) {
      return atOrPastEnd(range, size.getAsLong());
    }
    Attempt attempt = Attempt.of(Operation.GET, uri, "range " + range);
    Answer answer;
    try {
      answer = requests.get(attempt, range, knownEtag());
    } catch (PastEndException e) {
      return atOrPastEnd(range, e.size().isPresent() ? e.size().getAsLong() : asked().size());
    }
    try {
      return accept(attempt, range, answer);
    } catch (IOException | RuntimeException e) {
      answer.abort().run();
      throw e;
    }
  }

  private ReadableByteChannel accept(Attempt attempt, ByteRange range, Answer answer)
      throws IOException {
    Long length = answer.length();
    if (length == null) {
      throw new StoreException(attempt + ": the answer names no Content-Length");
    }
    String header = answer.contentRange();
    ContentRange named =
        header == null
            ? new ContentRange(OptionalLong.of(0), OptionalLong.of(length))
            : ContentRange.parse(header);
    long size = named.total().orElse(-1);
    long first = range.fromEnd() ? Math.max(0, size - range.length()) : range.offset();
    if (size < 0 || named.start().orElse(-1) != first) {
      throw new StoreException(
          attempt
              + ": the service answered with "
              + (header == null ? "the whole object" : "Content-Range " + header)
              + "; it does not support ranges");
    }
    pin(attempt, answer.stat().apply(size));
    if (first > 0 && first >= size) {
      // Azurite answers 206 without a byte where others answer 416.
      answer.abort().run();
      return atOrPastEnd(range, size);
    }
    return body(attempt, answer, Math.min(range.length(), size - first), length);
  }

  private ReadableByteChannel body(Attempt attempt, Answer answer, long wanted, long length)
      throws StoreException {
    BodyChannel body =
        new BodyChannel(
            answer.body(),
            answer.abort(),
            wanted,
            wanted == length,
            attempt,
            requests::failed,
            open::remove);
    open.add(body);
    if (closed) {
      body.close();
      throw closedReader();
    }
    return body;
  }

  /** Remembers the first answer; a later one must be of the same version. */
  private void pin(Attempt attempt, ObjectStat answer) throws IOException {
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

  private ObjectStat asked() throws IOException {
    ObjectStat answer = requests.stat(knownEtag());
    pin(Attempt.of(Operation.STAT, uri, ""), answer);
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

  /**
   * The header {@code Range} for a range; none for the whole object: an empty one then answers 200,
   * not 416.
   */
  public static Optional<String> header(ByteRange range) {
    if (range.fromEnd()) {
      return Optional.of("bytes=-" + range.length());
    }
    if (range.isOpenEnded()) {
      return range.offset() == 0 ? Optional.empty() : Optional.of("bytes=" + range.offset() + "-");
    }
    return Optional.of("bytes=" + range.offset() + "-" + (range.end() - 1));
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
