package io.s3dlio.store.s3;

import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Operation;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.http.Attempt;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.EncodingType;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsRequest;
import software.amazon.awssdk.services.s3.model.ListMultipartUploadsResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Pages of keys and of unfinished uploads; keys that we would refuse to write are shown as well.
 */
final class S3Listing {

  private static final int MAX_KEYS = 1000;

  /** Stands between the two markers of a page of uploads; no key holds it. */
  private static final char BETWEEN = '\n';

  /** A prefix that no legal key has; servers on file systems answer it with an error. */
  private static final Pattern IMPOSSIBLE = Pattern.compile("^/|//|(^|/)\\.{1,2}/");

  private final ObjectUri root;
  private final S3Calls calls;

  S3Listing(ObjectUri root, S3Calls calls) {
    this.root = root;
    this.calls = calls;
  }

  ListPage list(ListQuery query) throws IOException {
    if (IMPOSSIBLE.matcher(query.prefix()).find()) {
      return new ListPage(List.of(), List.of(), Optional.empty());
    }
    ListObjectsV2Request request =
        ListObjectsV2Request.builder()
            .bucket(root.authority())
            .prefix(query.prefix())
            .delimiter(query.recursive() ? null : "/")
            .startAfter(query.next().isPresent() ? null : query.startAfter().orElse(null))
            .continuationToken(query.next().orElse(null))
            .maxKeys(Math.min(query.maxKeys(), MAX_KEYS))
            // Keys of other writers may hold characters that XML does not carry.
            .encodingType(EncodingType.URL)
            .build();
    ListObjectsV2Response answer =
        calls.call(
            Attempt.of(Operation.LIST, root.resolve(query.prefix()), ""),
            client -> client.listObjectsV2(request));
    boolean more = Boolean.TRUE.equals(answer.isTruncated());
    return new ListPage(
        answer.contents().stream().map(S3Listing::stat).toList(),
        answer.commonPrefixes().stream().map(CommonPrefix::prefix).distinct().toList(),
        more ? Optional.ofNullable(answer.nextContinuationToken()) : Optional.empty());
  }

  private static ObjectStat stat(S3Object object) {
    Long size = object.size();
    Instant modified = object.lastModified();
    String etag = S3Mapping.etag(object.eTag());
    long bytes = size == null ? 0 : size;
    return modified == null
        ? ObjectStat.of(object.key(), bytes, etag)
        : ObjectStat.of(object.key(), bytes, etag, modified);
  }

  UploadPage uploads(UploadQuery query) throws IOException {
    String[] markers = query.next().orElse("").split(String.valueOf(BETWEEN), 2);
    ListMultipartUploadsRequest request =
        ListMultipartUploadsRequest.builder()
            .bucket(root.authority())
            .prefix(query.prefix())
            .keyMarker(query.next().isPresent() ? markers[0] : null)
            .uploadIdMarker(markers.length > 1 ? markers[1] : null)
            .maxUploads(Math.min(query.maxUploads(), MAX_KEYS))
            .encodingType(EncodingType.URL)
            .build();
    ListMultipartUploadsResponse answer =
        calls.call(
            Attempt.of(Operation.LIST_UPLOADS, root.resolve(query.prefix()), ""),
            client -> client.listMultipartUploads(request));
    List<UploadPage.PendingUpload> uploads = answer.uploads().stream().map(this::pending).toList();
    boolean more = Boolean.TRUE.equals(answer.isTruncated());
    String next = answer.nextKeyMarker() + BETWEEN + answer.nextUploadIdMarker();
    return new UploadPage(uploads, more ? Optional.of(next) : Optional.empty());
  }

  private UploadPage.PendingUpload pending(MultipartUpload upload) {
    Instant started = upload.initiated();
    return new UploadPage.PendingUpload(
        new UploadToken(root, upload.key(), upload.uploadId(), PutOptions.none()),
        started == null ? Instant.EPOCH : started);
  }
}
