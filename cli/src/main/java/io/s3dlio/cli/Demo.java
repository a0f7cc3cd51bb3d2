package io.s3dlio.cli;

import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.SchemeServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.ContentSummary;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.FsShell;
import org.apache.hadoop.util.ToolRunner;

/**
 * {@code ./s3dlio demo [--scheme SCHEME] [DIR]}: files go into a server of the scheme by {@code
 * hadoop fs}, Spark works on them, and every result is compared with the same job on local files.
 *
 * <p>The server keeps objects in memory; a relay in front of it counts the requests of this process
 * and of Spark's alike.
 */
public final class Demo {
  /** A job of seconds ends before the second compiler has earned its time. */
  private static final List<String> QUICK_START =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  /** Variables of the user that would outweigh those of the demo's server. */
  private static final List<String> FOREIGN =
      List.of(
          "AWS_SESSION_TOKEN",
          "AZURE_STORAGE_CONNECTION_STRING",
          "AZURE_STORAGE_SAS_TOKEN",
          "STORAGE_EMULATOR_HOST");

  private final Home home;
  private final DemoFiles files;
  private final Path work;
  private final SchemeServer server;
  private final Relay relay;
  private final String bucket;
  private final String results;
  private final FileSystem store;
  private final DemoTable table;

  private Demo(Home home, DemoFiles files, Path work, SchemeServer server, Relay relay)
      throws IOException {
    this.home = home;
    this.files = files;
    this.work = work;
    this.server = server;
    this.relay = relay;
    this.bucket = server.root("demo");
    this.results = server.root("demo-results");
    this.store = new org.apache.hadoop.fs.Path(bucket + "/").getFileSystem(configuration());
    this.table = new DemoTable(System.out);
  }

  /** Arguments: {@code --scheme} and one of its values, and the folder to put; both may miss. */
  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("s3dlio-demo-");
    try {
      Home home = Home.ofLauncher();
      DemoArguments asked = DemoArguments.parse(arguments, home.folder());
      DemoFiles files = DemoFiles.of(asked.folder());
      System.out.printf(
          "%d files, %d bytes from %s%n", files.files().size(), files.bytes(), asked.folder());
      try (SchemeServer server = SchemeServer.start(asked.scheme());
          Relay relay = Relay.inFrontOf(server.server())) {
        System.out.println(server.server() + ", objects in memory\n");
        String name = asked.folder().toRealPath().getFileName().toString();
        new Demo(home, files.stagedIn(work.resolve(name)), work, server, relay).run();
      }
      removeTree(work);
    } catch (DemoFailure | IllegalStateException | IOException e) {
      System.err.println("s3dlio demo: " + (e instanceof IOException ? e : e.getMessage()));
      System.err.println("s3dlio demo: logs and local results are in " + work);
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    String scheme = server.scheme() + "://";
    String there = bucket + "/" + files.folder().getFileName();
    timed("hadoop fs -put -d " + files.folder().getFileName() + " " + bucket + "/", this::put);
    timed(
        "every object read back and compared",
        () -> {
          DemoResults.compareObjects(store, there, files);
          return new long[] {files.files().size(), files.bytes()};
        });
    timed("spark-submit on " + scheme, () -> spark(server.scheme(), there, results + "/tour"));
    Path local = work.resolve("results");
    timed("spark-submit on local files", () -> spark("local", uri(files.folder()), uri(local)));
    int words = compare("words", local);
    int kinds = compare("kinds", local);
    int sizes = compare("sizes", local);
    System.out.println("\nThe files as TFRecord on " + scheme + ", by kind:");
    DemoTable.print(System.out, DemoResults.answer(fileSystem(results), results + "/tour/sizes"));
    System.out.printf(
        "%nEqual on %s and on local files: %d objects byte for byte, a word count of %d words,"
            + " a Parquet query of %d lines, one of TFRecord of %d.%n",
        scheme, files.files().size(), words, kinds, sizes - 1);
  }

  private long[] put() throws Exception {
    // -d: a store shows a file when it is whole, so no temporary name is needed; -t: threads.
    String[] command = {"-put", "-d", "-t", "4", files.folder().toString(), bucket + "/"};
    int exit = ToolRunner.run(store.getConf(), new FsShell(), command);
    if (exit != 0) {
      throw new DemoFailure("hadoop fs -put ended with " + exit);
    }
    return summary(bucket + "/");
  }

  private long[] spark(String name, String input, String output) throws Exception {
    Path log = work.resolve("spark-" + name + ".log");
    List<String> arguments = new ArrayList<>(List.of("--master", "local[2]"));
    arguments.addAll(List.of("--jars", home.bundle().toString()));
    arguments.addAll(SparkCommand.bindings());
    server
        .hadoopOptions(relay.endpoint())
        .forEach((key, value) -> arguments.addAll(SparkCommand.conf("spark.hadoop." + key, value)));
    arguments.addAll(SparkCommand.conf("spark.ui.enabled", "false"));
    arguments.addAll(SparkCommand.conf("spark.log.level", "WARN"));
    arguments.addAll(SparkCommand.conf("spark.driver.bindAddress", "127.0.0.1"));
    arguments.addAll(SparkCommand.conf("spark.driver.host", "127.0.0.1"));
    arguments.addAll(SparkCommand.conf("spark.local.dir", work.resolve("spark").toString()));
    arguments.addAll(SparkCommand.conf("spark.sql.warehouse.dir", uri(work.resolve("spark"))));
    arguments.addAll(SparkCommand.conf("spark.sql.shuffle.partitions", "2"));
    arguments.addAll(List.of("--class", "io.s3dlio.examples.Tour", home.examples().toString()));
    arguments.addAll(List.of(input, output));
    ProcessBuilder process = SparkCommand.submit(QUICK_START, home.sparkClassPath(), arguments);
    // By environment, as one would anywhere: a command line is visible to all users of a machine.
    process.environment().keySet().removeAll(FOREIGN);
    process.environment().putAll(server.environment());
    int exit = process.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    if (exit != 0) {
      throw new DemoFailure("spark-submit ended with " + exit + ":\n" + tail(log));
    }
    return summary(output);
  }

  private int compare(String answer, Path local) throws IOException {
    List<String> there = DemoResults.answer(fileSystem(results), results + "/tour/" + answer);
    List<String> here = DemoResults.answer(fileSystem("file:///"), uri(local.resolve(answer)));
    return DemoResults.compareAnswers(answer, there, here);
  }

  private void timed(String step, Step work) throws Exception {
    relay.reset();
    long start = System.nanoTime();
    long[] objectsAndBytes = work.run();
    long end = System.nanoTime();
    table.row(step, objectsAndBytes[0], objectsAndBytes[1], relay.requests().size(), end - start);
  }

  private long[] summary(String folder) throws IOException {
    ContentSummary summary =
        fileSystem(folder).getContentSummary(new org.apache.hadoop.fs.Path(folder));
    return new long[] {summary.getFileCount(), summary.getLength()};
  }

  private FileSystem fileSystem(String uri) throws IOException {
    return new org.apache.hadoop.fs.Path(uri).getFileSystem(store.getConf());
  }

  /** Of this process, in which the server's keys may stand. */
  private Configuration configuration() {
    Configuration configuration = Bindings.configuration();
    server.hadoopOptions().forEach(configuration::set);
    server.hadoopOptions(relay.endpoint()).forEach(configuration::set);
    return configuration;
  }

  private static String uri(Path path) {
    return path.toUri().toString();
  }

  private static String tail(Path log) throws IOException {
    List<String> lines = Files.readAllLines(log, StandardCharsets.ISO_8859_1);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
  }

  private static void removeTree(Path folder) throws IOException {
    try (Stream<Path> paths = Files.walk(folder)) {
      for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }

  /** A step of the demo; returns how many objects and how many bytes it left or read. */
  private interface Step {
    long[] run() throws Exception;
  }
}
