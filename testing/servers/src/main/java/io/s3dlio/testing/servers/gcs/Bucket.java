package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;
import org.jspecify.annotations.Nullable;

/**
 * One bucket without versioning. Its lock makes each condition and the write that depends on it one
 * step, as the page "Consistency" promises; readers take no lock and see whole objects.
 */
final class Bucket {

  /** How a page of names is ordered: by their bytes in UTF-8 ("Objects: list"). */
  static int compareNames(String left, String right) {
    int shorter = Math.min(left.length(), right.length());
    for (int i = 0; i < shorter; i++) {
      char a = left.charAt(i);
      char b = right.charAt(i);
      if (a != b) {
        // Surrogates stand for code points above every other char.
        boolean high = Character.isSurrogate(a);
        return high == Character.isSurrogate(b) ? Character.compare(a, b) : high ? 1 : -1;
      }
    }
    return Integer.compare(left.length(), right.length());
  }

  /** What a write stores. */
  record Version(Content content, Attributes attributes, int components) {}

  /** Makes what a write stores, under the bucket's lock. */
  @FunctionalInterface
  interface Source {
    Version version() throws Refusal;
  }

  private final String name;
  private final String project;
  private final Space space;
  private final Instant created = Instant.now().truncatedTo(ChronoUnit.MILLIS);
  private final ConcurrentSkipListMap<String, StoredObject> objects =
      new ConcurrentSkipListMap<>(Bucket::compareNames);
  private long lastGeneration;

  Bucket(String name, String project, Space space) {
    this.name = name;
    this.project = project;
    this.space = space;
  }

  String name() {
    return name;
  }

  /** Whose it is. */
  String project() {
    return project;
  }

  NavigableMap<String, StoredObject> objects() {
    return objects;
  }

  /** The live version, which must be {@code generation} when that is given. */
  StoredObject find(String object, Optional<Long> generation) throws Refusal {
    return live(object)
        .filter(live -> generation.map(wanted -> wanted == live.generation()).orElse(true))
        .orElseThrow(() -> Refusal.noSuchObject(name, object));
  }

  private Optional<StoredObject> live(String object) {
    return Optional.ofNullable(objects.get(object));
  }

  /** Stores a new generation if the conditions hold. */
  synchronized StoredObject write(String object, Preconditions conditions, Source source)
      throws Refusal {
    checkName(object);
    conditions.checkWrite(live(object));
    Version version = source.version();
    Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    space.take(version.content().length());
    StoredObject stored =
        new StoredObject(
            name,
            object,
            nextGeneration(),
            1,
            version.content(),
            version.attributes(),
            version.components(),
            now,
            now);
    release(objects.put(object, stored));
    return stored;
  }

  /** Replaces the attributes of the live version if the conditions hold. */
  synchronized StoredObject patch(
      String object,
      Optional<Long> generation,
      Preconditions conditions,
      Map<String, Object> changes,
      boolean merge)
      throws Refusal {
    StoredObject live = find(object, generation);
    conditions.checkWrite(Optional.of(live));
    Attributes next = merge ? live.attributes().patched(changes) : Attributes.of(changes);
    StoredObject stored = live.patched(next, Instant.now().truncatedTo(ChronoUnit.MILLIS));
    objects.put(object, stored);
    return stored;
  }

  /** Removes the live version if the conditions hold. */
  synchronized void delete(String object, Optional<Long> generation, Preconditions conditions)
      throws Refusal {
    conditions.checkWrite(Optional.of(find(object, generation)));
    release(objects.remove(object));
  }

  /** Gives the space of every object back; for a bucket that goes. */
  synchronized void clear() {
    for (Iterator<StoredObject> all = objects.values().iterator(); all.hasNext(); ) {
      release(all.next());
      all.remove();
    }
  }

  private void release(@Nullable StoredObject gone) {
    if (gone != null) {
      space.giveBack(gone.content().length());
    }
  }

  /** Generations are microseconds, as Google's look, and never come twice. */
  private long nextGeneration() {
    Instant now = Instant.now();
    long micros = now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000;
    lastGeneration = Math.max(lastGeneration + 1, micros);
    return lastGeneration;
  }

  /** "Object naming": 1 to 1,024 bytes of UTF-8, no line end, neither {@code .} nor {@code ..}. */
  private static void checkName(String object) throws Refusal {
    int length = object.getBytes(UTF_8).length;
    if (length < 1
        || length > 1024
        || object.contains("\r")
        || object.contains("\n")
        || object.equals(".")
        || object.equals("..")) {
      throw Refusal.invalid("Invalid object name: '" + object + "'");
    }
  }

  /** The resource of the page "Buckets". */
  Map<String, Object> resource(String endpoint) {
    Map<String, Object> resource = new LinkedHashMap<>();
    resource.put("kind", "storage#bucket");
    resource.put("id", name);
    resource.put("selfLink", endpoint + "/storage/v1/b/" + name);
    resource.put("name", name);
    resource.put("projectNumber", "1");
    resource.put("metageneration", "1");
    resource.put("location", "US");
    resource.put("locationType", "multi-region");
    resource.put("storageClass", "STANDARD");
    resource.put("etag", "CAE=");
    resource.put("timeCreated", created.toString());
    resource.put("updated", created.toString());
    return resource;
  }
}
