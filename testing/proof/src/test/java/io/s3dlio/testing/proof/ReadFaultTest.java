package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Reads over a bad network: exact bytes or a clear error, sequential and vectored alike. */
@Timeout(300)
@ParameterizedClass
@EnumSource(Service.class)
final class ReadFaultTest {

  private static final int SIZE = 20 << 20;
  private static final int BATCHES = 40;
  private static final int RANGES = 64;
  private static final byte[] DATA = Connector.data(SIZE, 42);

  private static TestServer server;
  private final Service service;
  private Bench bench;

  ReadFaultTest(Service service) {
    this.service = service;
  }

  @BeforeParameterizedClassInvocation
  static void start(Service service) throws IOException {
    server = service.startServer();
    service.createBucket(server, "reads");
    String root = service.root("reads");
    try (FileSystem files = Connector.open(root, Connector.configuration(service, server))) {
      Connector.write(files, new Path(root + "/data"), DATA);
    }
  }

  @AfterParameterizedClassInvocation
  static void stop() {
    server.close();
  }

  /** Chunks of 1 MiB and ranges that do not merge: many requests, so many chances to fail. */
  @BeforeEach
  void open() throws IOException {
    Map<String, String> options = Map.of("range.chunk-size", "1MiB", "range.merge-gap", "0");
    bench = new Bench(service, server, "reads", options);
  }

  @AfterEach
  void close() throws IOException {
    bench.close();
  }

  private Fault[] everyKind() {
    return new Fault[] {
      service.slowDown(),
      service.internalError(),
      new Fault.ResetBeforeAnswer(),
      new Fault.LoseAnswer(),
      new Fault.ResetInBody(0),
      new Fault.ResetInBody(70_001),
      new Fault.ResetInBody(600_000),
      new Fault.TruncateBody(1),
      new Fault.TruncateBody(300_000)
    };
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void sequentialReadsAreExact(long seed) throws IOException {
    bench.faults(FaultPlan.seeded(seed, 0.4, everyKind()));
    ByteArrayOutputStream read = new ByteArrayOutputStream(SIZE);
    byte[] piece = new byte[50_000 + (int) seed];
    try (FSDataInputStream in = bench.files().open(bench.path("data"))) {
      for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
        read.write(piece, 0, count);
      }
    }
    assertThat(Arrays.equals(read.toByteArray(), DATA)).as("bytes of seed %s", seed).isTrue();
    assertThat(bench.spoiled()).as("faults of seed %s", seed).isPositive();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3})
  void readsAtPositionsAreExact(long seed) throws IOException {
    bench.faults(FaultPlan.seeded(seed, 0.25, everyKind()));
    Random random = new Random(seed);
    try (FSDataInputStream in = bench.files().open(bench.path("data"))) {
      for (int i = 0; i < 40; i++) {
        byte[] part = new byte[1 + random.nextInt(1 << 20)];
        int position = random.nextInt(SIZE - part.length);
        in.readFully(position, part);
        assertThat(Arrays.equals(part, 0, part.length, DATA, position, position + part.length))
            .as("seed %s, read %s", seed, i)
            .isTrue();
      }
    }
    assertThat(bench.spoiled()).isPositive();
  }

  /** 5 % of the answers are reset, 2 % say slow down; not one range may fail. */
  @Test
  void vectoredReadsAreExact() throws Exception {
    long seed = 20_261_120L;
    Fault[] kinds = {
      new Fault.ResetInBody(0),
      new Fault.ResetInBody(1),
      new Fault.ResetInBody(5_000),
      new Fault.ResetInBody(9_999),
      new Fault.ResetInBody(16_000),
      service.slowDown(),
      service.slowDown()
    };
    bench.faults(FaultPlan.seeded(seed, 0.07, kinds));
    Random random = new Random(seed);
    try (FSDataInputStream in = bench.files().open(bench.path("data"))) {
      for (int batch = 0; batch < BATCHES; batch++) {
        assertExact(in, randomRanges(random), "batch " + batch);
      }
    }
    assertThat(bench.relay().requests()).hasSizeGreaterThan(BATCHES * RANGES);
    assertThat(bench.spoiled()).isGreaterThan(100);
  }

  /** One range in each 64th of the file, each at least one byte away from the next. */
  private static List<FileRange> randomRanges(Random random) {
    int slot = SIZE / RANGES;
    List<FileRange> ranges = new ArrayList<>();
    for (int i = 0; i < RANGES; i++) {
      int length = 16_001 + random.nextInt(16_000);
      ranges.add(
          FileRange.createFileRange((long) i * slot + random.nextInt(slot - length - 1), length));
    }
    java.util.Collections.shuffle(ranges, random);
    return ranges;
  }

  private static void assertExact(FSDataInputStream in, List<FileRange> ranges, String what)
      throws Exception {
    in.readVectored(ranges, ByteBuffer::allocateDirect);
    for (FileRange range : ranges) {
      ByteBuffer data = range.getData().get(2, TimeUnit.MINUTES);
      ByteBuffer expected =
          ByteBuffer.wrap(DATA, Math.toIntExact(range.getOffset()), range.getLength());
      assertThat(data.equals(expected)).as("%s, %s", what, range).isTrue();
    }
  }

  @Test
  void aServerThatNeverRecoversIsAClearError() throws Exception {
    try (FSDataInputStream in = bench.files().open(bench.path("data"))) {
      bench.faults(FaultPlan.none().on(service.is(Act.READ), service.slowDown()).always());
      FileRange range = FileRange.createFileRange(10 << 20, 100);
      in.readVectored(List.of(range), ByteBuffer::allocate);
      assertThatThrownBy(() -> range.getData().get(2, TimeUnit.MINUTES))
          .isInstanceOf(ExecutionException.class)
          .cause()
          .isInstanceOf(ThrottledException.class)
          .hasMessageContainingAll(bench.path("data").toString(), "503", "7 attempts");
      assertThatThrownBy(() -> in.readFully(12 << 20, new byte[100]))
          .isInstanceOf(ThrottledException.class)
          .hasMessageContainingAll(bench.path("data").toString(), "503", "7 attempts");
    }
  }

  @Test
  void aBodyThatAlwaysBreaksIsAClearError() throws Exception {
    bench.faults(FaultPlan.none().on(service.is(Act.READ), new Fault.ResetInBody(0)).always());
    assertThatThrownBy(() -> Connector.read(bench.files(), bench.path("data")))
        .isInstanceOf(TransientException.class)
        .hasMessageContainingAll(bench.path("data").toString(), "attempts");
  }

  /** Half of the old and half of the new would be the worst answer of all. */
  @Test
  void aFileReplacedMeanwhileIsNeverMixed() throws Exception {
    Path path = bench.path("replaced");
    Connector.write(bench.beside(), path, DATA);
    try (FSDataInputStream in = bench.files().open(path)) {
      in.readFully(0, new byte[1000]);
      Connector.write(bench.beside(), path, Connector.data(SIZE, 43));
      assertThatThrownBy(() -> in.readFully(15 << 20, new byte[1000]))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining(path.toString());
      FileRange range = FileRange.createFileRange(17 << 20, 1000);
      in.readVectored(List.of(range), ByteBuffer::allocate);
      assertThatThrownBy(() -> range.getData().get(2, TimeUnit.MINUTES))
          .cause()
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  /** Whoever stops reading early leaves no connection, buffer or thread behind: see close. */
  @Test
  void streamsLeftInTheMiddleGiveEverythingBack() throws Exception {
    for (int i = 0; i < 20; i++) {
      FSDataInputStream in = bench.files().open(bench.path("data"));
      in.readFully(new byte[100_000]);
      if (i % 2 == 0) {
        in.readVectored(List.of(FileRange.createFileRange(8 << 20, 1 << 20)), ByteBuffer::allocate);
      }
      in.close();
      in.close();
    }
  }
}
