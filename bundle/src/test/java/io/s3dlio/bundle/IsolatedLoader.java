package io.s3dlio.bundle;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentSkipListSet;

/** A class loader with nothing but the JDK above it, which remembers what it loaded. */
final class IsolatedLoader extends URLClassLoader {
  private final Set<String> loaded = new ConcurrentSkipListSet<>();

  IsolatedLoader(List<Path> classPath) {
    super(
        "bundle alone",
        classPath.stream().map(BundleJar::url).toArray(URL[]::new),
        ClassLoader.getPlatformClassLoader());
  }

  @Override
  protected Class<?> findClass(String name) throws ClassNotFoundException {
    Class<?> found = super.findClass(name);
    loaded.add(name);
    return found;
  }

  /** Names of the classes that were asked for and found, in order. */
  Set<String> loaded() {
    return Set.copyOf(loaded);
  }

  /** Those of a package and what is below it. */
  List<String> loadedBelow(String prefix) {
    return loaded.stream().filter(name -> name.startsWith(prefix)).toList();
  }

  /**
   * What a probe returns, as text; its failure with all causes where it fails.
   *
   * @param probe the simple name of a class of these tests: a {@code Callable} that is made of a
   *     root and settings
   */
  String run(String probe, String root, Map<String, String> settings) throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    try {
      thread.setContextClassLoader(this);
      Callable<?> made =
          (Callable<?>)
              loadClass("io.s3dlio.bundle." + probe)
                  .getConstructor(String.class, Map.class)
                  .newInstance(root, settings);
      // Told as text while its classes can still be loaded.
      return String.valueOf(outcome(made));
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  private static Object outcome(Callable<?> probe) {
    try {
      return probe.call();
    } catch (Exception | LinkageError e) {
      StringWriter text = new StringWriter();
      e.printStackTrace(new PrintWriter(text));
      return text;
    }
  }
}
