package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.RangedReader;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How Google Cloud Storage is asked for ranges of one object; its etag is the generation. */
final class GcsReader implements RangedReader.Requests {

  private final GcsCalls calls;
  private final ObjectUri uri;
  private final String key;

  private GcsReader(GcsCalls calls, ObjectUri uri, String key) {
    this.calls = calls;
    this.uri = uri;
    this.key = key;
  }

  static ObjectReader open(GcsCalls calls, ObjectUri uri, String key, ReadHints hints) {
    return new RangedReader(new GcsReader(calls, uri, key), uri, key, hints);
  }

  @Override
  public boolean hasSuffixRanges() {
    return true;
  }

  @Override
  public RangedReader.Answer get(Attempt attempt, ByteRange range, Optional<String> etag)
      throws IOException {
    Long generation = etag.isPresent() ? GcsRequests.version(attempt, etag.get()) : null;
    HttpResponse answer =
        calls.open(
            etag.isPresent() ? attempt.ofVersion() : attempt,
            storage -> download(storage, generation, range));
    if (!(answer.getContent() instanceof GcsExchange.Body body)) {
      throw new StoreException(attempt + ": the answer has no body");
    }
    try {
      return accepted(attempt, answer.getHeaders(), body);
    } catch (IOException | RuntimeException e) {
      body.abort();
      throw e;
    }
  }

  private Storage.Objects.Get download(Storage storage, @Nullable Long generation, ByteRange range)
      throws IOException {
    Storage.Objects.Get get = storage.objects().get(uri.authority(), key);
    get.setGeneration(generation).setAlt("media").setReturnRawInputStream(true);
    get.getRequestHeaders()
        .setAcceptEncoding("gzip")
        .setRange(RangedReader.header(range).orElse(null));
    return get;
  }

  private RangedReader.Answer accepted(Attempt attempt, HttpHeaders head, GcsExchange.Body body)
      throws StoreException {
    Long length = head.getContentLength();
    OptionalLong stored =
        GcsMapping.number(head.getFirstHeaderStringValue("x-goog-stored-content-length"));
    boolean whole = head.getContentRange() == null;
    if (length == null || (whole && stored.isPresent() && stored.getAsLong() != length)) {
      throw new StoreException(
          attempt
              + ": the answer is not of the stored length: something on the way decompresses it;"
              + " check proxies");
    }
    if (head.getFirstHeaderStringValue("x-goog-generation") == null) {
      throw new StoreException(attempt + ": the answer names no x-goog-generation");
    }
    return new RangedReader.Answer(
        body,
        body::abort,
        head.getContentRange(),
        length,
        size -> GcsMapping.stat(key, size, head));
  }

  @Override
  public ObjectStat stat(Optional<String> etag) throws IOException {
    return GcsRequests.stat(calls, uri, key, etag);
  }

  @Override
  public IOException failed(Object what, Exception failure) {
    return calls.failures().failed(what, failure);
  }
}
