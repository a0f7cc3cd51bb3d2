package io.s3dlio.testing.servers;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The names of Google's methods, told from method, path and query.
 *
 * <p>Source: "Cloud Storage JSON API overview", whose methods are {@code objects.get} and so on.
 * Reading bytes is {@code objects.download} here, because it is another request than reading
 * metadata; {@code objects.insert} with a session is {@code objects.resume} after its first.
 */
final class GcsOperations {
  private static final Pattern PATH =
      Pattern.compile(
          "/(?:(upload|download|batch|resumable/upload)/)?storage/v1"
              + "(?:/b(?:/([^/]+)(?:/o(?:/([^/]+)(?:/([a-zA-Z]+).*)?)?)?)?)?/?");

  private GcsOperations() {}

  /** Whether a path is one of the JSON interface. */
  static boolean isPath(String path) {
    return PATH.matcher(path).matches();
  }

  /** The bucket of a path, still encoded; empty when it names none. */
  static String bucket(String path) {
    return group(path, 2);
  }

  /** The object of a request, still encoded; empty when neither path nor query names one. */
  static String key(RecordedRequest request) {
    String inPath = group(request.path(), 3);
    return inPath.isEmpty() && group(request.path(), 1).endsWith("upload")
        ? ("&" + request.query()).replaceFirst("^(?:.*&name=([^&]*).*|.*)$", "$1")
        : inPath;
  }

  private static String group(String path, int index) {
    Matcher matcher = PATH.matcher(path);
    return matcher.matches() && matcher.group(index) != null ? matcher.group(index) : "";
  }

  static String name(RecordedRequest request) {
    String path = request.path();
    if (group(path, 1).equals("batch")) {
      return "batch";
    }
    if (group(path, 1).endsWith("upload")) {
      return request.has("upload_id") ? "objects.resume" : "objects.insert";
    }
    if (!group(path, 3).isEmpty()) {
      return ofObject(request);
    }
    return path.endsWith("/o") ? "objects.list" : ofBucket(request);
  }

  private static String ofBucket(RecordedRequest request) {
    boolean one = !bucket(request.path()).isEmpty();
    return switch (request.method()) {
      case "GET" -> one ? "buckets.get" : "buckets.list";
      case "POST" -> "buckets.insert";
      case "DELETE" -> "buckets.delete";
      default -> request.method() + " bucket";
    };
  }

  private static String ofObject(RecordedRequest request) {
    String verb = group(request.path(), 4);
    if (!verb.isEmpty()) {
      // rewriteTo, copyTo and moveTo are called rewrite, copy and move.
      return "objects." + verb.replaceFirst("To$", "");
    }
    return switch (request.header("x-http-method-override").orElse(request.method())) {
      case "GET" ->
          group(request.path(), 1).equals("download") || request.has("alt=media")
              ? "objects.download"
              : "objects.get";
      case "DELETE" -> "objects.delete";
      case "PATCH" -> "objects.patch";
      case "PUT" -> "objects.update";
      default -> request.method() + " object";
    };
  }
}
