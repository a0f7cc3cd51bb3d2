package io.s3dlio.testing.servers.gcs;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * "Objects: insert" in its three forms: the bytes alone, metadata and bytes in one body, and a
 * session whose bytes come later ({@link ResumableUploads}).
 */
final class Uploads {

  /**
   * What an upload said before its bytes.
   *
   * @param resource the object resource as sent
   */
  record Intent(
      Bucket bucket, String name, Preconditions conditions, Map<String, Object> resource) {

    /** Stores the bytes; the conditions are judged now, with the write. */
    StoredObject store(Content content) throws Refusal {
      verify("crc32c", content::crc32c);
      verify("md5Hash", content::md5);
      Attributes attributes = Attributes.of(resource);
      return bucket.write(name, conditions, () -> new Bucket.Version(content, attributes, 0));
    }

    /** "Hashes and ETags": a sum sent along is compared before anything is stored. */
    private void verify(String field, Supplier<String> computed) throws Refusal {
      Object sent = resource.get(field);
      if (sent != null && sent != Json.NULL && !sent.equals(computed.get())) {
        throw Refusal.invalid(
            "Provided "
                + field
                + " \""
                + sent
                + "\" doesn't match calculated "
                + field
                + " \""
                + computed.get()
                + "\".");
      }
    }
  }

  private final Buckets buckets;
  private final ResumableUploads sessions;

  Uploads(Buckets buckets, ResumableUploads sessions) {
    this.buckets = buckets;
    this.sessions = sessions;
  }

  /** A call below {@code /upload}. */
  Answer answer(Call call, String bucket, String endpoint) throws Refusal {
    if (call.query("upload_id").isPresent()) {
      return sessions.resume(call, endpoint);
    }
    call.takes(
        "name",
        "contentEncoding",
        "ifGenerationMatch",
        "ifGenerationNotMatch",
        "ifMetagenerationMatch",
        "ifMetagenerationNotMatch");
    Bucket target = buckets.find(bucket);
    return switch (call.query("uploadType").orElse("")) {
      case "media" -> {
        Map<String, Object> resource =
            call.header("content-type").isPresent()
                ? Map.of("contentType", call.header("content-type").get())
                : Map.of();
        yield stored(intent(target, call, resource).store(call.body()), endpoint);
      }
      case "multipart" -> {
        List<MimeParts.Part> parts = MimeParts.of(call);
        if (parts.size() != 2) {
          throw Refusal.invalid("A multipart upload has two parts: metadata and bytes");
        }
        Map<String, Object> resource = Call.json(parts.get(0).body().text());
        yield stored(
            intent(target, call, withType(resource, parts.get(1).headers().get("content-type")))
                .store(parts.get(1).body()),
            endpoint);
      }
      case "resumable" ->
          sessions.start(
              intent(
                  target, call, withType(call.json(), call.headers().get("x-upload-content-type"))),
              call,
              endpoint);
      default -> throw Refusal.invalid("Unknown uploadType");
    };
  }

  static Answer stored(StoredObject object, String endpoint) {
    return Answer.json(200, object.resource(endpoint)).with("ETag", object.etag());
  }

  private static Map<String, Object> withType(Map<String, Object> resource, @Nullable String type) {
    if (type == null || resource.containsKey("contentType")) {
      return resource;
    }
    Map<String, Object> more = new LinkedHashMap<>(resource);
    more.put("contentType", type);
    return more;
  }

  private static Intent intent(Bucket bucket, Call call, Map<String, Object> resource)
      throws Refusal {
    Object inBody = resource.get("name");
    Optional<String> name =
        call.query("name").or(() -> Optional.ofNullable(inBody).map(String::valueOf));
    if (name.isEmpty()) {
      throw new Refusal(400, "required", "Required parameter: name");
    }
    Map<String, Object> complete = new LinkedHashMap<>(resource);
    call.query("contentEncoding").ifPresent(value -> complete.put("contentEncoding", value));
    Attributes.of(complete);
    return new Intent(bucket, name.get(), Preconditions.of(call, "if"), complete);
  }
}
