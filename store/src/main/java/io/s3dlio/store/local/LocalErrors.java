package io.s3dlio.store.local;

import io.s3dlio.store.NoSpaceException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/**
 * Translates what the operating system says; the only place that does.
 *
 * <p>The JDK names few errors by type and gives the others in words, which are English only where
 * the system speaks it. So what the path itself can tell is asked of the path.
 */
final class LocalErrors {

  private static final String NAME_TOO_LONG = "name too long";

  /** The JDK adds these words of its own to the system's. */
  private static final String CIRCLE = "symbolic link";

  /** Longest name in bytes that usual file systems take. */
  private static final int LONGEST_NAME = 255;

  private LocalErrors() {}

  /** Whether there is nothing of that name, because it or a name above it leads nowhere. */
  static boolean isMissing(IOException e) {
    return e instanceof NoSuchFileException
        || e instanceof NotDirectoryException
        || isBelowFile(e)
        || isNameTooLong(e)
        || (e instanceof FileSystemException && isAny(words(e), CIRCLE));
  }

  /** Whether the file system does not know hard links. */
  static boolean isLinkRefused(FileSystemException e) {
    return isAny(words(e), "operation not permitted", "not supported", "not implemented");
  }

  /**
   * The exception to throw.
   *
   * @param tried what was tried, as a verb: {@code put}
   */
  static IOException translate(IOException e, String tried, ObjectUri uri) {
    String what = tried + " " + uri + ": ";
    if (e instanceof ClosedByInterruptException
        || (e instanceof ClosedChannelException && Thread.currentThread().isInterrupted())) {
      return caused(new InterruptedIOException(what + "interrupted"), e);
    }
    if (isOurs(e)) {
      return e;
    }
    if (e instanceof FileAlreadyExistsException refusal) {
      return caused(new FileAlreadyExistsException(uri.toString(), null, exists(refusal)), e);
    }
    if (e instanceof DirectoryNotEmptyException) {
      return caused(new DirectoryNotEmptyException(uri.toString()), e);
    }
    if (e instanceof AccessDeniedException) {
      return denied(
          e,
          uri,
          "not allowed; check the owner and mode of the file and of every" + " directory above it");
    }
    return byWords(e, what, uri);
  }

  private static String exists(FileAlreadyExistsException e) {
    return e.getReason() == null ? "it exists" : e.getReason();
  }

  private static IOException byWords(IOException e, String what, ObjectUri uri) {
    String words = words(e);
    if (isAny(words, "no space left", "quota exceeded", "not enough space")) {
      return new NoSpaceException(what + "the disk is full or a quota is used up", e);
    }
    if (isBelowFile(e) || e instanceof NotDirectoryException) {
      return caused(new NotDirectoryException(uri + " (a name above it is a file)"), e);
    }
    if (isNameTooLong(e)) {
      return new StoreException(
          what + "a name in it is longer than the file system allows (mostly 255 bytes)", e);
    }
    if (isAny(words, CIRCLE)) {
      return new StoreException(what + "its symbolic links go round in a circle", e);
    }
    if (isMissing(e)) {
      return caused(new FileNotFoundException("no such object: " + uri), e);
    }
    if (isAny(words, "is a directory") || isDirectoryInTheWay(e)) {
      return caused(new FileAlreadyExistsException(uri.toString(), null, "it is a directory"), e);
    }
    if (isAny(words, "read-only file system", "operation not permitted", "permission denied")) {
      return denied(e, uri, words);
    }
    if (isAny(words, "too many open files")) {
      return new StoreException(
          what + "too many open files; close streams sooner or raise the limit (ulimit -n)", e);
    }
    return new StoreException(what + e.getMessage(), e);
  }

  /** Whether a name above the path is a file. */
  private static boolean isBelowFile(IOException e) {
    if (!(e instanceof FileSystemException system)) {
      return false;
    }
    if (isAny(words(e), "not a directory")) {
      return true;
    }
    Path above = untyped(system) ? Path.of(system.getFile()).getParent() : null;
    while (above != null && !Files.exists(above)) {
      above = above.getParent();
    }
    return above != null && !Files.isDirectory(above);
  }

  private static boolean isNameTooLong(IOException e) {
    if (!(e instanceof FileSystemException system)) {
      return false;
    }
    if (isAny(words(e), NAME_TOO_LONG)) {
      return true;
    }
    if (untyped(system)) {
      for (Path name : Path.of(system.getFile())) {
        if (name.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_NAME) {
          return true;
        }
      }
    }
    return false;
  }

  /** Whether a file was to replace a directory. */
  private static boolean isDirectoryInTheWay(IOException e) {
    return e instanceof FileSystemException system
        && untyped(system)
        && system.getOtherFile() != null
        && Files.isRegularFile(Path.of(system.getFile()))
        && Files.isDirectory(Path.of(system.getOtherFile()));
  }

  /** Whether only words, and the path, tell what is wrong. */
  private static boolean untyped(FileSystemException e) {
    return e.getClass() == FileSystemException.class && e.getFile() != null;
  }

  /** Already in the words of the contract. */
  private static boolean isOurs(IOException e) {
    return e instanceof StoreException
        || e instanceof FileNotFoundException
        || e instanceof InterruptedIOException
        || e instanceof EOFException
        || e instanceof ClosedChannelException;
  }

  private static IOException denied(IOException e, ObjectUri uri, String reason) {
    return caused(new AccessDeniedException(uri.toString(), null, reason), e);
  }

  private static IOException caused(IOException e, IOException cause) {
    e.initCause(cause);
    return e;
  }

  private static String words(IOException e) {
    String reason = e instanceof FileSystemException system ? system.getReason() : e.getMessage();
    return reason == null ? "" : reason.toLowerCase(Locale.ROOT);
  }

  private static boolean isAny(String words, String... parts) {
    for (String part : parts) {
      if (words.contains(part)) {
        return true;
      }
    }
    return false;
  }
}
