package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Rows of {@code docs/known-mistakes.md} in the words of one service, and that all rows have a
 * test.
 */
@Timeout(180)
final class KnownMistakesTest {

  private static final String ROOT = "s3://mistakes";
  private static final Pattern TEST = Pattern.compile("`(\\w+)#(\\w+)` \\|$");

  private static S3Server server;
  private static Relay relay;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket("mistakes");
    relay = Relay.inFrontOf(server);
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  private static FileSystem open() throws IOException {
    relay.faults(FaultPlan.none());
    relay.reset();
    return Connector.open(ROOT, Connector.configuration(relay));
  }

  private static Path path(String key) {
    return new Path(ROOT + "/" + key);
  }

  /** A test that was renamed or removed leaves a row that promises nothing. */
  @Test
  void everyTestInTheTableExists() throws IOException {
    List<String> rows =
        Files.readAllLines(Connector.repository().resolve("docs/known-mistakes.md")).stream()
            .filter(line -> line.matches("\\| \\d+ .*"))
            .toList();
    assertThat(rows).hasSizeGreaterThan(20);
    for (String row : rows) {
      Matcher named = TEST.matcher(row);
      assertThat(named.find()).as(row).isTrue();
      assertThat(sources(named.group(1)))
          .as(row)
          .anyMatch(text -> text.contains(" " + named.group(2) + "("));
    }
  }

  private static List<String> sources(String type) throws IOException {
    try (Stream<java.nio.file.Path> all =
        Files.find(
            Connector.repository(),
            20,
            (file, facts) ->
                file.endsWith(type + ".java") && file.toString().contains("/src/test/"))) {
      List<String> texts = new ArrayList<>();
      for (java.nio.file.Path file : all.toList()) {
        texts.add(Files.readString(file));
      }
      return texts;
    }
  }

  @Test
  void aLargeFileNeedsLittleMemory() throws IOException {
    // Larger than the budget of 128 MiB: with all of it in memory the last assertion would fail.
    int pieces = 160;
    byte[] piece = Connector.data(1 << 20, 3);
    try (FileSystem files = open()) {
      try (FSDataOutputStream out = files.create(path("large"), true)) {
        for (int i = 0; i < pieces; i++) {
          out.write(piece);
        }
      }
      byte[] read = new byte[1 << 20];
      try (FSDataInputStream in = files.open(path("large"))) {
        for (int i = 0; i < pieces; i++) {
          in.readFully(read);
          assertThat(Arrays.equals(read, piece)).as("piece %s", i).isTrue();
        }
        assertThat(in.read()).isEqualTo(-1);
      }
      assertThat(IoRuntime.shared(StoreConfig.defaults().memory()).buffers().bytesAllocated())
          .isLessThanOrEqualTo(128L << 20);
      files.delete(path("large"), false);
    }
  }

  @Test
  void aListingThatBreaksOffIsAnError() throws IOException {
    try (FileSystem files = open()) {
      putMany(files, "pages", 1200);
      relay.faults(
          FaultPlan.none()
              .on(r -> r.has("continuation-token"), Fault.status(403, "AccessDenied"))
              .always());
      assertThatThrownBy(() -> files.listStatus(path("pages")))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining(ROOT + "/pages");
      assertThatThrownBy(() -> files.delete(path("pages"), true))
          .isInstanceOf(AccessDeniedException.class);
    }
  }

  @Test
  void aKeyThatCannotBeRemovedIsAnError() throws IOException {
    String listing =
        "<ListBucketResult><KeyCount>2</KeyCount><IsTruncated>false</IsTruncated>"
            + Stream.of("a", "b")
                .map(
                    name ->
                        "<Contents><Key>kept/"
                            + name
                            + "</Key><Size>1</Size><ETag>\"e\"</ETag>"
                            + "<LastModified>2026-01-01T00:00:00.000Z</LastModified></Contents>")
                .reduce("", String::concat)
            + "</ListBucketResult>";
    String deleted =
        "<DeleteResult><Error><Key>kept/b</Key><Code>AccessDenied</Code>"
            + "<Message>it is locked</Message></Error></DeleteResult>";
    try (HttpFake fake =
            HttpFake.start(
                (request, body) ->
                    switch (request.operation()) {
                      case "HeadObject" -> HttpFake.Answer.of(404, "");
                      case "ListObjectsV2" -> HttpFake.Answer.of(200, listing);
                      case "DeleteObjects" -> HttpFake.Answer.of(200, deleted);
                      default -> HttpFake.Answer.of(400, "");
                    });
        FileSystem files = Connector.open(ROOT, Connector.configuration(fake))) {
      assertThatThrownBy(() -> files.delete(path("kept"), true))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContainingAll(ROOT + "/kept/b", "AccessDenied");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"direct", "file"})
  void sizesAroundABlockAreExact(String scheme) throws IOException {
    Path folder = new Path(scheme + "://" + Connector.directory("sizes"));
    try (FileSystem files = Connector.open(folder.toString(), Connector.configuration())) {
      assertSizesAreExact(files, folder);
    }
  }

  static void assertSizesAreExact(FileSystem files, Path folder) throws IOException {
    for (int size : new int[] {0, 1, 511, 512, 4095, 4096, 4097, 65_535, 1 << 20, 1_048_577}) {
      Path file = new Path(folder, "size-" + size);
      byte[] data = Connector.data(size, size);
      Connector.write(files, file, data);
      assertThat(files.getFileStatus(file).getLen()).isEqualTo(size);
      assertThat(Arrays.equals(Connector.read(files, file), data)).as("%s bytes", size).isTrue();
    }
  }

  @Test
  void batchesAreRemovedSideBySide() throws Exception {
    try (FileSystem files = open()) {
      putMany(files, "batches", 2500);
      CountDownLatch gate = new CountDownLatch(1);
      relay.reset();
      relay.faults(FaultPlan.none().on("DeleteObjects", new Fault.Hold(gate)).always());
      CompletableFuture<Boolean> deleting =
          CompletableFuture.supplyAsync(
              () -> {
                try {
                  return files.delete(path("batches"), true);
                } catch (IOException e) {
                  throw new UncheckedIOException(e);
                }
              });
      while (deletes() < 3 && !deleting.isDone()) {
        Thread.sleep(1);
      }
      assertThat(deletes()).as("in flight while none was answered").isEqualTo(3);
      gate.countDown();
      assertThat(deleting.get(1, TimeUnit.MINUTES)).isTrue();
      assertThat(files.exists(path("batches"))).isFalse();
    }
  }

  private static long deletes() {
    return relay.operations().stream().filter("DeleteObjects"::equals).count();
  }

  private static void putMany(FileSystem files, String folder, int count) {
    IntStream.range(0, count)
        .parallel()
        .forEach(
            i -> {
              try {
                Connector.write(files, path(folder + "/file-" + i), new byte[0]);
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
  }
}
