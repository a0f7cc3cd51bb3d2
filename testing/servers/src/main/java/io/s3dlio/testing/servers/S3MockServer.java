package io.s3dlio.testing.servers;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Starts S3Mock in a process of its own; about eight seconds on a quiet machine.
 *
 * <p>It verifies checksums, forgets aborted uploads and takes {@code p} beside {@code p/q}. It
 * checks no signature, and it lets several of many conditional writers win.
 */
public final class S3MockServer {
  private static final Duration START_LIMIT = Duration.ofMinutes(2);
  private static final Pattern HTTP_PORT =
      Pattern.compile("Tomcat started on ports? .*?(\\d+) \\(http\\)");

  private S3MockServer() {}

  /** Starts a server on a free port, with the jar of this build. */
  public static S3Server start() {
    return start(ServerJars.s3mock());
  }

  /** Starts a server on a free port with S3Mock's executable jar. */
  public static S3Server start(Path jar) {
    String name = "s3mock";
    Path directory = ChildProcess.newDirectory(name);
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx1g",
            // Short runs: the time to start counts more than the speed at the end.
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-jar",
            ServerJars.required(jar).toString(),
            "--com.adobe.testing.s3mock.http-port=0",
            "--server.port=0",
            "--server.address=127.0.0.1",
            "--com.adobe.testing.s3mock.store.root=" + directory.resolve("data"));
    ChildProcess process = ChildProcess.start(name, directory, command, Map.of());
    int port =
        process.await(
            "the line 'Tomcat started on ports' in its log", START_LIMIT, S3MockServer::port);
    return ProcessServer.whenReady(
        name,
        process,
        URI.create("http://127.0.0.1:" + port),
        Set.of(
            ServerTrait.VERIFIES_TRAILERS,
            ServerTrait.KEY_BESIDE_PREFIX,
            ServerTrait.REFUSES_PARTS_AFTER_ABORT),
        START_LIMIT);
  }

  private static Optional<Integer> port(String log) {
    Matcher started = HTTP_PORT.matcher(log);
    return started.find() ? Optional.of(Integer.valueOf(started.group(1))) : Optional.empty();
  }
}
