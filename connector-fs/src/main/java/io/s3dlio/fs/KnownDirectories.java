package io.s3dlio.fs;

import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentNavigableMap;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * A bounded, thread-safe memory of keys that were seen to be directories, or at least not files, a
 * short while ago; it saves create the question whether an ancestor is a file.
 *
 * <p>What this FileSystem itself changes is forgotten at once; what others change is noticed when
 * the memory lapses.
 */
final class KnownDirectories {

  private static final int MOST = 10_000;

  private final ConcurrentNavigableMap<String, Long> lapses = new ConcurrentSkipListMap<>();
  private final Clock clock;
  private final long memoryMillis;

  KnownDirectories(Clock clock, Duration memory) {
    this.clock = clock;
    this.memoryMillis = memory.toMillis();
  }

  /** Whether this key needs no look; the root never does. */
  boolean isKnown(String key) {
    Long lapse = lapses.get(key);
    return key.isEmpty() || (lapse != null && clock.millis() < lapse);
  }

  /** The key was seen just now, and so were all its ancestors. */
  void seen(String key) {
    if (memoryMillis == 0) {
      return;
    }
    if (lapses.size() >= MOST) {
      makeRoom();
    }
    long lapse = clock.millis() + memoryMillis;
    for (String k = key; !k.isEmpty(); k = StorePaths.parent(k)) {
      lapses.put(k, lapse);
    }
  }

  /** The key and everything below it may be anything now. */
  void forget(String key) {
    if (key.isEmpty()) {
      lapses.clear();
      return;
    }
    lapses.remove(key);
    // '0' follows '/', so this is every key that begins with key/.
    lapses.subMap(key + "/", key + "0").clear();
  }

  private void makeRoom() {
    long now = clock.millis();
    lapses.entrySet().removeIf((Map.Entry<String, Long> entry) -> entry.getValue() <= now);
    if (lapses.size() >= MOST) {
      lapses.clear();
    }
  }
}
