package io.s3dlio.testing.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The directory of this JVM's suites below the build's output. */
final class LocalPlace {
  private LocalPlace() {}

  /**
   * The directory for a scheme; it exists when this returns.
   *
   * @throws IllegalStateException when that would be the root of the file system: suites delete
   *     what they find
   */
  static Path directory(Scheme scheme) {
    Path parent = Path.of(RunSettings.required("s3dlio.contract.directory"));
    String fork = RunSettings.required("s3dlio.contract.fork");
    Path directory = parent.toAbsolutePath().normalize().resolve(scheme.text() + "-" + fork);
    if (!parent.isAbsolute() || parent.normalize().getNameCount() == 0) {
      throw new IllegalStateException(
          "The suites delete files: their directory must be absolute and not /, but is " + parent);
    }
    try {
      return Files.createDirectories(directory).toRealPath();
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the suites' directory " + directory, e);
    }
  }
}
