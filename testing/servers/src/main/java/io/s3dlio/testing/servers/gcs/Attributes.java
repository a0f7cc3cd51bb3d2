package io.s3dlio.testing.servers.gcs;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The fields of an object that its owner may write ("Objects", writable fields).
 *
 * @param fields of fixed names, {@code contentType} for example
 * @param custom the user's own, of any name
 */
record Attributes(Map<String, String> fields, Map<String, String> custom) {
  private static final Set<String> WRITABLE =
      Set.of(
          "contentType",
          "contentEncoding",
          "contentDisposition",
          "contentLanguage",
          "cacheControl",
          "customTime");

  /** Clients send these back as they got them; the service goes by what it knows itself. */
  private static final Set<String> OUTPUT_ONLY =
      Set.of(
          "kind",
          "id",
          "selfLink",
          "mediaLink",
          "name",
          "bucket",
          "generation",
          "metageneration",
          "size",
          "crc32c",
          "md5Hash",
          "etag",
          "storageClass",
          "componentCount",
          "timeCreated",
          "updated",
          "timeFinalized",
          "timeStorageClassUpdated");

  Attributes {
    fields = Map.copyOf(fields);
    custom = Map.copyOf(custom);
  }

  static Attributes of(Map<String, Object> resource) throws Refusal {
    return new Attributes(Map.of(), Map.of()).patched(resource);
  }

  /** "Patch": a field that is not named stays, one that is null goes. */
  Attributes patched(Map<String, Object> patch) throws Refusal {
    Map<String, String> nextFields = new TreeMap<>(fields);
    Map<String, String> nextCustom = new TreeMap<>(custom);
    for (Map.Entry<String, Object> field : patch.entrySet()) {
      if (WRITABLE.contains(field.getKey())) {
        set(nextFields, field.getKey(), field.getValue());
      } else if (field.getKey().equals("metadata")) {
        if (field.getValue() == Json.NULL) {
          nextCustom.clear();
        }
        Json.asObject(field.getValue()).forEach((name, value) -> set(nextCustom, name, value));
      } else if (!OUTPUT_ONLY.contains(field.getKey()) && field.getValue() != Json.NULL) {
        throw Refusal.unknownHere("the field " + field.getKey() + " of an object");
      }
    }
    return new Attributes(nextFields, nextCustom);
  }

  private static void set(Map<String, String> map, String name, Object value) {
    if (value == Json.NULL) {
      map.remove(name);
    } else {
      map.put(name, String.valueOf(value));
    }
  }

  Optional<String> field(String name) {
    return Optional.ofNullable(fields.get(name));
  }

  /** These, with one field replaced where a value is given. */
  Attributes with(String name, Optional<String> value) {
    if (value.isEmpty()) {
      return this;
    }
    Map<String, String> next = new TreeMap<>(fields);
    next.put(name, value.get());
    return new Attributes(next, custom);
  }

  /** Whether there is anything to store. */
  boolean isEmpty() {
    return fields.isEmpty() && custom.isEmpty();
  }
}
