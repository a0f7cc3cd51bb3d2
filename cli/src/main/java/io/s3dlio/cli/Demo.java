package io.s3dlio.cli;

import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
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
 * {@code ./s3dlio demo [DIR]}: files go into a real S3 server by {@code hadoop fs}, Spark works on
 * them, and every result is compared with the same job on local files.
 *
 * <p>The server lives in this process and keeps objects in memory; a relay in front of it counts
 * the requests of this process and of Spark's alike.
 */
public final class Demo {
  private static final String BUCKET = "s3://demo";

  /** A job of seconds ends before the second compiler has earned its time. */
  private static final List<String> QUICK_START =
      List.of("-Xmx1g", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto");

  private static final String RESULTS = "s3://demo-results";

  private final Home home;
  private final DemoFiles files;
  private final Path work;
  private final Relay relay;
  private final FileSystem store;
  private final DemoTable table;

  private Demo(Home home, DemoFiles files, Path work, Relay relay) throws IOException {
    this.home = home;
    this.files = files;
    this.work = work;
    this.relay = relay;
    this.store = new org.apache.hadoop.fs.Path(BUCKET + "/").getFileSystem(configuration(relay));
    this.table = new DemoTable(System.out);
  }

  /** Argument: the folder to put, this checkout when there is none. */
  public static void main(String[] arguments) throws Exception {
    Path work = Files.createTempDirectory("s3dlio-demo-");
    try {
      Home home = Home.ofLauncher();
      Path folder = arguments.length > 0 ? Path.of(arguments[0]) : home.folder();
      DemoFiles files = DemoFiles.of(folder);
      System.out.printf(
          "%d files, %d bytes from %s%n", files.files().size(), files.bytes(), folder);
      try (S3Server server = S3ProxyServer.start();
          Relay relay = Relay.inFrontOf(server)) {
        System.out.println("S3 server at " + server.endpoint() + ", objects in memory\n");
        relay.createBucket("demo");
        relay.createBucket("demo-results");
        String name = folder.toRealPath().getFileName().toString();
        new Demo(home, files.stagedIn(work.resolve(name)), work, relay).run();
      }
      removeTree(work);
    } catch (DemoFailure | IOException e) {
      System.err.println("s3dlio demo: " + (e instanceof DemoFailure ? e.getMessage() : e));
      System.err.println("s3dlio demo: logs and local results are in " + work);
      System.exit(1);
    }
    System.exit(0);
  }

  private void run() throws Exception {
    String there = BUCKET + "/" + files.folder().getFileName();
    timed("hadoop fs -put -d " + files.folder().getFileName() + " s3://demo/", this::put);
    timed(
        "every object read back and compared",
        () -> {
          DemoResults.compareObjects(store, there, files);
          return new long[] {files.files().size(), files.bytes()};
        });
    timed("spark-submit on s3://", () -> spark("s3", there, RESULTS + "/tour"));
    Path local = work.resolve("results");
    timed("spark-submit on local files", () -> spark("local", uri(files.folder()), uri(local)));
    int words = compare("words", local);
    int kinds = compare("kinds", local);
    System.out.printf(
        "%nEqual on s3:// and on local files: %d objects byte for byte, a word count of %d words,"
            + " a Parquet query of %d lines.%n",
        files.files().size(), words, kinds);
  }

  private long[] put() throws Exception {
    // -d: a store shows a file when it is whole, so no temporary name is needed; -t: threads.
    String[] command = {"-put", "-d", "-t", "4", files.folder().toString(), BUCKET + "/"};
    int exit = ToolRunner.run(store.getConf(), new FsShell(), command);
    if (exit != 0) {
      throw new DemoFailure("hadoop fs -put ended with " + exit);
    }
    return summary(BUCKET + "/");
  }

  private long[] spark(String name, String input, String output) throws Exception {
    Path log = work.resolve("spark-" + name + ".log");
    List<String> arguments = new ArrayList<>(List.of("--master", "local[2]"));
    arguments.addAll(List.of("--jars", home.bundle().toString()));
    arguments.addAll(SparkCommand.bindings());
    arguments.addAll(
        SparkCommand.conf("spark.hadoop.fs.s3dlio.s3.endpoint", "" + relay.endpoint()));
    arguments.addAll(SparkCommand.conf("spark.hadoop.fs.s3dlio.s3.region", relay.region()));
    arguments.addAll(SparkCommand.conf("spark.hadoop.fs.s3dlio.s3.path-style", "true"));
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
    process.environment().put("AWS_ACCESS_KEY_ID", relay.accessKey());
    process.environment().put("AWS_SECRET_ACCESS_KEY", relay.secretKey());
    process.environment().remove("AWS_SESSION_TOKEN");
    int exit = process.redirectErrorStream(true).redirectOutput(log.toFile()).start().waitFor();
    if (exit != 0) {
      throw new DemoFailure("spark-submit ended with " + exit + ":\n" + tail(log));
    }
    return summary(output);
  }

  private int compare(String answer, Path local) throws IOException {
    List<String> there = DemoResults.answer(fileSystem(RESULTS), RESULTS + "/tour/" + answer);
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

  private static Configuration configuration(S3Server server) {
    Configuration configuration = Bindings.configuration();
    configuration.set("fs.s3dlio.s3.endpoint", server.endpoint().toString());
    configuration.set("fs.s3dlio.s3.region", server.region());
    configuration.set("fs.s3dlio.s3.path-style", "true");
    configuration.set("fs.s3dlio.s3.access-key-id", server.accessKey());
    configuration.set("fs.s3dlio.s3.access-key-secret", server.secretKey());
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
