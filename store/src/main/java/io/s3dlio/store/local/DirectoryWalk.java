package io.s3dlio.store.local;

import io.s3dlio.store.Keys;
import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Goes through the keys below a prefix, directory by directory and sorted by name, with {@code /}
 * before every other character; for one thread.
 *
 * <p>Memory is bounded: of each directory on the way down at most a batch of names is held, and a
 * larger directory is read again for the next batch. What changes while it walks may be seen or
 * not. Symbolic links to directories are not entered: they are shown as markers.
 */
final class DirectoryWalk {

  private static final Logger LOG = LoggerFactory.getLogger(DirectoryWalk.class);

  /** Most names held of one directory. */
  static final int BATCH = 64 * 1024;

  /** One key, or one directory that is not entered. */
  record Entry(String key, boolean isPrefix, FileFacts facts) {}

  private final boolean recursive;
  private final int batch;
  private final AtomicBoolean warned;
  private final Deque<Level> levels = new ArrayDeque<>();
  private @Nullable Entry ahead;

  /**
   * A walk that begins after a place.
   *
   * @param after the last key or prefix that was seen, empty at the start
   * @param warned whether a name that cannot be a key was reported
   */
  DirectoryWalk(
      LocalPaths paths,
      String prefix,
      boolean recursive,
      String after,
      int batch,
      AtomicBoolean warned)
      throws IOException {
    this.recursive = recursive;
    this.batch = batch;
    this.warned = warned;
    String base = prefix.substring(0, prefix.lastIndexOf('/') + 1);
    Path directory = paths.resolveUnchecked(base);
    if (!Files.isDirectory(directory)) {
      paths.requireRoot();
      return;
    }
    String seen = after.startsWith(base) ? after.substring(base.length()) : "";
    boolean begun = !after.isEmpty();
    levels.push(new Level(base, directory, prefix.substring(base.length()), seen, begun));
  }

  boolean hasNext() throws IOException {
    if (ahead == null) {
      ahead = advance();
    }
    return ahead != null;
  }

  Entry next() throws IOException {
    if (!hasNext() || ahead == null) {
      throw new IllegalStateException("the walk is over");
    }
    Entry entry = ahead;
    ahead = null;
    return entry;
  }

  private @Nullable Entry advance() throws IOException {
    while (!levels.isEmpty()) {
      Level level = levels.element();
      String name = level.nextName();
      Entry entry = name == null ? leave(level) : enter(level, name);
      if (entry != null) {
        return entry;
      }
    }
    return null;
  }

  /** A directory that showed nothing is shown itself. */
  private @Nullable Entry leave(Level level) throws IOException {
    levels.pop();
    if (level.shown || level.base.isEmpty() || !level.start.isEmpty()) {
      return null;
    }
    FileFacts facts = FileFacts.find(level.directory).orElse(null);
    return facts == null || !facts.isDirectory() ? null : new Entry(level.base, false, facts);
  }

  private @Nullable Entry enter(Level level, String name) throws IOException {
    Path path = level.directory.resolve(name);
    Optional<FileFacts> facts = FileFacts.find(path);
    if (facts.isEmpty() || !(facts.get().isFile() || facts.get().isDirectory())) {
      return null;
    }
    String key = facts.get().isDirectory() ? level.base + name + '/' : level.base + name;
    if (!isLegal(key, path)) {
      return null;
    }
    String seen = level.seenBelow(name);
    level.shown = true;
    if (!facts.get().isDirectory()) {
      return seen.isEmpty() ? new Entry(key, false, facts.get()) : null;
    }
    if (!recursive) {
      return new Entry(key, true, facts.get());
    }
    if (Files.isSymbolicLink(path)) {
      return new Entry(key, false, facts.get());
    }
    levels.push(new Level(key, path, "", seen, !seen.isEmpty()));
    return null;
  }

  private boolean isLegal(String key, Path path) {
    try {
      Keys.check(key);
      // A name that is not UTF-8 was decoded with losses and leads to no file.
      if (key.indexOf('\uFFFD') < 0 || Files.exists(Path.of(path.toString()))) {
        return true;
      }
    } catch (IllegalArgumentException e) {
      LOG.debug("not listed: {}", e.getMessage());
    }
    if (warned.compareAndSet(false, true)) {
      LOG.warn(
          "A file in {} has a name that cannot be a key (control characters, not UTF-8, or too"
              + " long): it is not listed. Rename it. Said once per store.",
          path.getParent());
    }
    return false;
  }

  /** One directory on the way down. */
  private final class Level {

    private final String base;
    private final Path directory;

    /** What names must begin with. */
    private final String start;

    /** What was seen before, relative to this directory; empty when nothing. */
    private final String seen;

    private NavigableSet<String> names = new TreeSet<>();
    private String last;
    private boolean more = true;
    private boolean shown;

    Level(String base, Path directory, String start, String seen, boolean shown) {
      this.base = base;
      this.directory = directory;
      this.start = start;
      this.seen = seen;
      this.shown = shown;
      this.last = "";
    }

    @Nullable String nextName() throws IOException {
      if (names.isEmpty() && more) {
        read();
      }
      String name = names.pollFirst();
      if (name != null) {
        last = name;
      }
      return name;
    }

    /** What was seen below a name; empty when the walk did not stop there. */
    String seenBelow(String name) {
      return seen.startsWith(name + '/') ? seen.substring(name.length() + 1) : "";
    }

    private void read() throws IOException {
      NavigableSet<String> least = new TreeSet<>();
      more = false;
      try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
        for (Path path : stream) {
          String name = path.getFileName().toString();
          if (!isWanted(name)) {
            continue;
          }
          least.add(name);
          if (least.size() > batch) {
            least.pollLast();
            more = true;
          }
        }
      } catch (DirectoryIteratorException e) {
        throw e.getCause();
      } catch (IOException e) {
        if (!LocalErrors.isMissing(e)) {
          throw e;
        }
      }
      names = least;
    }

    private boolean isWanted(String name) {
      if (!name.startsWith(start) || LocalPaths.isHidden(name)) {
        return false;
      }
      if (!last.isEmpty()) {
        return name.compareTo(last) > 0;
      }
      if (seen.isEmpty()) {
        return true;
      }
      int slash = seen.indexOf('/');
      boolean below = slash > 0 && slash < seen.length() - 1;
      String first = slash < 0 ? seen : seen.substring(0, slash);
      int order = name.compareTo(first);
      return order > 0 || (order == 0 && below);
    }
  }
}
