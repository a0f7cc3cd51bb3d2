package io.s3dlio.store.local;

import io.s3dlio.store.Keys;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutCondition;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Changes names, not bytes: moves, deletes, and makes directories. */
final class LocalMoves {

  private final LocalPaths paths;
  private final TempFiles temps;

  LocalMoves(LocalPaths paths, TempFiles temps) {
    this.paths = paths;
    this.temps = temps;
  }

  /** Refuses a pair of keys between which nothing can be moved. */
  void check(String source, String target) {
    Keys.check(source);
    Keys.check(target);
    if (Keys.isMarker(source) != Keys.isMarker(target)) {
      throw new IllegalArgumentException(
          "one of " + source + " and " + target + " is a tree, the other a file");
    }
    if (Keys.isMarker(source) && target.startsWith(source) && !target.equals(source)) {
      throw new IllegalArgumentException(source + " cannot be moved into itself, " + target);
    }
  }

  void move(String source, String target, PutCondition condition) throws IOException {
    Path from = paths.resolve(source);
    Path to = paths.resolve(target);
    require(source, from);
    temps.createParents(to);
    boolean ifAbsent = condition instanceof PutCondition.IfAbsent;
    if (Keys.isMarker(source)) {
      moveTree(source, from, to, ifAbsent);
    } else if (ifAbsent) {
      moveExclusive(source, from, to);
    } else {
      TempFiles.replace(from, to);
    }
    temps.flushDirectory(to);
    temps.flushDirectory(from);
  }

  /**
   * Link and unlink: of many moves onto one name one wins, and of many of one file, too. A crash
   * between the two leaves both names, never none.
   */
  private void moveExclusive(String source, Path from, Path to) throws IOException {
    TempFiles.link(from, to);
    if (!Files.deleteIfExists(from)) {
      Files.deleteIfExists(to);
      throw new FileNotFoundException(
          "no such object: " + paths.uri(source) + " (moved meanwhile)");
    }
  }

  /** Rename replaces an empty directory: making it first decides who may. */
  private void moveTree(String source, Path from, Path to, boolean ifAbsent) throws IOException {
    if (ifAbsent) {
      Files.createDirectory(to);
    }
    try {
      Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
    } catch (FileSystemException e) {
      if (ifAbsent) {
        removeUnlessUsed(to);
      }
      throw treeRefusal(source, to, e);
    }
  }

  private IOException treeRefusal(String source, Path to, FileSystemException e) {
    String reason = e.getReason() == null ? "" : e.getReason().toLowerCase(Locale.ROOT);
    if (e instanceof DirectoryNotEmptyException
        || reason.contains("not empty")
        || reason.contains("file exists")
        || Files.isRegularFile(to)
        || isUsed(to)) {
      FileAlreadyExistsException refusal =
          new FileAlreadyExistsException(to.toString(), null, "it exists and is not empty");
      refusal.initCause(e);
      return refusal;
    }
    return e instanceof NoSuchFileException
        ? new FileNotFoundException("no such directory: " + paths.uri(source))
        : e;
  }

  private static boolean isUsed(Path directory) {
    try (Stream<Path> names = Files.list(directory)) {
      return names.findAny().isPresent();
    } catch (IOException e) {
      // No directory, or none that we may look into: the error that brought us here says more.
      return false;
    }
  }

  private static void removeUnlessUsed(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
    } catch (DirectoryNotEmptyException e) {
      // Somebody wrote into it meanwhile; it is theirs now.
      return;
    }
  }

  private void require(String key, Path path) throws IOException {
    Optional<FileFacts> facts = FileFacts.find(path);
    if (facts.isEmpty() || !LocalStore.isObject(key, facts.get())) {
      paths.requireRoot();
      throw new FileNotFoundException("no such object: " + paths.uri(key));
    }
  }

  /** Makes the directory of a marker, and those above it. */
  ObjectStat makeDirectory(String key, PutCondition condition) throws IOException {
    Path path = paths.resolve(key);
    try {
      temps.belowParents(path, () -> Files.createDirectory(path));
      temps.flushDirectory(path);
    } catch (FileAlreadyExistsException e) {
      if (condition instanceof PutCondition.IfAbsent || !Files.isDirectory(path)) {
        throw e;
      }
    }
    return FileFacts.of(path).stat(key);
  }

  /**
   * Removes what a key names: a file or a link to one; of a marker the directory when it is empty,
   * or a link to a directory.
   */
  void delete(String key) throws IOException {
    Path path = paths.resolve(key);
    Optional<FileFacts> facts = FileFacts.find(path, LinkOption.NOFOLLOW_LINKS);
    if (facts.isEmpty()) {
      paths.requireRoot();
      return;
    }
    boolean isDirectory = Files.isDirectory(path);
    if (isDirectory != Keys.isMarker(key)) {
      return;
    }
    if (facts.get().isDirectory()) {
      deleteEmpty(path);
    } else {
      Files.deleteIfExists(path);
    }
    temps.flushDirectory(path);
  }

  /**
   * Unfinished writes do not keep a directory alive: nobody sees them, nobody could remove them.
   */
  private static void deleteEmpty(Path directory) throws IOException {
    try {
      Files.deleteIfExists(directory);
      return;
    } catch (DirectoryNotEmptyException e) {
      try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
        for (Path path : names) {
          if (!LocalPaths.isHidden(path.getFileName().toString())) {
            throw e;
          }
        }
      }
    }
    try (DirectoryStream<Path> names = Files.newDirectoryStream(directory)) {
      for (Path path : names) {
        if (LocalPaths.isHidden(path.getFileName().toString())) {
          Files.deleteIfExists(path);
        }
      }
    }
    Files.deleteIfExists(directory);
  }
}
