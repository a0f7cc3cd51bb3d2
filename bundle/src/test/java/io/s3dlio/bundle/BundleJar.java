package io.s3dlio.bundle;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The jar under test, its entries, and class loaders that hold it and little else. */
final class BundleJar {
  static final Path PATH = Path.of(property("s3dlio.bundle.jar"));

  private BundleJar() {}

  /** Names of all entries that are not directories. */
  static List<String> entries() throws IOException {
    try (JarFile jar = new JarFile(PATH.toFile())) {
      return Collections.list(jar.entries()).stream()
          .filter(entry -> !entry.isDirectory())
          .map(JarEntry::getName)
          .toList();
    }
  }

  static String text(String entry) throws IOException {
    return new String(bytes(entry), StandardCharsets.UTF_8);
  }

  static byte[] bytes(String entry) throws IOException {
    try (JarFile jar = new JarFile(PATH.toFile());
        InputStream in = jar.getInputStream(jar.getJarEntry(entry))) {
      return in.readAllBytes();
    }
  }

  /** Calls {@code visitor} with each class and its constants. */
  static void forEachClass(ClassVisitor visitor) throws IOException {
    try (JarFile jar = new JarFile(PATH.toFile())) {
      for (JarEntry entry : Collections.list(jar.entries())) {
        if (entry.getName().endsWith(".class")) {
          try (InputStream in = jar.getInputStream(entry)) {
            visitor.visit(className(entry.getName()), ClassConstants.read(in));
          }
        }
      }
    }
  }

  static String className(String entry) {
    return entry.substring(0, entry.length() - ".class".length()).replace('/', '.');
  }

  /**
   * A class loader with the bundle, the probes of these tests and {@code more}; above it is only
   * the JDK, so nothing can come from the class path that Maven made.
   */
  static IsolatedLoader isolated(List<Path> more) {
    return new IsolatedLoader(
        Stream.concat(Stream.of(PATH, testClasses()), more.stream()).toList());
  }

  /** SLF4J and a binding: every Hadoop and every Spark has them. */
  static List<Path> logging() {
    return classPath().filter(path -> path.toString().contains("slf4j-")).toList();
  }

  /** The same in the newer line that Hadoop 3.5 and Spark 4 bring. */
  static List<Path> logging2() throws IOException {
    try (Stream<Path> jars = Files.list(Path.of(property("s3dlio.slf4j2")))) {
      return jars.toList();
    }
  }

  /** The libraries of Hadoop's client and of its logging. */
  static List<Path> hadoop() {
    return classPath()
        .filter(path -> path.toString().matches(".*/(hadoop-client-|slf4j-|commons-logging).*"))
        .toList();
  }

  /** The class path of a user who brings other SDKs. */
  static List<Path> otherSdk() throws IOException {
    String text = Files.readString(Path.of(property("s3dlio.other-sdk.cp")));
    return Arrays.stream(text.trim().split(File.pathSeparator)).map(Path::of).toList();
  }

  static String property(String name) {
    String value = System.getProperty(name);
    if (value == null) {
      throw new IllegalStateException(
          name + " is not set: these tests read the packaged jar, run 'mvn verify -pl bundle -am'");
    }
    return value;
  }

  private static Stream<Path> classPath() {
    return Arrays.stream(property("java.class.path").split(File.pathSeparator)).map(Path::of);
  }

  private static Path testClasses() {
    return Path.of(BundleJar.class.getProtectionDomain().getCodeSource().getLocation().getPath());
  }

  static URL url(Path path) {
    try {
      return path.toUri().toURL();
    } catch (MalformedURLException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Sees one class of the jar. */
  interface ClassVisitor {
    void visit(String className, ClassConstants constants);
  }
}
