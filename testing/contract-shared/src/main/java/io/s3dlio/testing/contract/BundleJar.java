package io.s3dlio.testing.contract;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.List;

/**
 * The jar that users add to their Hadoop: the suites must run on it, and on nothing that it was
 * made of.
 */
final class BundleJar {
  private static final String SHADED = "io.s3dlio.shaded.";

  /** A class of each library that the jar holds under another name. */
  private static final List<String> RELOCATED =
      List.of(
          "software.amazon.awssdk.services.s3.S3Client",
          "com.azure.storage.blob.BlobClient",
          "com.google.api.services.storage.Storage");

  private BundleJar() {}

  /**
   * Checks where the classes of a FileSystem come from.
   *
   * @throws IllegalStateException when it is not the jar: Hadoop's own, or a folder of classes with
   *     libraries beside it, would pass the suites as well
   */
  static void checkServes(Object fileSystem) throws IOException {
    Path bundle = Path.of(RunSettings.required("s3dlio.contract.bundle")).toRealPath();
    check(Files.isRegularFile(bundle), bundle + " is no jar");
    checkOrigin(fileSystem.getClass(), bundle);
    ClassLoader loader = fileSystem.getClass().getClassLoader();
    for (String library : RELOCATED) {
      checkOrigin(load(SHADED + library, loader), bundle);
      check(
          loader.getResource(library.replace('.', '/') + ".class") == null,
          library + " stands on the class path under its own name");
    }
  }

  private static Class<?> load(String name, ClassLoader loader) {
    try {
      return Class.forName(name, false, loader);
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException("The bundle lacks " + name, e);
    }
  }

  private static void checkOrigin(Class<?> type, Path bundle) throws IOException {
    CodeSource source = type.getProtectionDomain().getCodeSource();
    check(source != null, type.getName() + " comes from nowhere");
    Path origin = Path.of(source.getLocation().getPath()).toRealPath();
    check(origin.equals(bundle), type.getName() + " comes from " + origin + ", not from " + bundle);
  }

  private static void check(boolean right, String wrong) {
    if (!right) {
      throw new IllegalStateException(wrong);
    }
  }
}
