package io.s3dlio.store.s3;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.RangedReader;
import java.io.IOException;
import java.util.Optional;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** How S3 is asked for ranges of one object. */
final class S3Reader implements RangedReader.Requests {

  private final S3Calls calls;
  private final ObjectUri uri;
  private final String key;

  private S3Reader(S3Calls calls, ObjectUri uri, String key) {
    this.calls = calls;
    this.uri = uri;
    this.key = key;
  }

  static ObjectReader open(S3Calls calls, ObjectUri uri, String key, ReadHints hints) {
    return new RangedReader(new S3Reader(calls, uri, key), uri, key, hints);
  }

  @Override
  public boolean hasSuffixRanges() {
    return true;
  }

  @Override
  public RangedReader.Answer get(Attempt attempt, ByteRange range, Optional<String> etag)
      throws IOException {
    GetObjectRequest request =
        GetObjectRequest.builder()
            .bucket(uri.authority())
            .key(key)
            .range(RangedReader.header(range).orElse(null))
            .ifMatch(etag.map(S3Mapping::quoted).orElse(null))
            .build();
    return calls.call(attempt, client -> client.getObject(request, new Opening()));
  }

  @Override
  public ObjectStat stat(Optional<String> etag) throws IOException {
    return S3Requests.head(calls, uri, key, etag);
  }

  @Override
  public IOException failed(Object what, Exception failure) {
    return calls.failures().failed(what, failure);
  }

  private final class Opening
      implements ResponseTransformer<GetObjectResponse, RangedReader.Answer> {
    @Override
    public RangedReader.Answer transform(GetObjectResponse head, AbortableInputStream body) {
      return new RangedReader.Answer(
          body,
          body::abort,
          head.contentRange(),
          head.contentLength(),
          size -> S3Mapping.stat(key, size, head));
    }

    @Override
    public boolean needsConnectionLeftOpen() {
      return true;
    }
  }
}
