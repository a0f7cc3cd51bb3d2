package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** FileSystems that come and go leave neither files, sockets nor threads behind. */
@Timeout(120)
final class LeakTest {

  private static final int FILE_SYSTEMS = 25;

  @Test
  void aClosedFileSystemLeavesNothing() throws IOException {
    try (S3Server server = S3ProxyServer.start()) {
      server.createBucket("leaks");
      for (String scheme : new String[] {"s3", "direct", "file"}) {
        // Once for what the JVM and the libraries open and keep, whatever we do.
        useOneBehindARelay(server, scheme);
        Map<String, Long> before = threads();
        LeakCheck leaks = LeakCheck.begin();
        for (int i = 0; i < FILE_SYSTEMS; i++) {
          useOneBehindARelay(server, scheme);
        }
        leaks.assertNothingNewOpen();
        LeakCheck.assertNoThreads("relay-");
        assertThat(newThreads(before))
            .as("kinds of threads that multiplied on %s", scheme)
            .isEmpty();
      }
    }
  }

  /** The relay ends with it, and with the relay every connection that the server kept alive. */
  private static void useOneBehindARelay(S3Server server, String scheme) throws IOException {
    try (Relay relay = Relay.inFrontOf(server)) {
      Path folder =
          scheme.equals("s3")
              ? new Path("s3://leaks/folder")
              : new Path(scheme + "://" + Connector.directory("leaks"));
      try (FileSystem files = Connector.open(folder.toString(), Connector.configuration(relay))) {
        Path file = new Path(folder, "file");
        byte[] data = Connector.data(300_000, 1);
        Connector.write(files, file, data);
        files.open(file).close();
        assertThat(Connector.read(files, file).length).isEqualTo(data.length);
        files.rename(file, new Path(folder, "other"));
        files.delete(folder, true);
      }
    }
  }

  /**
   * How many threads of each kind live; numbers in names make no kind. Not counted are the engine's
   * and the server's, which are pools with bounds of their own.
   */
  private static Map<String, Long> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> !name.startsWith("s3dlio-io-") && !name.startsWith("S3Proxy"))
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
