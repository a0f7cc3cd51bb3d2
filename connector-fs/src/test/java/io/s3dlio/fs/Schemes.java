package io.s3dlio.fs;

import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/** A fresh, empty directory or bucket for each scheme that a test runs on. */
final class Schemes implements Closeable {

  /** Every scheme whose files appear all at once when they are closed. */
  static final List<String> STORES = List.of("memory", "s3", "direct");

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final S3Server server = S3ProxyServer.start();
  private final Path disk;

  Schemes() throws IOException {
    disk = Files.createTempDirectory(Path.of("target"), "schemes").toAbsolutePath();
  }

  S3Server server() {
    return server;
  }

  /** The URI of a new empty place, without a slash at its end. */
  String place(String scheme) throws IOException {
    String name = "place-" + NAMES.incrementAndGet();
    return switch (scheme) {
      case "memory" -> TestFiles.memoryBucket() + "/base";
      case "s3" -> {
        server.createBucket(name);
        yield "s3://" + name + "/base";
      }
      default -> scheme + ":" + Files.createDirectory(disk.resolve(name)) + "/base";
    };
  }

  Configuration configuration() {
    return TestFiles.configuration(server, server.endpoint());
  }

  @Override
  public void close() throws IOException {
    server.close();
    try (Stream<Path> all = Files.walk(disk)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
