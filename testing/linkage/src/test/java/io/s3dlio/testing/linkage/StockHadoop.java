package io.s3dlio.testing.linkage;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.Map;

/**
 * {@code hadoop fs} of a Hadoop that somebody has installed: its client jars and its logging, the
 * bundle as the only jar added, and the snippet of {@code conf/} for its line.
 *
 * <p>Above its class loader is only the JDK, and it is called by reflection, so nothing can come
 * from the class path of this build. Output is read from the process's own streams: one at a time.
 */
final class StockHadoop implements AutoCloseable {
  private final URLClassLoader loader;
  private final Path snippet;
  private final Map<String, String> settings;

  private StockHadoop(URLClassLoader loader, Path snippet, Map<String, String> settings) {
    this.loader = loader;
    this.snippet = snippet;
    this.settings = Map.copyOf(settings);
  }

  /**
   * Opens a line.
   *
   * @param settings what a user would set beside the snippet, by Hadoop's names
   */
  static StockHadoop open(String version, Map<String, String> settings) throws IOException {
    String line = version.startsWith("3.3.") ? "3.3" : "3.4";
    Path snippet = Path.of(OurClasses.property("s3dlio.conf"), "s3dlio-hadoop-" + line + ".xml");
    return new StockHadoop(
        new URLClassLoader(
            "hadoop " + version,
            HadoopLine.classPath(version).toArray(URL[]::new),
            ClassLoader.getPlatformClassLoader()),
        snippet,
        settings);
  }

  /** Runs one command of {@code hadoop fs}. */
  Result fs(String... command) {
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    PrintStream out = System.out;
    PrintStream err = System.err;
    try (PrintStream both = new PrintStream(printed, true, UTF_8)) {
      System.setOut(both);
      System.setErr(both);
      int exit = asUser(() -> run(command));
      return new Result(exit, printed.toString(UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
    }
  }

  private int run(String... command) throws ReflectiveOperationException {
    Class<?> tool = type("org.apache.hadoop.util.Tool");
    Class<?> configuration = type("org.apache.hadoop.conf.Configuration");
    return (int)
        type("org.apache.hadoop.util.ToolRunner")
            .getMethod("run", configuration, tool, String[].class)
            .invoke(
                null,
                configuration(),
                type("org.apache.hadoop.fs.FsShell").getConstructor().newInstance(),
                command);
  }

  /** The jar that the class of a scheme's FileSystem comes from. */
  Path origin(String uri) throws IOException {
    Object fileSystem =
        asUser(
            () ->
                type("org.apache.hadoop.fs.FileSystem")
                    .getMethod("get", URI.class, type("org.apache.hadoop.conf.Configuration"))
                    .invoke(null, URI.create(uri), configuration()));
    URL location = fileSystem.getClass().getProtectionDomain().getCodeSource().getLocation();
    return Path.of(location.getPath()).toRealPath();
  }

  private Object configuration() throws ReflectiveOperationException {
    Class<?> type = type("org.apache.hadoop.conf.Configuration");
    Class<?> path = type("org.apache.hadoop.fs.Path");
    Object configuration = type.getConstructor().newInstance();
    Object resource = path.getConstructor(URI.class).newInstance(snippet.toUri());
    type.getMethod("addResource", path).invoke(configuration, resource);
    for (Map.Entry<String, String> setting : settings.entrySet()) {
      type.getMethod("set", String.class, String.class)
          .invoke(configuration, setting.getKey(), setting.getValue());
    }
    return configuration;
  }

  private Class<?> type(String name) throws ClassNotFoundException {
    return Class.forName(name, true, loader);
  }

  private <T> T asUser(Action<T> action) {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    thread.setContextClassLoader(loader);
    try {
      return action.run();
    } catch (InvocationTargetException e) {
      throw new AssertionError(loader.getName() + ": " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new LinkageError(loader.getName() + ": " + e, e);
    } finally {
      thread.setContextClassLoader(before);
    }
  }

  /**
   * Closes the FileSystems. The class loader stays open: Hadoop's shutdown hook still needs it when
   * this JVM ends.
   */
  @Override
  public void close() {
    Object closed =
        asUser(() -> type("org.apache.hadoop.fs.FileSystem").getMethod("closeAll").invoke(null));
    if (closed != null) {
      throw new AssertionError("closeAll returns nothing");
    }
  }

  /** What a command ended with and what it printed on both streams. */
  record Result(int exit, String output) {}

  /** Something done with the class loader of this Hadoop. */
  private interface Action<T> {
    T run() throws ReflectiveOperationException;
  }
}
