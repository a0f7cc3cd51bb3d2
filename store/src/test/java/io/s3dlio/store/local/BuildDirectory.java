package io.s3dlio.store.local;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.AnnotatedElementContext;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.io.TempDirFactory;

/**
 * Makes temporary directories where the build writes: on a disk, where {@code /tmp} may be none.
 */
final class BuildDirectory implements TempDirFactory {

  @Override
  public Path createTempDirectory(AnnotatedElementContext element, ExtensionContext context)
      throws java.io.IOException {
    Path parent = Files.createDirectories(Path.of("target").toAbsolutePath());
    return Files.createTempDirectory(parent, "direct");
  }
}
