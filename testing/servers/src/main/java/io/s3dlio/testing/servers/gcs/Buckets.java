package io.s3dlio.testing.servers.gcs;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/** All buckets of the fake, those of other projects among them; the page "Buckets". */
final class Buckets {
  private final Space space;
  private final String project;
  private final ConcurrentSkipListMap<String, Bucket> buckets =
      new ConcurrentSkipListMap<>(Bucket::compareNames);

  /**
   * @param project whose buckets callers may use
   */
  Buckets(String project, Space space) {
    this.project = project;
    this.space = space;
  }

  /** Makes a bucket, whoever calls; one that exists stays as it is. */
  void make(String name, String owner) {
    buckets.computeIfAbsent(name, missing -> new Bucket(missing, owner, space));
  }

  /** The bucket, if it is there and of this project. */
  Bucket find(String name) throws Refusal {
    Bucket bucket = buckets.get(name);
    if (bucket == null) {
      throw new Refusal(404, "notFound", "The specified bucket does not exist.");
    }
    if (!bucket.project().equals(project)) {
      throw new Refusal(
          403,
          "forbidden",
          "The caller does not have storage.objects access to the Google Cloud Storage bucket "
              + name
              + ". Permission denied on resource (or it may not exist).");
    }
    return bucket;
  }

  /** "Buckets: insert". Names are one space for all projects. */
  Answer insert(Call call, String endpoint) throws Refusal {
    call.takes("project", "predefinedAcl", "predefinedDefaultObjectAcl");
    requireProject(call);
    String name = String.valueOf(call.json().getOrDefault("name", ""));
    if (!name.matches("[a-z0-9][a-z0-9._-]{1,220}[a-z0-9]") || name.startsWith("goog")) {
      throw Refusal.invalid("Invalid bucket name: '" + name + "'");
    }
    Bucket made = new Bucket(name, project, space);
    Bucket before = buckets.putIfAbsent(name, made);
    if (before != null) {
      throw new Refusal(
          409,
          "conflict",
          before.project().equals(project)
              ? "Your previous request to create the named bucket succeeded and you already own it."
              : "The requested bucket name is not available. The bucket namespace is shared by all"
                  + " users of the system. Please select a different name and try again.");
    }
    return Answer.json(200, made.resource(endpoint));
  }

  /** "Buckets: list", in pages. */
  Answer list(Call call, String endpoint) throws Refusal {
    call.takes("project", "prefix", "maxResults", "pageToken");
    requireProject(call);
    String prefix = call.query("prefix").orElse("");
    long most = Math.max(1, Math.min(1_000, call.number("maxResults").orElse(1_000L)));
    List<Map<String, Object>> items = new ArrayList<>();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("kind", "storage#buckets");
    String last = call.query("pageToken").orElse("");
    for (Bucket bucket : buckets.tailMap(last, false).values()) {
      if (!bucket.project().equals(project) || !bucket.name().startsWith(prefix)) {
        continue;
      }
      if (items.size() == most) {
        page.put("nextPageToken", last);
        break;
      }
      items.add(bucket.resource(endpoint));
      last = bucket.name();
    }
    if (!items.isEmpty()) {
      page.put("items", items);
    }
    return Answer.json(200, page);
  }

  /** "Buckets: delete": an empty bucket only. */
  Answer delete(Call call, String name) throws Refusal {
    call.takes();
    Bucket bucket = find(name);
    if (!bucket.objects().isEmpty()) {
      throw new Refusal(409, "conflict", "The bucket you tried to delete is not empty.");
    }
    buckets.remove(name, bucket);
    return Answer.empty(204);
  }

  /** Forgets everything. */
  void clear() {
    buckets.values().forEach(Bucket::clear);
    buckets.clear();
  }

  private void requireProject(Call call) throws Refusal {
    Optional<String> named = call.query("project");
    if (named.isEmpty()) {
      throw new Refusal(400, "required", "Required parameter: project");
    }
    if (!named.get().equals(project)) {
      throw new Refusal(
          403, "forbidden", "The caller has no access to the project " + named.get() + ".");
    }
  }
}
