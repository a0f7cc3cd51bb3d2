package io.s3dlio.testing.servers;

/** The names of S3's operations, told from method, path and query. */
final class S3Operations {
  private S3Operations() {}

  static String name(RecordedRequest request) {
    if (request.path().equals("/")) {
      return request.method().equals("GET") ? "ListBuckets" : request.method();
    }
    return request.key().isEmpty() ? ofBucket(request) : ofObject(request);
  }

  private static String ofBucket(RecordedRequest request) {
    return switch (request.method()) {
      case "HEAD" -> "HeadBucket";
      case "PUT" -> "CreateBucket";
      case "DELETE" -> "DeleteBucket";
      case "POST" -> request.has("delete") ? "DeleteObjects" : "POST bucket";
      case "GET" -> {
        if (request.has("uploads")) {
          yield "ListMultipartUploads";
        }
        if (request.has("location")) {
          yield "GetBucketLocation";
        }
        yield request.has("list-type") ? "ListObjectsV2" : "ListObjects";
      }
      default -> request.method();
    };
  }

  private static String ofObject(RecordedRequest request) {
    boolean upload = request.has("uploadId");
    boolean copy = request.header("x-amz-copy-source").isPresent();
    return switch (request.method()) {
      case "HEAD" -> "HeadObject";
      case "GET" -> upload ? "ListParts" : "GetObject";
      case "DELETE" -> upload ? "AbortMultipartUpload" : "DeleteObject";
      case "POST" ->
          request.has("uploads")
              ? "CreateMultipartUpload"
              : upload ? "CompleteMultipartUpload" : "POST object";
      case "PUT" ->
          upload ? (copy ? "UploadPartCopy" : "UploadPart") : copy ? "CopyObject" : "PutObject";
      default -> request.method();
    };
  }
}
