package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.NoSpaceException;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreException;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each error of the operating system has one exception of the contract, which names the object. */
final class LocalErrorsTest {

  private static final ObjectUri X = ObjectUri.parse("file:///data/x");

  private static FileSystemException system(String reason) {
    return new FileSystemException("/data/x", null, reason);
  }

  static Stream<Arguments> rows() {
    return Stream.of(
        Arguments.of(new NoSuchFileException("/data/x"), FileNotFoundException.class),
        Arguments.of(new AccessDeniedException("/data/x"), AccessDeniedException.class),
        Arguments.of(system("Permission denied"), AccessDeniedException.class),
        Arguments.of(system("Operation not permitted"), AccessDeniedException.class),
        Arguments.of(system("Read-only file system"), AccessDeniedException.class),
        Arguments.of(new FileAlreadyExistsException("/data/x"), FileAlreadyExistsException.class),
        Arguments.of(system("Is a directory"), FileAlreadyExistsException.class),
        Arguments.of(new DirectoryNotEmptyException("/data/x"), DirectoryNotEmptyException.class),
        Arguments.of(system("Not a directory"), NotDirectoryException.class),
        Arguments.of(system("No space left on device"), NoSpaceException.class),
        Arguments.of(new IOException("No space left on device"), NoSpaceException.class),
        Arguments.of(new IOException("Disk quota exceeded"), NoSpaceException.class),
        Arguments.of(new ClosedByInterruptException(), InterruptedIOException.class),
        Arguments.of(system("Too many open files"), StoreException.class),
        Arguments.of(system("File name too long"), StoreException.class),
        Arguments.of(system("Too many levels of symbolic links"), StoreException.class),
        Arguments.of(new IOException("Input/output error"), StoreException.class));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void eachErrorHasItsException(IOException error, Class<? extends IOException> expected) {
    IOException translated = LocalErrors.translate(error, "put", X);
    assertThat(translated).isExactlyInstanceOf(expected).hasMessageContaining("file:///data/x");
    assertThat(translated.getCause()).isSameAs(error);
  }

  @Test
  void whatIsInTheContractsWordsStays() {
    for (IOException error : new IOException[] {new EOFException("x"), new NoSpaceException("y")}) {
      assertThat(LocalErrors.translate(error, "get", X)).isSameAs(error);
    }
  }

  @Test
  void theCureIsNamed() {
    assertThat(LocalErrors.translate(system("Too many open files"), "get", X))
        .hasMessageContaining("ulimit -n");
    assertThat(LocalErrors.translate(new AccessDeniedException("/data/x"), "get", X))
        .hasMessageContaining("owner and mode");
  }

  @Test
  void aFullDiskIsSaidToBeFull() throws IOException {
    for (FileOpener files : new FileOpener[] {new BufferedFiles(), new DirectFiles()}) {
      try (FileOpener.Sink sink = files.sink(Path.of("/dev/full"))) {
        IOException full = failure(() -> sink.write(0, ByteBuffer.allocate(100)));
        assertThat(LocalErrors.translate(full, "put", X)).isInstanceOf(NoSpaceException.class);
      }
    }
  }

  /** As a JVM says it that was started with LC_MESSAGES=de_DE. */
  @Test
  void theLanguageOfTheSystemDoesNotMatter(@TempDir Path directory) throws IOException {
    Path file = Files.createFile(directory.resolve("file"));
    FileSystemException below = system(file.resolve("x/y"), null, "Ist kein Verzeichnis");
    assertThat(LocalErrors.isMissing(below)).isTrue();
    assertThat(LocalErrors.translate(below, "put", X)).isInstanceOf(NotDirectoryException.class);
    FileSystemException tooLong =
        system(directory.resolve("\u00e4".repeat(128)), null, "Der Dateiname ist zu lang");
    assertThat(LocalErrors.isMissing(tooLong)).isTrue();
    assertThat(LocalErrors.translate(tooLong, "put", X)).hasMessageContaining("255 bytes");
    FileSystemException directoryInTheWay = system(file, directory, "Ist ein Verzeichnis");
    assertThat(LocalErrors.translate(directoryInTheWay, "put", X))
        .isInstanceOf(FileAlreadyExistsException.class);
    FileSystemException broken = system(file, null, "Eingabe-/Ausgabefehler");
    assertThat(LocalErrors.isMissing(broken)).isFalse();
    assertThat(LocalErrors.translate(broken, "put", X)).isExactlyInstanceOf(StoreException.class);
  }

  @Test
  void aCircleOfLinksIsKnownByTheWordsOfTheJvm(@TempDir Path directory) throws IOException {
    Path circle = Files.createSymbolicLink(directory.resolve("circle"), Path.of("circle"));
    IOException real = failure(() -> Files.readAttributes(circle, BasicFileAttributes.class));
    String german =
        String.valueOf(real.getMessage())
            .replaceFirst("(?i)too many levels of symbolic links", "Zu viele");
    assertThat(LocalErrors.isMissing(system(circle, null, german))).isTrue();
  }

  private static FileSystemException system(Path file, @Nullable Path other, String reason) {
    return new FileSystemException(
        file.toString(), other == null ? null : other.toString(), reason);
  }

  private interface Action {
    void run() throws IOException;
  }

  private static IOException failure(Action action) {
    try {
      action.run();
    } catch (IOException e) {
      return e;
    }
    throw new AssertionError("nothing failed");
  }
}
