package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestServer;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** FileSystems that come and go leave neither files, sockets nor threads behind. */
@Timeout(120)
final class LeakTest {

  private static final List<String> POOLS = List.of("s3dlio-io-", "S3Proxy", "gcs-fake-");
  private static final int FILE_SYSTEMS = 25;

  @ParameterizedTest
  @EnumSource(Service.class)
  void aClosedFileSystemOfObjectsLeavesNothing(Service service) throws IOException {
    try (TestServer server = service.startServer()) {
      service.createBucket(server, "leaks");
      assertLeavesNothing(() -> useOneBehindARelay(service, server));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "file"})
  void aClosedFileSystemOfFilesLeavesNothing(String scheme) throws IOException {
    assertLeavesNothing(
        () -> {
          Path folder = new Path(scheme + "://" + Connector.directory("leaks"));
          use(folder, Connector.configuration());
        });
  }

  /** What opens a FileSystem, uses it and closes it. */
  @FunctionalInterface
  private interface Use {
    void run() throws IOException;
  }

  private static void assertLeavesNothing(Use use) throws IOException {
    // Once for what the JVM and the libraries open and keep, whatever we do.
    use.run();
    Map<String, Long> before = threads();
    LeakCheck leaks = LeakCheck.begin();
    for (int i = 0; i < FILE_SYSTEMS; i++) {
      use.run();
    }
    leaks.assertNothingNewOpen();
    LeakCheck.assertNoThreads("relay-");
    assertThat(newThreads(before)).as("kinds of threads that multiplied").isEmpty();
  }

  /** The relay ends with it, and with the relay every connection that the server kept alive. */
  private static void useOneBehindARelay(Service service, TestServer server) throws IOException {
    try (Relay relay = Relay.inFrontOf(server)) {
      use(new Path(service.root("leaks") + "/folder"), Connector.configuration(service, relay));
    }
  }

  private static void use(Path folder, Configuration configuration) throws IOException {
    try (FileSystem files = Connector.open(folder.toString(), configuration)) {
      Path file = new Path(folder, "file");
      byte[] data = Connector.data(300_000, 1);
      Connector.write(files, file, data);
      files.open(file).close();
      assertThat(Connector.read(files, file).length).isEqualTo(data.length);
      files.rename(file, new Path(folder, "other"));
      files.delete(folder, true);
    }
  }

  /**
   * How many threads of each kind live; numbers in names make no kind. Not counted are the engine's
   * and the servers', which are pools with bounds of their own.
   */
  private static Map<String, Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> POOLS.stream().noneMatch(name::startsWith))
        .map(name -> name.replaceAll("\\d+", "N"))
        .collect(Collectors.groupingBy(name -> name, TreeMap::new, Collectors.counting()));
  }

  private static Map<String, Long> newThreads(Map<String, Long> before) {
    Map<String, Long> now = new TreeMap<>(threads());
    before.forEach((kind, count) -> now.computeIfPresent(kind, (k, n) -> n > count ? n : null));
    now.values().removeIf(count -> count < FILE_SYSTEMS / 2);
    return now;
  }
}
