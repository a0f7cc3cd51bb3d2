package io.s3dlio.testing.servers.gcs;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** "Objects: compose": one object of up to 32 of its bucket, in the order they are named. */
final class Composes {
  private static final int MOST_SOURCES = 32;

  private Composes() {}

  static Answer answer(Bucket bucket, String name, Call call, String endpoint) throws Refusal {
    call.takes("ifGenerationMatch", "ifMetagenerationMatch");
    Map<String, Object> request = call.json();
    if (!(request.get("sourceObjects") instanceof List<?> sources) || sources.isEmpty()) {
      throw new Refusal(400, "required", "You must provide at least one source component.");
    }
    if (sources.size() > MOST_SOURCES) {
      throw Refusal.invalid(
          "The number of source components provided ("
              + sources.size()
              + ") exceeds the maximum ("
              + MOST_SOURCES
              + ")");
    }
    Attributes attributes =
        Attributes.of(Json.asObject(request.getOrDefault("destination", Json.NULL)));
    StoredObject composed =
        bucket.write(name, Preconditions.of(call, "if"), () -> joined(bucket, sources, attributes));
    return Uploads.stored(composed, endpoint);
  }

  private static Bucket.Version joined(Bucket bucket, List<?> sources, Attributes attributes)
      throws Refusal {
    List<Content> contents = new ArrayList<>();
    int components = 0;
    for (Object source : sources) {
      StoredObject part = source(bucket, Json.asObject(source));
      contents.add(part.content());
      components += Math.max(1, part.components());
    }
    return new Bucket.Version(Content.join(contents), attributes, components);
  }

  private static StoredObject source(Bucket bucket, Map<String, Object> source) throws Refusal {
    String name = String.valueOf(source.getOrDefault("name", ""));
    StoredObject part = bucket.find(name, number(source, "generation"));
    Map<String, Object> conditions =
        Json.asObject(source.getOrDefault("objectPreconditions", Json.NULL));
    Optional<Long> wanted = number(conditions, "ifGenerationMatch");
    if (wanted.isPresent() && wanted.get() != part.generation()) {
      throw Refusal.conditionNotMet();
    }
    return part;
  }

  /** 64-bit numbers come as strings or as numbers. */
  private static Optional<Long> number(Map<String, Object> object, String name) throws Refusal {
    Object value = object.getOrDefault(name, Json.NULL);
    if (value == Json.NULL) {
      return Optional.empty();
    }
    if (!value.toString().matches("\\d{1,18}")) {
      throw Refusal.invalid("Invalid value for " + name + ": " + value);
    }
    return Optional.of(Long.valueOf(value.toString()));
  }
}
