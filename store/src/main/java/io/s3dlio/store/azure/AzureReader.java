package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.RangedReader;
import java.io.IOException;
import java.util.Optional;

/** How Azure is asked for ranges of one object; it has none that count from the end. */
final class AzureReader implements RangedReader.Requests {

  private final AzureCalls calls;
  private final ObjectUri uri;
  private final String key;

  private AzureReader(AzureCalls calls, ObjectUri uri, String key) {
    this.calls = calls;
    this.uri = uri;
    this.key = key;
  }

  static ObjectReader open(AzureCalls calls, ObjectUri uri, String key, ReadHints hints) {
    return new RangedReader(new AzureReader(calls, uri, key), uri, key, hints);
  }

  @Override
  public boolean hasSuffixRanges() {
    return false;
  }

  @Override
  public RangedReader.Answer get(Attempt attempt, ByteRange range, Optional<String> etag)
      throws IOException {
    AzureAnswer answer = calls.get(attempt, key, range, etag);
    try {
      HttpHeaders headers = answer.getHeaders();
      AzureRequests.checkFlat(attempt, headers);
      String length = headers.getValue(HttpHeaderName.CONTENT_LENGTH);
      return new RangedReader.Answer(
          answer.stream(),
          answer.stream()::abort,
          headers.getValue(HttpHeaderName.CONTENT_RANGE),
          length == null ? null : Long.valueOf(length),
          size -> AzureMapping.stat(key, size, headers));
    } catch (IOException | RuntimeException e) {
      answer.close();
      throw e;
    }
  }

  @Override
  public ObjectStat stat(Optional<String> etag) throws IOException {
    return AzureRequests.head(calls, uri, key, etag);
  }

  @Override
  public IOException failed(Object what, Exception failure) {
    return calls.failures().failed(what, failure);
  }
}
