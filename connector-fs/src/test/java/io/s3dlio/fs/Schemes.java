package io.s3dlio.fs;

import io.s3dlio.testing.servers.SchemeServer;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * A fresh, empty directory or container for each scheme that a test runs on; servers are started
 * when they are first needed.
 */
final class Schemes implements Closeable {

  /** Every scheme whose files appear all at once when they are closed. */
  static final List<String> STORES =
      Stream.of("memory", "s3", "az", "gs", "direct")
          .filter(scheme -> !scheme.equals("az") || !TestFiles.withoutAzure())
          .toList();

  private static final AtomicInteger NAMES = new AtomicInteger();

  private final Map<String, SchemeServer> servers = new TreeMap<>();
  private final Path disk;

  Schemes() throws IOException {
    disk = Files.createTempDirectory(Path.of("target"), "schemes").toAbsolutePath();
  }

  /** The server of a scheme. */
  synchronized SchemeServer server(String scheme) {
    return servers.computeIfAbsent(scheme, SchemeServer::start);
  }

  /** The URI of a new empty place, without a slash at its end. */
  String place(String scheme) throws IOException {
    String name = "place-" + NAMES.incrementAndGet();
    return switch (scheme) {
      case "memory" -> TestFiles.memoryBucket() + "/base";
      case "s3", "az", "gs" -> server(scheme).root(name) + "/base";
      default -> scheme + ":" + Files.createDirectory(disk.resolve(name)) + "/base";
    };
  }

  /** Knows the servers started so far. */
  synchronized Configuration configuration() {
    Configuration configuration = TestFiles.configuration();
    servers.values().forEach(server -> server.hadoopOptions().forEach(configuration::set));
    return configuration;
  }

  @Override
  public synchronized void close() throws IOException {
    servers.values().forEach(SchemeServer::close);
    try (Stream<Path> all = Files.walk(disk)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
