package io.s3dlio.testing.servers;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * Runs an S3 server by hand: {@code [--port NUMBER] [--directory DIRECTORY] [--bucket NAME]}.
 *
 * <p>Without a directory objects live in memory. Prints the endpoint and the keys once it serves,
 * and goes on until the process is ended.
 */
public final class ServerMain {
  private static final String USAGE =
      "Arguments: [--port NUMBER] [--directory DIRECTORY] [--bucket NAME]";

  private ServerMain() {}

  public static void main(String[] arguments) throws IOException, InterruptedException {
    S3Server server;
    try {
      server = start(arguments);
    } catch (IllegalArgumentException e) {
      System.err.println(e.getMessage());
      System.exit(2);
      return;
    }
    Runtime.getRuntime().addShutdownHook(new Thread(server::close, "end-of-server"));
    announce(server, System.out);
    new CountDownLatch(1).await();
  }

  static S3Server start(String[] arguments) throws IOException {
    int port = 0;
    Optional<Path> directory = Optional.empty();
    Optional<String> bucket = Optional.empty();
    for (int i = 0; i < arguments.length; i += 2) {
      String value = i + 1 < arguments.length ? arguments[i + 1] : "";
      if (arguments[i].equals("--port") && value.matches("\\d{1,5}")) {
        port = Integer.parseInt(value);
      } else if (arguments[i].equals("--directory") && !value.isEmpty()) {
        directory = Optional.of(Path.of(value));
      } else if (arguments[i].equals("--bucket") && !value.isEmpty()) {
        bucket = Optional.of(value);
      } else {
        throw new IllegalArgumentException("Not understood: " + arguments[i] + ". " + USAGE);
      }
    }
    Path jar = ServerJars.s3proxy();
    S3Server server =
        directory.isPresent()
            ? S3ProxyServer.onDirectory(jar, port, directory.get())
            : S3ProxyServer.inMemory(jar, port);
    if (bucket.isPresent()) {
      server.createBucket(bucket.get());
    }
    return server;
  }

  static void announce(S3Server server, PrintStream out) {
    out.println("endpoint   " + server.endpoint());
    out.println("access key " + server.accessKey());
    out.println("secret key " + server.secretKey());
    out.println("region     " + server.region());
  }
}
