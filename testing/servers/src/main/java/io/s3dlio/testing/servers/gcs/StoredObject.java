package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/**
 * The live version of one object.
 *
 * @param components of a composed object; 0 for one that was uploaded
 * @param created when this generation came to be, to the millisecond
 * @param updated when its attributes last changed
 */
record StoredObject(
    String bucket,
    String name,
    long generation,
    long metageneration,
    Content content,
    Attributes attributes,
    int components,
    Instant created,
    Instant updated) {

  /** The same bytes under the next metageneration. */
  StoredObject patched(Attributes next, Instant now) {
    return new StoredObject(
        bucket, name, generation, metageneration + 1, content, next, components, created, now);
  }

  String etag() {
    return Base64.getEncoder().encodeToString((generation + "/" + metageneration).getBytes(UTF_8));
  }

  /** What the service calls it when nobody named a type ("Objects", field contentType). */
  String contentType() {
    return attributes.field("contentType").orElse("application/octet-stream");
  }

  /** Whether the service keeps an MD5 sum: composed objects have none ("Composite objects"). */
  boolean hasMd5() {
    return components == 0;
  }

  /** The resource of the page "Objects"; 64-bit numbers are strings. */
  Map<String, Object> resource(String endpoint) {
    String path = "b/" + bucket + "/o/" + URLEncoder.encode(name, UTF_8).replace("+", "%20");
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("kind", "storage#object");
    resource.put("id", bucket + "/" + name + "/" + generation);
    resource.put("selfLink", endpoint + "/storage/v1/" + path);
    resource.put("mediaLink", endpoint + "/download/storage/v1/" + path + "?alt=media");
    resource.put("name", name);
    resource.put("bucket", bucket);
    resource.put("generation", Long.toString(generation));
    resource.put("metageneration", Long.toString(metageneration));
    resource.put("storageClass", "STANDARD");
    resource.put("size", Long.toString(content.length()));
    resource.put("crc32c", content.crc32c());
    if (hasMd5()) {
      resource.put("md5Hash", content.md5());
    } else {
      resource.put("componentCount", components);
    }
    resource.put("etag", etag());
    resource.put("timeCreated", created.toString());
    resource.put("updated", updated.toString());
    resource.put("timeStorageClassUpdated", created.toString());
    resource.putAll(new TreeMap<>(attributes.fields()));
    resource.put("contentType", contentType());
    if (!attributes.custom().isEmpty()) {
      resource.put("metadata", new TreeMap<>(attributes.custom()));
    }
    return resource;
  }
}
