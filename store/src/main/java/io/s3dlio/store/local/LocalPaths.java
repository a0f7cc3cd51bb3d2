package io.s3dlio.store.local;

import io.s3dlio.store.Keys;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectUri;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * Turns keys into paths below one directory, and back; knows the names that are hidden.
 *
 * <p>A checked key has no {@code ..}, so no key leaves the root. A symbolic link may: it is the
 * user's own file system, and what a link points to is read and written like anything else.
 */
final class LocalPaths {

  private static final String HIDDEN_PREFIX = ".s3dlio-tmp-";
  private static final Pattern UPLOAD_ID = Pattern.compile("[0-9a-f]{32}");

  private final ObjectUri uri;
  private final Path root;

  LocalPaths(ObjectUri uri, Path root) {
    this.uri = uri;
    this.root = root;
  }

  ObjectUri uri() {
    return uri;
  }

  ObjectUri uri(String key) {
    return uri.resolve(key);
  }

  Path root() {
    return root;
  }

  /**
   * The path of a key; of a marker the directory.
   *
   * @throws IllegalArgumentException when the key is not legal, has a hidden name of ours, or
   *     cannot be written in the JVM's file name encoding
   */
  Path resolve(String key) {
    Keys.check(key);
    if (key.contains(HIDDEN_PREFIX)) {
      for (String segment : key.split("/")) {
        if (isHidden(segment)) {
          throw new IllegalArgumentException(
              "the key \"" + key + "\" has a name kept for unfinished writes: " + segment);
        }
      }
    }
    return resolveUnchecked(key);
  }

  /** The path of the part of a prefix that names directories: empty or ending in a slash. */
  Path resolveUnchecked(String key) {
    try {
      return root.resolve(key);
    } catch (InvalidPathException e) {
      throw new IllegalArgumentException(
          "the JVM cannot write the name "
              + uri.resolve(key)
              + " in its file name encoding, "
              + System.getProperty("sun.jnu.encoding")
              + "; start it with LC_ALL=C.UTF-8",
          e);
    }
  }

  /** Where an unfinished write to {@code key} is kept: beside its target. */
  Path hidden(String key, String id) {
    return resolve(key).resolveSibling(HIDDEN_PREFIX + id);
  }

  /** Whether a name in a directory is one of an unfinished write. */
  static boolean isHidden(String name) {
    return name.startsWith(HIDDEN_PREFIX)
        && UPLOAD_ID.matcher(name.substring(HIDDEN_PREFIX.length())).matches();
  }

  /** Refuses what could lead elsewhere. */
  static void checkId(String id) {
    if (!UPLOAD_ID.matcher(id).matches()) {
      throw new IllegalArgumentException("not the id of a local upload");
    }
  }

  void requireRoot() throws NoSuchBucketException {
    if (!Files.isDirectory(root)) {
      throw new NoSuchBucketException("no such directory: " + uri + "; create it first");
    }
  }
}
