package io.s3dlio.fs;

import io.s3dlio.store.Keys;
import java.net.URI;
import java.util.Optional;
import org.apache.hadoop.fs.InvalidPathException;
import org.apache.hadoop.fs.Path;

/**
 * Turns the paths of one FileSystem into keys and back; nothing is decoded and nothing is
 * normalised beyond what {@link Path} itself does. The root's key is the empty text.
 */
final class StorePaths {

  private final String scheme;
  private final String authority;
  private final String above;

  /**
   * Paths of one root.
   *
   * @param container the segment that all paths begin with and no key has; empty when the
   *     FileSystem's root is the store's
   */
  StorePaths(URI root, String container) {
    this.scheme = root.getScheme();
    this.authority = root.getRawAuthority() == null ? "" : root.getRawAuthority();
    this.above = container.isEmpty() ? "" : "/" + container;
  }

  /**
   * The key of an absolute path, without any slash at either end.
   *
   * @throws InvalidPathException when no key may have this name; no request was sent
   */
  String key(Path path) {
    String text = path.toUri().getPath().substring(above.length());
    int begin = text.startsWith("/") ? 1 : 0;
    int end = text.length() > begin && text.endsWith("/") ? text.length() - 1 : text.length();
    String key = text.substring(begin, Math.max(begin, end));
    if (key.isEmpty()) {
      return key;
    }
    try {
      return Keys.check(key);
    } catch (IllegalArgumentException e) {
      throw new InvalidPathException(
          scheme + "://" + authority + printable(above + text), e.getMessage());
    }
  }

  /** The path of a key or of a directory marker. */
  Path path(String key) {
    String text = key.endsWith("/") ? key.substring(0, key.length() - 1) : key;
    return new Path(scheme, authority, above + "/" + text);
  }

  /** Whether a path can name this key: others wrote keys that Hadoop has no path for. */
  static boolean isNameable(String key) {
    return flaw(key).isEmpty();
  }

  /** Why no path can name this key, in words that name it; empty when one can. */
  static Optional<String> flaw(String key) {
    try {
      Keys.check(key);
      return Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /** The key of the directory that holds a key; empty for the root's children. */
  static String parent(String key) {
    int slash = key.lastIndexOf('/');
    return slash < 0 ? "" : key.substring(0, slash);
  }

  /** The last segment of a key. */
  static String name(String key) {
    return key.substring(key.lastIndexOf('/') + 1);
  }

  /** What every key below a directory begins with. */
  static String prefix(String directory) {
    return directory.isEmpty() ? "" : directory + "/";
  }

  private static String printable(String text) {
    StringBuilder shown = new StringBuilder();
    text.codePoints()
        .limit(200)
        .forEach(c -> shown.appendCodePoint(Character.isISOControl(c) ? '?' : c));
    return shown.toString();
  }
}
