package io.s3dlio.testing.linkage;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A release of Hadoop with the bundle beside it, as a user of Spark has them: the client jars, the
 * one jar added, and nothing else but the JDK.
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

  /** Opens a release with our classes as this line may see them. */
  static HadoopLine open(String version) throws IOException {
    URL[] path = classPath(version).toArray(URL[]::new);
    return new HadoopLine(version, new Loader(version, path, version.equals(OLDEST)));
  }

  /** Hadoop's client jars, the logging that they leave to others, and the bundle. */
  static List<URL> classPath(String version) throws IOException {
    Path folder = Path.of(OurClasses.property("s3dlio.linkage.hadoops"));
    List<URL> path = new ArrayList<>();
    for (String name :
        List.of(
            "hadoop-client-api-" + version + ".jar",
            "hadoop-client-runtime-" + version + ".jar",
            "commons-logging.jar",
            "slf4j-api.jar",
            "slf4j-simple.jar")) {
      Path jar = folder.resolve(name);
      if (!Files.exists(jar)) {
        throw new IOException(jar + " is missing: pom.xml copies it, and names its version");
      }
      path.add(jar.toUri().toURL());
    }
    path.add(OurClasses.bundle().toUri().toURL());
    return path;
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
