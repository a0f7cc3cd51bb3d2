package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import org.jspecify.annotations.Nullable;

/** One page of names, after the page "Objects: list". */
final class Listing {
  /** "The recommended upper value is 1000": no page is longer. */
  private static final long LONGEST = 1_000;

  /** Sorts behind every name that begins like the one it is appended to. */
  private static final String LAST = new String(Character.toChars(Character.MAX_CODE_POINT));

  private final String prefix;
  private final String delimiter;
  private final boolean withMarkers;
  private final long most;
  private final String endOffset;
  private final List<StoredObject> items = new ArrayList<>();
  private final List<String> prefixes = new ArrayList<>();
  private final NavigableMap<String, StoredObject> objects;

  /** Where to go on: at this name, or behind it when it is done. */
  private String cursor;

  private boolean done;

  private Listing(Bucket bucket, Call call) throws Refusal {
    prefix = call.query("prefix").orElse("");
    delimiter = call.query("delimiter").orElse("");
    withMarkers = call.query("includeTrailingDelimiter").orElse("false").equals("true");
    most = Math.max(1, Math.min(LONGEST, call.number("maxResults").orElse(LONGEST)));
    endOffset = call.query("endOffset").orElse("");
    objects = bucket.objects();
    cursor = prefix;
    advance(call.query("startOffset").orElse(""), false);
    if (call.query("pageToken").isPresent()) {
      advance(decoded(call.query("pageToken").get()), true);
    }
  }

  /** The answer to a list request. */
  static Answer answer(Bucket bucket, Call call, String endpoint) throws Refusal {
    call.takes(
        "prefix",
        "delimiter",
        "includeTrailingDelimiter",
        "maxResults",
        "pageToken",
        "startOffset",
        "endOffset");
    Listing listing = new Listing(bucket, call);
    boolean more = listing.fill();
    Map<String, Object> page = new LinkedHashMap<>();
    page.put("kind", "storage#objects");
    if (more) {
      page.put(
          "nextPageToken", Base64.getUrlEncoder().encodeToString(listing.cursor.getBytes(UTF_8)));
    }
    // Lists without members are left out, as Google does.
    if (!listing.prefixes.isEmpty()) {
      page.put("prefixes", listing.prefixes);
    }
    if (!listing.items.isEmpty()) {
      page.put("items", listing.items.stream().map(item -> item.resource(endpoint)).toList());
    }
    return Answer.json(200, page);
  }

  /** Fills the page; whether anything is left for another one. */
  private boolean fill() {
    for (Map.Entry<String, StoredObject> next = next();
        next != null && isInRange(next.getKey());
        next = next()) {
      if (items.size() + prefixes.size() >= most) {
        return true;
      }
      add(next.getKey(), next.getValue());
    }
    return false;
  }

  private Map.@Nullable Entry<String, StoredObject> next() {
    return done ? objects.higherEntry(cursor) : objects.ceilingEntry(cursor);
  }

  private boolean isInRange(String name) {
    return name.startsWith(prefix)
        && (endOffset.isEmpty() || Bucket.compareNames(name, endOffset) < 0);
  }

  private void add(String name, StoredObject object) {
    int cut = delimiter.isEmpty() ? -1 : name.indexOf(delimiter, prefix.length());
    if (cut < 0) {
      items.add(object);
      advance(name, true);
      return;
    }
    String common = name.substring(0, cut + delimiter.length());
    prefixes.add(common);
    // The marker, if there is one, is the first name below its prefix.
    if (withMarkers && name.equals(common)) {
      items.add(object);
    }
    advance(common + LAST, true);
  }

  /** Never backwards: a start below the prefix changes nothing. */
  private void advance(String name, boolean past) {
    int order = Bucket.compareNames(name, cursor);
    if (order >= 0) {
      done = past || (done && order == 0);
      cursor = name;
    }
  }

  private static String decoded(String token) throws Refusal {
    try {
      return new String(Base64.getUrlDecoder().decode(token), UTF_8);
    } catch (IllegalArgumentException e) {
      throw Refusal.invalid("Invalid page token");
    }
  }
}
