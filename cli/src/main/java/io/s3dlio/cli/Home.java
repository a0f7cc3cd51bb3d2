package io.s3dlio.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * The checkout that {@code ./s3dlio} lies in, and what the build put there.
 *
 * @param folder the root of the checkout
 */
record Home(Path folder) {

  /** The checkout that the launcher named. */
  static Home ofLauncher() {
    String folder = System.getProperty("s3dlio.home");
    if (folder == null) {
      throw new IllegalStateException("s3dlio.home is not set: start this with ./s3dlio");
    }
    return new Home(Path.of(folder).toAbsolutePath().normalize());
  }

  /** The one jar with everything that users put on their class path. */
  Path bundle() throws IOException {
    return jar("bundle", "s3dlio-bundle");
  }

  /** The Spark jobs of the demo. */
  Path examples() throws IOException {
    return jar("examples", "s3dlio-examples");
  }

  /** The jars of a Spark without an installation, as a class path. */
  String sparkClassPath() throws IOException {
    return Files.readString(folder.resolve("examples/target/spark.cp")).trim();
  }

  /** The newest of its name: an older version's jar may still lie beside it. */
  private Path jar(String module, String artifact) throws IOException {
    Path target = folder.resolve(module).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              file ->
                  file.getFileName().toString().matches(artifact + "-\\d[^-]*(-SNAPSHOT)?\\.jar"))
          .max(Comparator.comparingLong(file -> file.toFile().lastModified()))
          .orElseThrow(
              () -> new IOException("no " + artifact + " jar in " + target + ": ./s3dlio build"));
    }
  }
}
