package io.s3dlio.store.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.IoEvents;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.OpenedStore;
import io.s3dlio.store.Operation;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Stores;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The layers over the s3 backend, against a real server behind a network that fails. */
final class WireFaultsTest {

  private static final String BUCKET = "wire";
  private static final int PART = 5 << 20;

  private static S3Server server;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket(BUCKET);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @Test
  void aConditionalPutWhoseAnswerIsLostSucceedsOnce() throws IOException {
    FaultPlan plan = FaultPlan.none().on("PutObject", new Fault.LoseAnswer()).times(1);
    try (Wire wire = new Wire(plan)) {
      ObjectStat stat = wire.store().put("lost-put", bytes(100, 1), PutOptions.ifAbsent());
      assertThat(stat.size()).isEqualTo(100);
      assertThat(wire.relay.operations()).containsExactly("PutObject", "PutObject", "HeadObject");
    }
  }

  @Test
  void aConditionalPutForestalledByAnotherIsRefused() throws IOException {
    FaultPlan plan = FaultPlan.none().on("PutObject", new Fault.ResetBeforeAnswer()).times(1);
    try (Wire other = new Wire(FaultPlan.none());
        Wire wire = new Wire(plan)) {
      other.store().put("forestalled", bytes(7, 1), PutOptions.ifAbsent());
      assertThatThrownBy(
              () -> wire.store().put("forestalled", bytes(100, 1), PutOptions.ifAbsent()))
          .isInstanceOf(FileAlreadyExistsException.class);
      assertThat(other.store().stat("forestalled").size()).isEqualTo(7);
    }
  }

  @Test
  void aConflictThatDecidedNothingIsSentAgain() throws IOException {
    FaultPlan plan = FaultPlan.none().on("PutObject", Fault.conditionalRequestConflict()).times(2);
    try (Wire wire = new Wire(plan)) {
      assertThat(wire.store().put("conflict", bytes(9, 1), PutOptions.ifAbsent()).size())
          .isEqualTo(9);
    }
  }

  @Test
  void aCompleteWhoseAnswerIsLostOrWrongSucceedsOnce() throws IOException {
    for (Fault fault :
        List.of(
            new Fault.LoseAnswer(),
            new Fault.ForwardThen(Fault.okWithErrorBody("InternalError")),
            new Fault.ForwardThen(Fault.internalError()),
            Fault.okWithErrorBody("InternalError"))) {
      FaultPlan plan = FaultPlan.none().on("CompleteMultipartUpload", fault).times(1);
      try (Wire wire = new Wire(plan)) {
        byte[] bytes = bytes(2_000, 3).array();
        assertThat(upload(wire.store(), "completed", bytes, PutOptions.none()).size())
            .as("%s", fault)
            .isEqualTo(2_000);
        assertThat(read(wire.store(), "completed", 0, 2_000)).isEqualTo(bytes);
        assertThat(wire.store().delete(List.of("completed"))).isEmpty();
      }
    }
  }

  @Test
  void theServiceDecidesHowLongToWait() throws IOException {
    FaultPlan plan = FaultPlan.none().on("HeadObject", Fault.slowDown(11)).times(1);
    try (Wire wire = new Wire(plan)) {
      wire.store().put("slow", bytes(1, 1), PutOptions.none());
      wire.store().stat("slow");
      assertThat(wire.time.waits()).containsExactly(Duration.ofSeconds(11));
      var counted = wire.opened.metrics().snapshot().of(Operation.STAT);
      assertThat(counted.throttled()).isEqualTo(1);
    }
  }

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void bytesAreRightUnderSeededFaults(long seed) throws IOException {
    FaultPlan plan =
        FaultPlan.seeded(
            seed,
            0.45,
            Fault.slowDown(),
            Fault.internalError(),
            new Fault.ResetBeforeAnswer(),
            new Fault.LoseAnswer(),
            new Fault.ResetInBody(20_000),
            new Fault.TruncateBody(70_000));
    LeakCheck leaks = LeakCheck.begin();
    String small = "seeded/" + seed + "/small";
    String large = "seeded/" + seed + "/large";
    byte[] few = bytes(300_000, seed).array();
    byte[] many = bytes(PART + 100_000, seed).array();
    try (Wire wire = new Wire(plan)) {
      wire.store().put(small, ByteBuffer.wrap(few), PutOptions.ifAbsent());
      upload(wire.store(), large, many, PutOptions.ifAbsent());
      assertThat(read(wire.store(), small, 0, few.length)).as("%s", plan).isEqualTo(few);
      for (int offset : new int[] {0, PART - 1_000, 1_234_567, 77, 2_000_000}) {
        assertThat(read(wire.store(), large, offset, 101_000))
            .as("%d of %s", offset, plan)
            .isEqualTo(Arrays.copyOfRange(many, offset, offset + 101_000));
      }
      ListQuery below = ListQuery.recursive("seeded/" + seed + "/");
      assertThat(wire.store().list(below).objects())
          .extracting("key")
          .containsExactly(large, small);
      assertThat(wire.store().delete(List.of(small, large))).as("%s", plan).isEmpty();
      assertThat(wire.store().list(below).objects()).as("%s", plan).isEmpty();
      assertThat(wire.retries()).as("%s", plan).isPositive();
      wire.relay.faults(FaultPlan.none());
      abortOrphans(wire);
    }
    leaks.assertNothingNewOpen();
  }

  /** A start that was repeated after a lost answer leaves an upload that only a listing finds. */
  private static void abortOrphans(Wire wire) throws IOException {
    for (var pending : wire.store().listUploads(UploadQuery.of("")).uploads()) {
      wire.store().resumeUpload(pending.token()).close();
    }
    assertThat(wire.store().listUploads(UploadQuery.of("")).uploads()).isEmpty();
  }

  private static ObjectStat upload(ObjectStore store, String key, byte[] bytes, PutOptions options)
      throws IOException {
    try (Upload upload = store.startUpload(key, options)) {
      int cut = Math.min(PART, bytes.length);
      Part first = upload.uploadPart(1, 0, ByteBuffer.wrap(bytes, 0, cut));
      if (cut == bytes.length) {
        return upload.complete(List.of(first));
      }
      Part second = upload.uploadPart(2, cut, ByteBuffer.wrap(bytes, cut, bytes.length - cut));
      return upload.complete(List.of(first, second));
    }
  }

  private static byte[] read(ObjectStore store, String key, long offset, int length)
      throws IOException {
    ByteBuffer target = ByteBuffer.allocate(length);
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      Stores.readFully(reader, offset, target);
      assertThat(reader.get(ByteRange.of(0, 0)).read(ByteBuffer.allocate(1))).isNegative();
    }
    return target.array();
  }

  private static ByteBuffer bytes(int length, long seed) {
    byte[] bytes = new byte[length];
    new Random(seed).nextBytes(bytes);
    return ByteBuffer.wrap(bytes);
  }

  /** A store whose requests pass a relay, and whose waits take no time. */
  private static final class Wire implements AutoCloseable {

    final ManualTime time = new ManualTime();
    final IoRuntime runtime = time.runtime();
    final Relay relay;
    final OpenedStore opened;

    Wire(FaultPlan plan) throws IOException {
      relay = Relay.inFrontOf(server).faults(plan);
      Map<String, String> settings =
          Map.of(
              "s3.endpoint", relay.endpoint().toString(),
              "s3.region", relay.region(),
              "s3.access-key-id", relay.accessKey(),
              "s3.access-key-secret", relay.secretKey(),
              "retry.attempts", "40",
              "retry.time-limit", "1d");
      opened =
          Stores.open(
              ObjectUri.parse("s3://" + BUCKET + "/"),
              MapSettings.of(settings),
              runtime,
              Set.of(),
              IoEvents.NONE);
    }

    ObjectStore store() {
      return opened.store();
    }

    long retries() {
      return opened.metrics().snapshot().operations().values().stream()
          .mapToLong(StoreMetrics.OperationMetrics::retries)
          .sum();
    }

    @Override
    public void close() throws IOException {
      opened.close();
      relay.close();
      runtime.close();
    }
  }
}
