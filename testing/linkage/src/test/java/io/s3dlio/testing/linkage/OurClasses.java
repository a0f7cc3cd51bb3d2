package io.s3dlio.testing.linkage;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.JarFile;
import java.util.regex.Pattern;

/** What users get: the bundle, and the classes of ours in it. */
final class OurClasses {
  /** Classes for Hadoop 3.4.1 and later, and what is nested in them. */
  private static final Pattern NEWER_HADOOPS_ONLY = Pattern.compile("[^$]*34(\\$.*)?");

  /** What a Spark brings: itself, which the battery links, and three codecs of Spark's. */
  private static final Pattern NEEDS_SPARK =
      Pattern.compile(
          "io\\.s3dlio\\.((\\w+\\.)?spark\\..*|tfrecord\\.(Lz4|Snappy|Zstd)Codec(\\$.*)?)");

  private static final String RELOCATED = "io.s3dlio.shaded.";

  private OurClasses() {}

  /** Whether nothing may load this class on Hadoop 3.3. */
  static boolean needsNewerHadoop(String className) {
    return NEWER_HADOOPS_ONLY.matcher(className).matches();
  }

  /**
   * The one jar.
   *
   * @throws IOException when the build has not made it yet
   */
  static Path bundle() throws IOException {
    Path jar = Path.of(property("s3dlio.bundle.jar"));
    if (!Files.exists(jar)) {
      throw new IOException(jar + " is missing: run this test with mvn verify");
    }
    return jar.toRealPath();
  }

  /** The folders of the jar with our classes that name Hadoop. */
  static List<URI> packages() throws IOException {
    URI jar = bundle().toUri();
    return List.of(
        URI.create("jar:" + jar + "!/io/s3dlio/store/"),
        URI.create("jar:" + jar + "!/io/s3dlio/fs/"),
        URI.create("jar:" + jar + "!/io/s3dlio/spark/"),
        URI.create("jar:" + jar + "!/io/s3dlio/tfrecord/"));
  }

  /**
   * Binary names of all classes of ours that a Hadoop without Spark may load, sorted; what was
   * relocated is not ours.
   */
  static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(bundle().toFile())) {
      return jar.stream()
          .map(entry -> entry.getName())
          .filter(entry -> entry.endsWith(".class"))
          .map(entry -> entry.substring(0, entry.length() - ".class".length()).replace('/', '.'))
          .filter(name -> !name.startsWith(RELOCATED))
          .filter(name -> !NEEDS_SPARK.matcher(name).matches())
          .sorted()
          .toList();
    }
  }

  /** What the build says. */
  static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), "run this test with Maven");
  }
}
