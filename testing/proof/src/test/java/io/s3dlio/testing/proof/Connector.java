package io.s3dlio.testing.proof;

import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.Objects;
import java.util.Random;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** The connector as its users bind it, by names alone, and what tests say often. */
final class Connector {

  private Connector() {}

  /** Binds our classes and knows nothing else: no file of Hadoop's defaults is read. */
  static Configuration configuration() {
    Configuration configuration = new Configuration(false);
    for (String scheme : new String[] {"s3", "az", "azure", "gs", "gcs", "direct"}) {
      configuration.set("fs." + scheme + ".impl", "io.s3dlio.fs.StoreFileSystem34");
    }
    configuration.set("fs.file.impl", "io.s3dlio.fs.StoreLocalFileSystem34");
    return configuration;
  }

  /** What an S3 server wants to be told. */
  static Configuration configuration(S3Server server) {
    return configuration(Service.S3, server);
  }

  /** What a server of this service, or a relay in front of it, wants to be told. */
  static Configuration configuration(Service service, TestServer server) {
    Configuration configuration = configuration();
    service.options(server).forEach((name, value) -> configuration.set("fs.s3dlio." + name, value));
    return configuration;
  }

  /** A copy of {@code base} with one more option. */
  static Configuration with(Configuration base, String name, String value) {
    Configuration more = new Configuration(base);
    more.set(name, value);
    return more;
  }

  /** A new FileSystem, never from Hadoop's cache; the caller closes it. */
  static FileSystem open(String uri, Configuration configuration) throws IOException {
    return FileSystem.newInstance(URI.create(uri), configuration);
  }

  static void write(FileSystem files, Path path, byte[] data) throws IOException {
    try (FSDataOutputStream out = files.create(path, true)) {
      out.write(data);
    }
  }

  static byte[] read(FileSystem files, Path path) throws IOException {
    try (FSDataInputStream in = files.open(path)) {
      return in.readAllBytes();
    }
  }

  /** Bytes that a seed decides. */
  static byte[] data(int length, long seed) {
    byte[] data = new byte[length];
    new Random(seed).nextBytes(data);
    return data;
  }

  /**
   * A new directory on the disk of this build, where O_DIRECT is usual; temporary ones may lie in
   * memory.
   */
  static java.nio.file.Path directory(String name) throws IOException {
    java.nio.file.Path parent =
        Files.createDirectories(java.nio.file.Path.of(property("s3dlio.proof.directory")));
    return Files.createTempDirectory(parent, name + "-").toRealPath();
  }

  /** The root of the repository. */
  static java.nio.file.Path repository() {
    return java.nio.file.Path.of(property("s3dlio.proof.root"));
  }

  private static String property(String name) {
    return Objects.requireNonNull(
        System.getProperty(name), () -> "the build sets " + name + "; run these tests by Maven");
  }
}
