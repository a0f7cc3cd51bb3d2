package io.s3dlio.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Secrets given to Spark as options stand neither in its event log nor in what it prints. */
final class SparkSecretsTest {
  private static final String CANARY = "canary-of-another-bucket";
  private static final String TOKEN = "canary-token-of-another-bucket";

  private final Path folder;

  SparkSecretsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void neitherTheEventLogNorTheOutputShowsOne() throws Exception {
    Path input = Files.createDirectories(folder.resolve("input"));
    Files.writeString(input.resolve("text"), "to be or not to be\n");
    Path events = Files.createDirectories(folder.resolve("events"));
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("spark");
      Launcher.Result result = wordCount(server, input, events);
      assertThat(result.exit()).as(result.output()).isZero();
      String log = textOf(events);
      // What is no secret stands there, so the log is one that could have told.
      assertThat(log)
          .contains("SparkListenerApplicationEnd", "fs.s3dlio.s3.access-key-secret", "redacted")
          .contains("" + server.endpoint());
      assertThat(List.of(log, result.output()))
          .noneMatch(text -> text.contains(server.secretKey()))
          .noneMatch(text -> text.contains(CANARY))
          .noneMatch(text -> text.contains(TOKEN));
    }
  }

  private Launcher.Result wordCount(S3Server server, Path input, Path events)
      throws IOException, InterruptedException {
    String other = "spark.hadoop.fs.s3dlio.bucket.other.s3.";
    Map<String, String> settings =
        Map.of(
            "spark.eventLog.enabled",
            "true",
            "spark.eventLog.dir",
            events.toUri().toString(),
            "spark.eventLog.compress",
            "false",
            "spark.ui.enabled",
            "false",
            "spark.hadoop.fs.s3dlio.s3.endpoint",
            server.endpoint().toString(),
            "spark.hadoop.fs.s3dlio.s3.region",
            server.region(),
            "spark.hadoop.fs.s3dlio.s3.access-key-id",
            server.accessKey(),
            "spark.hadoop.fs.s3dlio.s3.access-key-secret",
            server.secretKey(),
            other + "access-key-secret",
            CANARY,
            other + "session-token",
            TOKEN);
    List<String> arguments = new ArrayList<>(List.of("spark-submit", "--master", "local[2]"));
    settings.forEach((name, value) -> arguments.addAll(SparkCommand.conf(name, value)));
    // Every event is a slow one, which Spark would write to its log with all options.
    arguments.addAll(
        SparkCommand.conf("spark.scheduler.listenerbus.logSlowEvent.threshold", "1us"));
    arguments.addAll(List.of("--verbose", "--class", "io.s3dlio.examples.WordCount"));
    arguments.add(new Home(Launcher.HOME).examples().toString());
    arguments.addAll(List.of(input.toUri().toString(), "s3://spark/words"));
    return Launcher.run(arguments.toArray(String[]::new));
  }

  private static String textOf(Path folder) throws IOException {
    StringBuilder text = new StringBuilder();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        text.append(Files.readString(file, StandardCharsets.ISO_8859_1));
      }
    }
    return text.toString();
  }
}
