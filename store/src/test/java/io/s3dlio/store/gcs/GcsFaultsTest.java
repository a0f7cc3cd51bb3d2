package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static io.s3dlio.store.gcs.GcsFixture.random;
import static io.s3dlio.store.gcs.GcsFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.ReadAheadStream;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on the way: bodies, connections, threads, answers that are not what they seem. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsFaultsTest {

  private static final int SIZE = 1 << 20;
  private static final byte[] CONTENT = random(SIZE, 7);

  private static GcsFake server;
  private static Relay relay;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = GcsFake.start();
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
    store = GcsFixture.open(relay.endpoint());
    store.put("whole", ByteBuffer.wrap(CONTENT), PutOptions.none());
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    relay.close();
    server.close();
  }

  @AfterEach
  void heal() {
    relay.faults(FaultPlan.none());
    relay.reset();
  }

  static List<Fault> bodyFaults() {
    return List.of(new Fault.ResetInBody(100_000), new Fault.TruncateBody(100_000));
  }

  @ParameterizedTest
  @MethodSource("bodyFaults")
  void aBodyCutShortMayPassAndIsNeverAShortEnd(Fault fault) throws IOException {
    relay.faults(FaultPlan.none().on("objects.download", fault).times(1));
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      assertThatThrownBy(() -> readAll(reader, ByteRange.of(0, SIZE)))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("gs://bucket/whole")
          .hasMessageContaining("[0, " + SIZE + ")");
      assertThat(Arrays.equals(readAll(reader, ByteRange.of(0, SIZE)), CONTENT)).isTrue();
    }
  }

  static List<Fault> lostAnswers() {
    return List.of(new Fault.ResetBeforeAnswer(), new Fault.LoseAnswer());
  }

  @ParameterizedTest
  @MethodSource("lostAnswers")
  void aLostAnswerMayPass(Fault fault) {
    relay.faults(FaultPlan.none().on(request -> true, fault).times(3));
    assertThatThrownBy(() -> store.stat("whole")).isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> store.put("lost", bytes("x"), PutOptions.none()))
        .isInstanceOf(TransientException.class);
    assertThatThrownBy(() -> store.delete(List.of("a", "b")))
        .isInstanceOf(TransientException.class);
  }

  @Test
  void aSilentServiceIsGivenUp() throws IOException {
    relay.faults(
        FaultPlan.none()
            .on("objects.get", new Fault.DelayFirstByte(Duration.ofSeconds(5)))
            .times(1));
    try (ObjectStore impatient =
        GcsFixture.open(relay.endpoint(), Map.of("gs.request-timeout", "200ms"))) {
      assertThatThrownBy(() -> impatient.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("STAT gs://bucket/whole");
    }
  }

  @Test
  void anAnswerOfAnotherVersionIsNoticedEvenWhereTheServiceIgnoresIfMatch() throws IOException {
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      readAll(reader, ByteRange.of(0, 10));
      relay.faults(
          FaultPlan.none()
              .on("objects.download", new Fault.SetHeader("x-goog-generation", "42"))
              .times(1));
      assertThatThrownBy(() -> reader.get(ByteRange.of(10, 10)))
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aServiceWithoutRangesIsRefusedNotMisread() throws IOException {
    try (HttpFake fake =
            HttpFake.start(
                (request, body) ->
                    HttpFake.Answer.of(200, "0123456789").with("x-goog-generation", "7"));
        ObjectStore ignorant = GcsFixture.open(fake.endpoint());
        ObjectReader reader = ignorant.open("k", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(5, 2)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("ranges");
      assertThat(GcsFixture.text(readAll(reader, ByteRange.of(0, 2)))).isEqualTo("01");
    }
  }

  @Test
  void anAnswerThatWasDecompressedOnTheWayIsRefused() throws IOException {
    try (HttpFake fake =
            HttpFake.start(
                (request, body) ->
                    HttpFake.Answer.of(200, "0123456789")
                        .with("x-goog-generation", "7")
                        .with("x-goog-stored-content-length", "5"));
        ObjectStore store = GcsFixture.open(fake.endpoint());
        ObjectReader reader = store.open("k", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.from(0)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("decompresses");
    }
  }

  @Test
  void anInterruptedThreadStopsAndStaysInterrupted() throws Exception {
    try (ObjectReader reader = store.open("whole", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.of(0, SIZE))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.stat("whole")).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> readFully(channel)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      // So that a failed assertion does not leave the flag for the next test.
      Thread.interrupted();
    }
    assertThat(store.stat("whole").size()).isEqualTo(SIZE);
  }

  private static void readFully(ReadableByteChannel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    while (channel.read(piece) >= 0) {
      piece.clear();
    }
  }

  @Test
  void channelsAndReadersDieWithWhatOpenedThem() throws IOException {
    LeakCheck leaks = LeakCheck.begin();
    ObjectStore mine = GcsFixture.open(relay.endpoint());
    ObjectReader reader = mine.open("whole", ReadHints.none());
    ReadableByteChannel channel = reader.get(ByteRange.of(0, SIZE));
    reader.close();
    reader.close();
    assertThat(channel.isOpen()).isFalse();
    assertThatThrownBy(() -> channel.read(ByteBuffer.allocate(1)))
        .isInstanceOf(ClosedChannelException.class);
    assertThatThrownBy(() -> reader.get(ByteRange.of(0, 1))).isInstanceOf(StoreException.class);
    ObjectReader orphan = mine.open("whole", ReadHints.none());
    ReadableByteChannel open = orphan.get(ByteRange.of(0, SIZE));
    mine.close();
    mine.close();
    assertThatThrownBy(() -> orphan.get(ByteRange.of(0, 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("closed");
    assertThatThrownBy(() -> readFully(open)).isInstanceOf(IOException.class);
    leaks.assertNothingNewOpen();
  }

  @Test
  void nobodyThereIsSaidAtOnce() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    try (ObjectStore nowhere =
        GcsFixture.open(relay.endpoint(), Map.of("gs.endpoint", "http://127.0.0.1:" + free))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("http://127.0.0.1:" + free)
          .hasMessageContaining("s3dlio.gs.endpoint");
    }
    try (ObjectStore nowhere =
        GcsFixture.open(relay.endpoint(), Map.of("gs.endpoint", "http://no-such-host.invalid"))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
    }
  }

  @Test
  void allConnectionsInUseNamesTheOption() throws IOException {
    try (ObjectStore narrow =
            GcsFixture.open(
                relay.endpoint(),
                Map.of("gs.max-connections", "1", "gs.request-timeout", "200ms"));
        ObjectReader reader = narrow.open("whole", ReadHints.none());
        ReadableByteChannel held = reader.get(ByteRange.of(0, SIZE))) {
      assertThat(held.isOpen()).isTrue();
      assertThatThrownBy(() -> narrow.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("s3dlio.gs.max-connections");
    }
  }

  @Test
  void moreFilesThanConnectionsMayBeOpen() throws IOException {
    for (String connections : List.of("1", "4")) {
      StoreContext context =
          GcsFixture.context(
              relay.endpoint(),
              Map.of("gs.max-connections", connections, "gs.request-timeout", "2s"));
      StoreConfig.Range range = new StoreConfig.Range(100_000, 100_000, 0, 4, 0);
      try (ObjectStore narrow = new GcsStoreProvider().open(GcsFixture.root(), context)) {
        List<ReadAheadStream> streams = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
          ObjectReader reader = narrow.open("whole", ReadHints.none());
          var stream = new ReadAheadStream(reader, context.runtime(), range);
          stream.open();
          streams.add(stream);
        }
        assertThat(narrow.stat("whole").size()).isEqualTo(SIZE);
        for (ReadAheadStream stream : streams) {
          ByteBuffer start = ByteBuffer.allocate(1);
          assertThat(stream.read(0, start)).isEqualTo(1);
          assertThat(start.get(0)).isEqualTo(CONTENT[0]);
        }
        streams.forEach(ReadAheadStream::close);
      }
      context.runtime().close();
    }
  }
}
