package io.s3dlio.testing.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;

/**
 * The directory of this JVM's suites below the build's output.
 *
 * @param scheme local files by one of their names
 */
record LocalPlace(Scheme scheme) implements Place {

  @Override
  public String judge() {
    return "disk";
  }

  @Override
  public void configure(Configuration configuration) {
    // Nothing to say: the file system is where it always is.
  }

  @Override
  public URI root(String container) {
    return URI.create(scheme.text() + ":///");
  }

  /**
   * The directory of this scheme; it exists when this returns.
   *
   * @throws IllegalStateException when that would be the root of the file system: suites delete
   *     what they find
   */
  @Override
  public Path testPath() {
    java.nio.file.Path parent =
        java.nio.file.Path.of(RunSettings.required("s3dlio.contract.directory"));
    String fork = RunSettings.required("s3dlio.contract.fork");
    java.nio.file.Path directory =
        parent.toAbsolutePath().normalize().resolve(scheme.text() + "-" + fork);
    if (!parent.isAbsolute() || parent.normalize().getNameCount() == 0) {
      throw new IllegalStateException(
          "The suites delete files: their directory must be absolute and not /, but is " + parent);
    }
    try {
      return new Path(Files.createDirectories(directory).toRealPath().toString());
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot make the suites' directory " + directory, e);
    }
  }
}
