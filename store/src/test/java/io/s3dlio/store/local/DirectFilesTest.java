package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.Upload;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * O_DIRECT is really used: its transfers are counted. The files stand in the build directory, whose
 * file system must have O_DIRECT; where it has not, these tests fail and say so.
 */
final class DirectFilesTest {

  private static final int BLOCK = 4096;

  /** An option that every file system refuses. */
  private enum Refused implements OpenOption {
    OPTION
  }

  @TempDir(factory = BuildDirectory.class, cleanup = CleanupMode.ALWAYS)
  private Path directory = Path.of("");

  private final DirectFiles files = new DirectFiles();
  private LocalStore store = open(files);

  private LocalStore open(FileOpener opener) {
    ObjectUri uri = ObjectUri.parse("direct://" + directory);
    return new LocalStore(
        new LocalPaths(uri, directory), opener, new LocalConfig(false), DirectoryWalk.BATCH);
  }

  @BeforeEach
  void openStore() throws IOException {
    store = open(files);
    Path probe = Files.write(directory.resolve("probe"), new byte[BLOCK]);
    read("probe");
    assertThat(files.directReads())
        .as("%s must be on a file system with O_DIRECT (ext4, xfs)", probe.toAbsolutePath())
        .isPositive();
  }

  @AfterEach
  void closeStore() throws IOException {
    store.close();
  }

  private static byte[] bytes(long seed, int length) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return bytes;
  }

  private byte[] read(String key) throws IOException {
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      ByteBuffer target = ByteBuffer.allocate((int) reader.stat().size());
      Stores.readFully(reader, 0, target);
      return target.array();
    }
  }

  private static ByteBuffer aligned(int size) {
    return ByteBuffer.allocateDirect(size + 2 * BLOCK).alignedSlice(BLOCK).slice(0, size);
  }

  @Test
  void anAlignedReadLandsInPlaceByOneCall() throws IOException {
    int size = 8 << 20;
    byte[] bytes = bytes(1, size);
    Files.write(directory.resolve("x"), bytes);
    ByteBuffer target = aligned(size);
    long before = files.directReads();
    try (ObjectReader reader = store.open("x", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.of(0, size))) {
      assertThat(channel.read(target)).isEqualTo(size);
    }
    assertThat(files.directReads() - before).isEqualTo(1);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void oddRangesAreReadInWindowsOfManyPages() throws IOException {
    int size = (4 << 20) + 1234;
    byte[] bytes = bytes(2, size);
    Files.write(directory.resolve("x"), bytes);
    long before = files.directReads();
    ByteBuffer target = ByteBuffer.allocate(size - 77);
    try (ObjectReader reader = store.open("x", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.of(77, size))) {
      while (target.hasRemaining()) {
        ByteBuffer small = target.slice(target.position(), Math.min(100, target.remaining()));
        int count = channel.read(small);
        target.position(target.position() + count);
      }
    }
    assertThat(target.array()).isEqualTo(Arrays.copyOfRange(bytes, 77, size));
    assertThat(files.directReads() - before)
        .as("calls for %d windows", size / AlignedBuffers.SIZE + 1)
        .isEqualTo(size / AlignedBuffers.SIZE + 1);
  }

  @Test
  void anOddTailFollowsAlignedBlocks() throws IOException {
    int size = 10 * BLOCK + 99;
    byte[] bytes = bytes(3, size);
    Files.write(directory.resolve("x"), bytes);
    ByteBuffer target = aligned(11 * BLOCK);
    long before = files.directReads();
    try (ObjectReader reader = store.open("x", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.from(0))) {
      while (channel.read(target) >= 0) {
        assertThat(target.position()).isLessThanOrEqualTo(size);
      }
    }
    assertThat(files.directReads() - before).isEqualTo(2);
    assertThat(target.flip()).isEqualTo(ByteBuffer.wrap(bytes));
  }

  @Test
  void aFileThatGrewInsideItsLastBlockIsReadToItsEnd() throws IOException {
    Path file = Files.write(directory.resolve("x"), bytes(4, 10));
    try (ObjectReader reader = store.open("x", ReadHints.none())) {
      Stores.readFully(reader, 0, ByteBuffer.allocate(10));
      Files.write(file, bytes(4, 5000));
      ByteBuffer target = ByteBuffer.allocate(4990);
      Stores.readFully(reader, 10, target);
      assertThat(target.array()).isEqualTo(Arrays.copyOfRange(bytes(4, 5000), 10, 5000));
    }
  }

  @Test
  void wholeFilesOfAnySizeAreWrittenByBlocksAndCutToLength() throws IOException {
    for (int size : new int[] {0, 1, 511, 4095, 4096, 4097, 65_536, 1_048_577, 3_000_000}) {
      byte[] bytes = bytes(size, size);
      ByteBuffer unaligned = ByteBuffer.allocateDirect(size + 1).position(1).put(bytes).position(1);
      ByteBuffer inPlace = aligned(size).put(bytes).flip();
      for (ByteBuffer body : List.of(ByteBuffer.wrap(bytes), unaligned, inPlace)) {
        long before = files.directWrites();
        store.put("x", body, PutOptions.none());
        assertThat(Files.readAllBytes(directory.resolve("x"))).isEqualTo(bytes);
        assertThat(read("x")).isEqualTo(bytes);
        assertThat(files.directWrites() > before).isEqualTo(size > 0);
      }
    }
  }

  @Test
  void alignedBodiesAreWrittenInPlaceByOneCall() throws IOException {
    ByteBuffer body = aligned(4 << 20).put(bytes(5, 4 << 20)).flip();
    long before = files.directWrites();
    store.put("x", body, PutOptions.none());
    assertThat(files.directWrites() - before).isEqualTo(1);
  }

  @Test
  void partsThatShareBlocksAreWrittenTogether() throws Exception {
    Random random = new Random(6);
    ExecutorService threads = Executors.newFixedThreadPool(8);
    try {
      for (int round = 0; round < 5; round++) {
        byte[] bytes = bytes(round, 3_000_000 + random.nextInt(5000));
        try (Upload upload = store.startUpload("x", PutOptions.none())) {
          List<Callable<Part>> writes = new ArrayList<>();
          for (int offset = 0; offset < bytes.length; ) {
            int length = Math.min(bytes.length - offset, 1 + random.nextInt(300_000));
            ByteBuffer body = ByteBuffer.wrap(bytes, offset, length);
            int number = writes.size() + 1;
            int from = offset;
            writes.add(() -> upload.uploadPart(number, from, body));
            offset += length;
          }
          List<Part> parts = new ArrayList<>();
          for (Future<Part> part : threads.invokeAll(writes)) {
            parts.add(part.get());
          }
          upload.complete(parts);
        }
        assertThat(Files.readAllBytes(directory.resolve("x"))).isEqualTo(bytes);
        assertThat(read("x")).isEqualTo(bytes);
      }
    } finally {
      threads.shutdownNow();
    }
    assertThat(files.directWrites()).isPositive();
  }

  @Test
  void whereItIsRefusedOneWarningIsGivenAndAllWorks() throws IOException {
    DirectFiles refused = new DirectFiles(Refused.OPTION);
    LocalStore fallback = open(refused);
    String log =
        logOf(
            () -> {
              for (int i = 0; i < 3; i++) {
                fallback.put("y" + i, ByteBuffer.wrap(bytes(i, 5000)), PutOptions.none());
                ByteBuffer target = ByteBuffer.allocate(4000);
                try (ObjectReader reader = fallback.open("y" + i, ReadHints.none())) {
                  Stores.readFully(reader, 1000, target);
                }
                assertThat(target.array())
                    .isEqualTo(Arrays.copyOfRange(bytes(i, 5000), 1000, 5000));
              }
            });
    fallback.close();
    assertThat(log).containsOnlyOnce("No O_DIRECT for " + directory).contains("Use file://");
    assertThat(refused.directReads() + refused.directWrites()).isZero();
  }

  @Test
  void aFileSystemThatRefusesIsReadThroughThePageCache() throws IOException {
    DirectFiles opener = new DirectFiles();
    ByteBuffer target = ByteBuffer.allocate(1000);
    String log =
        logOf(
            () -> {
              try (FileOpener.Source source = opener.source(Path.of("/proc/self/status"))) {
                assertThat(source.read(0, 1000, target)).isPositive();
              }
            });
    assertThat(opener.directReads()).isZero();
    assertThat(log).contains("No O_DIRECT for /proc/self/status");
  }

  private interface Action {
    void run() throws IOException;
  }

  /** What is logged meanwhile; the logger of the tests writes to standard error. */
  private static String logOf(Action action) throws IOException {
    PrintStream before = System.err;
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    System.setErr(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      action.run();
    } finally {
      System.setErr(before);
    }
    return log.toString(StandardCharsets.UTF_8);
  }
}
