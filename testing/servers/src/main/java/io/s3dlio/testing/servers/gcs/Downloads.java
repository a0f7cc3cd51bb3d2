package io.s3dlio.testing.servers.gcs;

import static java.time.format.DateTimeFormatter.RFC_1123_DATE_TIME;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;

/** "Objects: get" with {@code alt=media}: bytes, ranges, and what the headers say of the object. */
final class Downloads {
  private static final Pattern RANGE = Pattern.compile("bytes=(\\d{0,18})-(\\d{0,18})");

  private Downloads() {}

  static Answer answer(StoredObject object, Call call) throws Refusal {
    if (isDecompressed(object, call)) {
      return decompressed(object);
    }
    long size = object.content().length();
    Matcher range = RANGE.matcher(call.header("range").orElse(""));
    // A header that is no single range counts as none ("Request headers", Range).
    if (!range.matches() || (range.group(1).isEmpty() && range.group(2).isEmpty())) {
      return new Answer(200, headers(object), object.content());
    }
    boolean suffix = range.group(1).isEmpty();
    long start =
        suffix
            ? Math.max(0, size - Long.parseLong(range.group(2)))
            : Long.parseLong(range.group(1));
    long last =
        suffix || range.group(2).isEmpty()
            ? size - 1
            : Math.min(size - 1, Long.parseLong(range.group(2)));
    if (start >= size) {
      throw new Refusal(
          416, "requestedRangeNotSatisfiable", "The requested range cannot be satisfied.");
    }
    if (last < start) {
      return new Answer(200, headers(object), object.content());
    }
    return new Answer(206, headers(object), object.content().slice(start, last + 1))
        .with("Content-Range", "bytes " + start + "-" + last + "/" + size);
  }

  /** "Transcoding of gzip-compressed files": unless the caller takes gzip or the object forbids. */
  private static boolean isDecompressed(StoredObject object, Call call) {
    return object.attributes().field("contentEncoding").orElse("").equals("gzip")
        && !call.header("accept-encoding").orElse("").contains("gzip")
        && !object.attributes().field("cacheControl").orElse("").contains("no-transform");
  }

  /** The whole object whatever the range: "the Range header is silently ignored". */
  private static Answer decompressed(StoredObject object) throws Refusal {
    Map<String, String> headers = new LinkedHashMap<>(headers(object));
    headers.remove("Content-Encoding");
    headers.put("Warning", "214 UploadServer gunzipped");
    try (GZIPInputStream plain =
        new GZIPInputStream(new ByteArrayInputStream(object.content().toByteArray()))) {
      return new Answer(200, headers, Content.of(plain.readNBytes(HttpFront.LARGEST_BODY)));
    } catch (IOException e) {
      throw new Refusal(503, "backendError", "Not gzip, whatever its contentEncoding says");
    }
  }

  /**
   * The headers of the page "HTTP headers and common query string parameters"; the user's own
   * metadata come as headers in the XML interface alone.
   */
  private static Map<String, String> headers(StoredObject object) {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", object.contentType());
    headers.put("ETag", object.etag());
    headers.put(
        "Last-Modified", RFC_1123_DATE_TIME.format(object.updated().atOffset(ZoneOffset.UTC)));
    headers.put("X-Goog-Generation", Long.toString(object.generation()));
    headers.put("X-Goog-Metageneration", Long.toString(object.metageneration()));
    headers.put("X-Goog-Storage-Class", "STANDARD");
    headers.put(
        "X-Goog-Hash",
        "crc32c="
            + object.content().crc32c()
            + (object.hasMd5() ? ",md5=" + object.content().md5() : ""));
    headers.put("X-Goog-Stored-Content-Length", Long.toString(object.content().length()));
    headers.put(
        "X-Goog-Stored-Content-Encoding",
        object.attributes().field("contentEncoding").orElse("identity"));
    putAttribute(object, "contentEncoding", "Content-Encoding", headers);
    putAttribute(object, "contentDisposition", "Content-Disposition", headers);
    putAttribute(object, "contentLanguage", "Content-Language", headers);
    putAttribute(object, "cacheControl", "Cache-Control", headers);
    return headers;
  }

  private static void putAttribute(
      StoredObject object, String field, String header, Map<String, String> headers) {
    object.attributes().field(field).ifPresent(value -> headers.put(header, value));
  }
}
