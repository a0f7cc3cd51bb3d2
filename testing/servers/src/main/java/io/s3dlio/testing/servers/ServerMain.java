package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * Runs a server by hand: {@code [--scheme s3|az|gs] [--port NUMBER] [--directory DIRECTORY]
 * [--bucket NAME]}.
 *
 * <p>Without a directory objects live in memory; the bucket of {@code az} is a container. Prints
 * the endpoint and the keys once it serves, and goes on until the process is ended.
 */
public final class ServerMain {
  private static final String USAGE =
      "Arguments: [--scheme s3|az|gs] [--port NUMBER] [--directory DIRECTORY] [--bucket NAME]";

  private ServerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    SchemeServer server;
    try {
      server = start(arguments);
    } catch (IllegalArgumentException | IllegalStateException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end-of-server"));
    announce(server, System.out);
    new CountDownLatch(1).await();
  }

  static SchemeServer start(String[] arguments) throws IOException {
    String scheme = "s3";
    int port = 0;
    Optional<Path> directory = Optional.empty();
    Optional<String> bucket = Optional.empty();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (arguments[i].equals("--scheme") && SchemeServer.SCHEMES.contains(value)) {
        scheme = value;
      } else if (arguments[i].equals("--port") && value.matches("\\d{1,5}")) {
        port = Integer.parseInt(value);
      } else if (arguments[i].equals("--directory") && !value.isEmpty()) {
        directory = Optional.of(Path.of(value));
      } else if (arguments[i].equals("--bucket") && !value.isEmpty()) {
        bucket = Optional.of(value);
      } else {
        throw new IllegalArgumentException("Not understood: " + arguments[i] + ". " + USAGE);
      }
    }
    SchemeServer server = SchemeServer.start(scheme, port, directory);
    if (bucket.isPresent()) {
      server.root(bucket.get());
    }
    return server;
  }

  /** Lines that programs read as well; the keys of these servers guard nothing. */
  static void announce(SchemeServer server, PrintStream out) {
    out.println("endpoint " + server.server().endpoint());
    new TreeMap<>(server.hadoopOptions(server.server().endpoint()))
        .forEach((name, value) -> out.println("option   " + name + "=" + value));
    new TreeMap<>(server.environment())
        .forEach((name, value) -> out.println("export   " + name + "=" + value));
    out.println("ready");
  }
}
