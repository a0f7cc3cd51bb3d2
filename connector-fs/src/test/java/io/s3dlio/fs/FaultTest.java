package io.s3dlio.fs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.BufferPool;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileRange;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * On a failing wire jobs read and write the right bytes, or end in a clear error with nothing left.
 */
class FaultTest {

  private static final int SIZE = 20 * 1024 * 1024;
  private static final byte[] DATA = TestFiles.data(SIZE, 9);

  private static S3Server server;
  private static Relay relay;
  private FileSystem files;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    relay = Relay.inFrontOf(server);
    server.createBucket("faults");
    try (FileSystem files =
        TestFiles.open("s3://faults/", TestFiles.configuration(server, server.endpoint()))) {
      TestFiles.write(files, "s3://faults/data", DATA);
    }
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    relay.reset();
    Configuration configuration = TestFiles.configuration(server, relay.endpoint());
    configuration.set("fs.s3dlio.retry.base-delay", "1ms");
    configuration.set("fs.s3dlio.retry.max-delay", "20ms");
    configuration.set("fs.s3dlio.range.chunk-size", "1MiB");
    files = TestFiles.open("s3://faults/", configuration);
  }

  @AfterEach
  void close() throws IOException {
    relay.faults(FaultPlan.none());
    assertThat(relay.requests()).as("nothing was spoiled").anyMatch(r -> r.fault().isPresent());
    files.close();
    BufferPool buffers = IoRuntime.shared(StoreConfig.defaults().memory()).buffers();
    // A stream that was closed early has not waited for what it was reading ahead.
    LeakCheck.assertAllReturned("bytes of pooled buffers", buffers::bytesInUse);
  }

  private static FaultPlan bodies(long seed) {
    return FaultPlan.seeded(
        seed,
        0.2,
        new Fault.ResetInBody(300_000),
        new Fault.TruncateBody(500_000),
        new Fault.ResetBeforeAnswer(),
        Fault.slowDown(),
        Fault.internalError());
  }

  @Test
  void aSequentialReadSurvives() throws IOException {
    for (long seed = 1; seed <= 5; seed++) {
      FaultPlan plan = bodies(seed);
      relay.faults(plan);
      assertThat(TestFiles.read(files, "s3://faults/data")).as(plan.toString()).isEqualTo(DATA);
    }
  }

  @Test
  void aVectoredReadSurvivesAndGivesEveryBufferOut() throws Exception {
    for (long seed = 1; seed <= 5; seed++) {
      FaultPlan plan = bodies(seed);
      List<FileRange> ranges = ranges(seed);
      Set<ByteBuffer> released = Collections.newSetFromMap(new IdentityHashMap<>());
      try (FSDataInputStream in = files.open(new Path("s3://faults/data"))) {
        relay.faults(plan);
        in.readVectored(ranges, ByteBuffer::allocateDirect, released::add);
        for (FileRange range : ranges) {
          int from = (int) range.getOffset();
          byte[] wanted = Arrays.copyOfRange(DATA, from, from + range.getLength());
          assertThat(range.getData().get()).as(plan.toString()).isEqualTo(ByteBuffer.wrap(wanted));
        }
      }
      assertThat(released).isEmpty();
    }
  }

  private static List<FileRange> ranges(long seed) {
    Random random = new Random(seed);
    List<FileRange> ranges = new ArrayList<>();
    for (int offset = 0; offset < SIZE - 2_000_000; offset += 700_000) {
      ranges.add(
          FileRange.createFileRange(offset + random.nextInt(100_000), random.nextInt(500_000)));
    }
    Collections.shuffle(ranges, random);
    return ranges;
  }

  @Test
  void aFailedVectoredReadFailsEachFutureAndReleasesEachBuffer() throws Exception {
    Set<ByteBuffer> out = Collections.synchronizedSet(identity());
    List<FileRange> ranges =
        List.of(FileRange.createFileRange(0, 3_000_000), FileRange.createFileRange(9_000_000, 100));
    try (FSDataInputStream in = files.open(new Path("s3://faults/data"))) {
      relay.faults(FaultPlan.none().on("GetObject", Fault.status(403, "AccessDenied")).always());
      in.readVectored(
          ranges,
          length -> {
            ByteBuffer buffer = ByteBuffer.allocate(length);
            out.add(buffer);
            return buffer;
          },
          out::remove);
      for (FileRange range : ranges) {
        assertThatThrownBy(() -> range.getData().get())
            .hasCauseInstanceOf(java.nio.file.AccessDeniedException.class);
      }
    }
    assertThat(out).as("buffers that nobody has").isEmpty();
  }

  private static Set<ByteBuffer> identity() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }

  @Test
  void aWriteSurvives() throws IOException {
    for (long seed = 1; seed <= 3; seed++) {
      FaultPlan plan =
          FaultPlan.seeded(
              seed,
              0.2,
              new Fault.ResetBeforeAnswer(),
              new Fault.LoseAnswer(),
              Fault.slowDown(),
              Fault.internalError());
      relay.faults(plan);
      TestFiles.write(files, "s3://faults/written-" + seed, DATA);
      relay.faults(FaultPlan.none());
      assertThat(TestFiles.read(files, "s3://faults/written-" + seed))
          .as(plan.toString())
          .isEqualTo(DATA);
    }
  }

  @Test
  void theLostAnswerOfAnExclusiveCreateIsSettled() throws IOException {
    Path path = new Path("s3://faults/exclusive");
    relay.faults(FaultPlan.none().on("PutObject", new Fault.LoseAnswer()).times(1));
    try (FSDataOutputStream out = files.create(path, false)) {
      out.write(DATA, 0, 1000);
    }
    assertThat(TestFiles.read(files, path.toString())).isEqualTo(Arrays.copyOf(DATA, 1000));
    FSDataOutputStream second = files.create(path, false);
    relay.faults(FaultPlan.none().on("PutObject", new Fault.LoseAnswer()).times(1));
    second.write(1);
    assertThatThrownBy(second::close).isInstanceOf(FileAlreadyExistsException.class);
  }

  @Test
  void aCompleteThatFailsWith200IsNoSuccess() throws IOException {
    Path path = new Path("s3://faults/never");
    relay.faults(
        FaultPlan.none()
            .on("CompleteMultipartUpload", Fault.okWithErrorBody("InternalError"))
            .always());
    FSDataOutputStream out = files.create(path);
    out.write(DATA);
    assertThatThrownBy(out::close).isInstanceOf(IOException.class);
    assertThatThrownBy(out::close).isInstanceOf(IOException.class);
    relay.faults(FaultPlan.none());
    assertThat(files.exists(path)).isFalse();
  }
}
