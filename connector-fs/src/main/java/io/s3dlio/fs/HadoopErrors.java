package io.s3dlio.fs;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import org.apache.hadoop.fs.ParentNotDirectoryException;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.PathIOException;
import org.apache.hadoop.fs.PathIsNotEmptyDirectoryException;

/**
 * Says what the store said in the words that Hadoop's users catch.
 *
 * <p>Only exceptions for which Hadoop has a class of its own are exchanged; all others, with their
 * messages that already name the URI, pass as they are.
 */
final class HadoopErrors {

  private HadoopErrors() {}

  /** The exception to throw for a failure of one path. */
  static IOException translate(Path path, IOException failure) {
    if (failure instanceof FileAlreadyExistsException) {
      return cause(
          new org.apache.hadoop.fs.FileAlreadyExistsException(path + " already exists"), failure);
    }
    if (failure instanceof NoSuchFileException) {
      return cause(missing(path), failure);
    }
    if (failure instanceof DirectoryNotEmptyException) {
      return cause(new PathIsNotEmptyDirectoryException(path.toString()), failure);
    }
    if (failure instanceof NotDirectoryException) {
      return cause(
          new ParentNotDirectoryException("an ancestor of " + path + " is a file"), failure);
    }
    return failure;
  }

  /** Nothing is there. */
  static FileNotFoundException missing(Path path) {
    return new FileNotFoundException("no such file or directory: " + path);
  }

  /** A directory where a file is needed. */
  static FileNotFoundException isDirectory(Path path) {
    return new FileNotFoundException(path + " is a directory, not a file");
  }

  /**
   * An object below a directory that another tool wrote under a key for which there is no path.
   *
   * @param flaw which key, and what is wrong with it
   * @param state what was done nevertheless
   */
  static PathIOException unnameable(Path directory, String flaw, String state) {
    return new PathIOException(
        directory.toString(),
        flaw
            + ", so no path can name it; "
            + state
            + ". Remove or rename that object with a tool that takes any key, such as"
            + " aws s3api delete-object, and try again");
  }

  /** A failure that is told again: never the same object, so that it may suppress the first. */
  static IOException again(Path path, IOException first) {
    return cause(
        new PathIOException(
            path.toString(), "an earlier write or close failed: " + first.getMessage()),
        first);
  }

  private static <E extends IOException> E cause(E exception, IOException cause) {
    exception.initCause(cause);
    return exception;
  }
}
