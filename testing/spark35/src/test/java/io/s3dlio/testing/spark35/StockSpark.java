package io.s3dlio.testing.spark35;

import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.spark.launcher.JavaModuleOptions;

/** {@code spark-submit} of a stock Spark: its own jars, {@code --jars} bundle, our properties. */
final class StockSpark {
  private static final int MINUTES = 5;

  private StockSpark() {}

  /**
   * Runs {@link Tours} and waits for its end.
   *
   * @param settings as {@code --conf} would have them, without {@code spark.hadoop.}
   * @param environment with the secrets, as everybody on a machine sees command lines
   * @param work a folder for logs and temporary files
   */
  static void tours(
      Map<String, String> settings,
      Map<String, String> environment,
      List<String> folders,
      Path work)
      throws IOException, InterruptedException, URISyntaxException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptions().trim().split(" +")));
    command.addAll(List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    String examples = property("s3dlio.examples.jar");
    command.addAll(
        List.of("-cp", String.join(File.pathSeparator, sparkJars(), examples, ownClasses())));
    command.add("org.apache.spark.deploy.SparkSubmit");
    command.addAll(List.of("--master", "local[2]", "--jars", property("s3dlio.bundle.jar")));
    command.addAll(
        List.of("--properties-file", home().resolve("conf/spark-defaults-hadoop-3.3.conf") + ""));
    settings.forEach((name, value) -> command.addAll(conf("spark.hadoop." + name, value)));
    command.addAll(conf("spark.ui.enabled", "false"));
    command.addAll(conf("spark.driver.bindAddress", "127.0.0.1"));
    command.addAll(conf("spark.driver.host", "127.0.0.1"));
    command.addAll(conf("spark.local.dir", work.toString()));
    command.addAll(conf("spark.sql.warehouse.dir", work.toUri().toString()));
    command.addAll(conf("spark.sql.shuffle.partitions", "2"));
    command.addAll(List.of("--class", Tours.class.getName(), examples));
    command.addAll(folders);
    run(command, environment, work);
  }

  private static void run(List<String> command, Map<String, String> environment, Path work)
      throws IOException, InterruptedException {
    Path log = work.resolve("spark.log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeAll(List.of("SPARK_HOME", "SPARK_CONF_DIR"));
    builder.environment().putAll(environment);
    Process process = builder.directory(work.toFile()).redirectOutput(log.toFile()).start();
    boolean ended = process.waitFor(MINUTES, TimeUnit.MINUTES);
    if (!ended) {
      process.destroyForcibly();
    }
    if (!ended || process.exitValue() != 0) {
      throw new AssertionError(
          (ended ? "Spark ended with " + process.exitValue() : "Spark still ran")
              + ":\n"
              + Files.readString(log, StandardCharsets.ISO_8859_1));
    }
  }

  private static List<String> conf(String name, String value) {
    return List.of("--conf", name + "=" + value);
  }

  /** Spark's jars and what they bring, as Maven resolved them. */
  static String sparkJars() throws IOException {
    return Files.readString(Path.of(property("s3dlio.spark.cp"))).trim();
  }

  private static String ownClasses() throws URISyntaxException {
    return Path.of(Tours.class.getProtectionDomain().getCodeSource().getLocation().toURI())
        .toString();
  }

  /** The checkout. */
  static Path home() throws IOException {
    return Path.of(property("s3dlio.home")).toRealPath();
  }

  private static String property(String name) {
    return Objects.requireNonNull(System.getProperty(name), "run this test with mvn verify");
  }
}
