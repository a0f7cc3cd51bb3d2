package io.s3dlio.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.spark.launcher.JavaModuleOptions;

/** The command line of a Spark that is nowhere installed: its jars come from the Maven build. */
final class SparkCommand {
  private static final String MAIN = "org.apache.spark.deploy.SparkSubmit";

  private static final String MEMORY = "spark.driver.memory=";

  private SparkCommand() {}

  /**
   * A process that does what {@code spark-submit} does, not yet started.
   *
   * @param javaOptions for the process, beside those that Spark always needs
   * @param classPath Spark's jars, and whatever else must be there from the beginning
   * @param arguments those of {@code spark-submit}
   */
  static ProcessBuilder submit(List<String> javaOptions, String classPath, List<String> arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Spark reaches into the JDK; without these flags some of its serializers fail.
    command.addAll(List.of(JavaModuleOptions.defaultModuleOptionArray()));
    command.addAll(javaOptions);
    command.add("-cp");
    command.add(classPath);
    command.add(MAIN);
    command.addAll(arguments);
    ProcessBuilder process = new ProcessBuilder(command);
    // Another Spark's settings have no meaning for this one.
    process.environment().keySet().removeAll(List.of("SPARK_HOME", "SPARK_CONF_DIR"));
    return process;
  }

  /** {@code --conf} arguments that bind our schemes. */
  static List<String> bindings() {
    List<String> arguments = new ArrayList<>();
    Bindings.ofSchemes()
        .forEach((name, value) -> arguments.addAll(conf("spark.hadoop." + name, value)));
    return arguments;
  }

  static List<String> conf(String name, String value) {
    return List.of("--conf", name + "=" + value);
  }

  /** {@code ./s3dlio spark-submit ...}: our schemes are bound, the rest is the caller's. */
  static int run(Home home, List<String> callers) throws IOException, InterruptedException {
    List<String> arguments = new ArrayList<>(bindings());
    // Spark would write slow events to its log with all options of the job, secrets too.
    arguments.addAll(conf("spark.scheduler.listenerbus.logSlowEvent", "false"));
    arguments.addAll(callers);
    String classPath = home.sparkClassPath() + File.pathSeparator + home.bundle();
    return submit(javaOptions(callers), classPath, arguments).inheritIO().start().waitFor();
  }

  private static List<String> javaOptions(List<String> callers) {
    List<String> options = new ArrayList<>(List.of("-Xmx" + driverMemory(callers)));
    // The variable that the launcher applies to every other verb.
    String more = System.getenv().getOrDefault("S3DLIO_JAVA_OPTS", "").trim();
    if (!more.isEmpty()) {
      options.addAll(List.of(more.split(" +")));
    }
    return options;
  }

  /**
   * What the caller asks for, else Spark's default. The driver runs in the process that we start,
   * so that Spark comes too late to set it.
   */
  static String driverMemory(List<String> callers) {
    String memory = "1g";
    for (int i = 0; i + 1 < callers.size(); i++) {
      String value = callers.get(i + 1);
      if (callers.get(i).equals("--driver-memory")) {
        return value;
      }
      if (Set.of("--conf", "-c").contains(callers.get(i)) && value.startsWith(MEMORY)) {
        memory = value.substring(MEMORY.length());
      }
    }
    return memory;
  }
}
