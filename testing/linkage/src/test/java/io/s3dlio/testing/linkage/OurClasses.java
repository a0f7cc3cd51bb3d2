package io.s3dlio.testing.linkage;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The class path of this run: our classes, their libraries, and no Hadoop. */
final class OurClasses {
  /** Classes for Hadoop 3.4.1 and later, and what is nested in them. */
  private static final Pattern NEWER_HADOOPS_ONLY = Pattern.compile("[^$]*34(\\$.*)?");

  private OurClasses() {}

  /** Whether nothing may load this class on Hadoop 3.3. */
  static boolean needsNewerHadoop(String className) {
    return NEWER_HADOOPS_ONLY.matcher(className).matches();
  }

  /** All entries of the class path. */
  static List<Path> classPath() {
    return Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .map(Path::of)
        .filter(Files::exists)
        .toList();
  }

  /** The entries that hold the store and the connector: folders or jars, as the build has them. */
  static List<Path> locations() throws IOException {
    List<Path> ours = new ArrayList<>();
    for (Path entry : classPath()) {
      if (classesIn(entry).stream().anyMatch(OurClasses::isShipped)) {
        ours.add(entry);
      }
    }
    return ours;
  }

  /** Binary names of all classes of the store and the connector, sorted. */
  static List<String> names() throws IOException {
    TreeSet<String> names = new TreeSet<>();
    for (Path entry : classPath()) {
      classesIn(entry).stream().filter(OurClasses::isShipped).forEach(names::add);
    }
    return List.copyOf(names);
  }

  private static boolean isShipped(String className) {
    return className.startsWith("io.s3dlio.") && !className.startsWith("io.s3dlio.testing.");
  }

  private static List<String> classesIn(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      try (Stream<Path> files = Files.walk(entry)) {
        return files
            .map(file -> entry.relativize(file).toString().replace(File.separatorChar, '/'))
            .filter(file -> file.endsWith(".class"))
            .map(OurClasses::className)
            .toList();
      }
    }
    if (!entry.toString().endsWith(".jar")) {
      return List.of();
    }
    try (JarFile jar = new JarFile(entry.toFile())) {
      return jar.stream()
          .map(file -> file.getName())
          .filter(file -> file.endsWith(".class"))
          .map(OurClasses::className)
          .toList();
    }
  }

  private static String className(String file) {
    return file.substring(0, file.length() - ".class".length()).replace('/', '.');
  }
}
