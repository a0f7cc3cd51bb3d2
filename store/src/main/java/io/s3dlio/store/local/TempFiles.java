package io.s3dlio.store.local;

import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.StoreException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The hidden files of unfinished writes: each stands beside its target, so that one rename or link
 * makes it visible.
 */
final class TempFiles {

  private static final Logger LOG = LoggerFactory.getLogger(TempFiles.class);

  /**
   * How often a step begins anew when others remove its directory meanwhile. Each try is a few
   * calls of the operating system, and whoever removes directories without a pause spoils most of
   * them: 8 tries were seen to be too few.
   */
  static final int MOST_TRIES = 100;

  private final LocalPaths paths;
  private final boolean fsync;

  TempFiles(LocalPaths paths, boolean fsync) {
    this.paths = paths;
    this.fsync = fsync;
  }

  /** Makes an empty hidden file for {@code key}, and the directories above it; returns its id. */
  String create(String key) throws IOException {
    String id = UUID.randomUUID().toString().replace("-", "");
    Path temp = paths.hidden(key, id);
    return belowParents(
        temp,
        () -> {
          FileChannel.open(temp, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW).close();
          return id;
        });
  }

  /** Does what needs the directories above a path, making them when they are not there. */
  <T> T belowParents(Path path, LocalStore.Call<T> call) throws IOException {
    for (int tries = 1; ; tries++) {
      try {
        return call.run();
      } catch (NoSuchFileException e) {
        if (tries == MOST_TRIES) {
          throw e;
        }
        createParents(path);
      }
    }
  }

  /** Makes the directories above a path, but never the root itself. */
  void createParents(Path path) throws IOException {
    paths.requireRoot();
    Path parent = path.getParent();
    if (parent == null || Files.isDirectory(parent)) {
      return;
    }
    try {
      Files.createDirectories(parent);
    } catch (FileAlreadyExistsException e) {
      throw new NotDirectoryException(e.getFile());
    } catch (NoSuchFileException e) {
      // Somebody removes them at the same time: whoever needs them tries again.
      LOG.debug("a directory above {} went away while it was made", path);
    }
  }

  /** Writes what is in flight to the disk, when that is asked for. */
  void flush(FileOpener.Sink sink) throws IOException {
    if (fsync) {
      sink.force();
    }
  }

  /**
   * Makes the hidden file the object, at once.
   *
   * @throws NoSuchFileException when the hidden file is gone
   * @throws FileAlreadyExistsException when the condition does not hold, or a directory stands
   *     there
   */
  ObjectStat publish(String key, String id, PutCondition condition) throws IOException {
    Path temp = paths.hidden(key, id);
    Path target = paths.resolve(key);
    ObjectStat stat = FileFacts.of(temp).stat(key);
    if (condition instanceof PutCondition.IfAbsent) {
      link(temp, target);
      Files.deleteIfExists(temp);
    } else {
      replace(temp, target);
    }
    flushDirectory(target);
    return stat;
  }

  /** Gives a file a second name that nobody else has; exactly one of many wins. */
  static void link(Path existing, Path target) throws IOException {
    try {
      Files.createLink(target, existing);
    } catch (UnsupportedOperationException e) {
      throw noLinks(target, e);
    } catch (FileSystemException e) {
      if (e.getClass() == FileSystemException.class && LocalErrors.isLinkRefused(e)) {
        throw noLinks(target, e);
      }
      throw e;
    }
  }

  /** Renames over whatever file stands at the target; a directory is never replaced. */
  static void replace(Path source, Path target) throws IOException {
    Files.move(source, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }

  void discard(String key, String id) throws IOException {
    Files.deleteIfExists(paths.hidden(key, id));
  }

  /** A name is on the disk when its directory is. */
  void flushDirectory(Path path) throws IOException {
    Path parent = path.getParent();
    if (fsync && parent != null) {
      try (FileChannel directory = FileChannel.open(parent, StandardOpenOption.READ)) {
        directory.force(true);
      }
    }
  }

  private static StoreException noLinks(Path target, Exception cause) {
    return new StoreException(
        "the file system of "
            + target
            + " has no hard links, and without them a write \"only when absent\" could not let"
            + " exactly one writer win; overwrite, or use another file system",
        cause);
  }
}
