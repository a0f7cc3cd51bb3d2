package io.s3dlio.testing.linkage;

import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A release of Hadoop with our classes beside it, as a user of Spark has them: the client jars, our
 * class path, and nothing else but the JDK.
 *
 * <p>Closing gives the jars back.
 */
final class HadoopLine implements AutoCloseable {
  /** Spark 3.3 to 3.5 bring it. */
  static final String OLDEST = "3.3.4";

  private final String version;
  private final URLClassLoader loader;

  private HadoopLine(String version, URLClassLoader loader) {
    this.version = version;
    this.loader = loader;
  }

  static HadoopLine open(String version) throws IOException {
    Path folder =
        Path.of(
            Objects.requireNonNull(
                System.getProperty("s3dlio.linkage.hadoops"), "run this test with Maven"));
    List<URL> path = new ArrayList<>();
    List<String> jars =
        List.of(
            "hadoop-client-api-" + version + ".jar",
            "hadoop-client-runtime-" + version + ".jar",
            "commons-logging.jar");
    for (String name : jars) {
      Path jar = folder.resolve(name);
      if (!Files.exists(jar)) {
        throw new IOException(jar + " is missing: pom.xml copies it, and names its version");
      }
      path.add(url(jar));
    }
    for (Path entry : OurClasses.classPath()) {
      path.add(url(entry));
    }
    boolean old = version.equals(OLDEST);
    return new HadoopLine(version, new Loader(version, path.toArray(URL[]::new), old));
  }

  /** Our classes that this line may see. */
  List<String> ourClasses() throws IOException {
    return OurClasses.names().stream().filter(this::sees).toList();
  }

  boolean sees(String ourClass) {
    return !version.equals(OLDEST) || !OurClasses.needsNewerHadoop(ourClass);
  }

  ClassLoader loader() {
    return loader;
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }

  private static URL url(Path path) throws MalformedURLException {
    return path.toUri().toURL();
  }

  /** Sees the JDK, and knows no class for newer Hadoops when the line is old. */
  private static final class Loader extends URLClassLoader {
    private final boolean old;

    Loader(String version, URL[] path, boolean old) {
      super("hadoop-" + version, path, ClassLoader.getPlatformClassLoader());
      this.old = old;
    }

    @Override
    protected Class<?> findClass(String name) throws ClassNotFoundException {
      if (old && name.startsWith("io.s3dlio.") && OurClasses.needsNewerHadoop(name)) {
        throw new ClassNotFoundException(name + " is not for this Hadoop");
      }
      return super.findClass(name);
    }
  }
}
