package io.s3dlio.store.s3;

import static io.s3dlio.store.s3.S3Fixture.BUCKET;
import static io.s3dlio.store.s3.S3Fixture.bytes;
import static io.s3dlio.store.s3.S3Fixture.random;
import static io.s3dlio.store.s3.S3Fixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.ReadAheadStream;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on the way: bodies, connections, threads, answers that are not what they seem. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3FaultsTest {

  private static final int SIZE = 1 << 20;
  private static final byte[] CONTENT = random(SIZE, 7);
  private static final int WRITERS = 16;
  private static final int ROUNDS = 20;

  private static S3ProxyServer server;
  private static Relay relay;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
    store = S3Fixture.open(relay);
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
    relay.faults(FaultPlan.none().on("GetObject", fault).times(1));
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      assertThatThrownBy(() -> readAll(reader, ByteRange.of(0, SIZE)))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("s3://bucket/whole")
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
            .on("HeadObject", new Fault.DelayFirstByte(Duration.ofSeconds(5)))
            .times(1));
    try (ObjectStore impatient = S3Fixture.open(relay, Map.of("s3.request-timeout", "200ms"))) {
      assertThatThrownBy(() -> impatient.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("STAT s3://bucket/whole");
    }
  }

  @Test
  void anAnswerOfAnotherVersionIsNoticedEvenWhereTheServiceIgnoresIfMatch() throws IOException {
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      readAll(reader, ByteRange.of(0, 10));
      relay.faults(
          FaultPlan.none().on("GetObject", new Fault.SetHeader("ETag", "\"other\"")).times(1));
      assertThatThrownBy(() -> reader.get(ByteRange.of(10, 10)))
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aServiceWithoutRangesIsRefusedNotMisread() throws IOException {
    try (HttpFake fake =
            HttpFake.start(
                (request, body) -> HttpFake.Answer.of(200, "0123456789").with("ETag", "\"e\""));
        ObjectStore ignorant = S3Fixture.open(fake);
        ObjectReader reader = ignorant.open("k", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(5, 2)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("ranges");
      assertThat(S3Fixture.text(readAll(reader, ByteRange.of(0, 2)))).isEqualTo("01");
    }
  }

  @Test
  void expiredCredentialsAndSkewedClocksAreAskedForOnceMore() throws IOException {
    relay.faults(
        FaultPlan.none()
            .on("GetObject", Fault.requestTimeTooSkewed(Duration.ofMinutes(1)))
            .times(1));
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.of(0, 10))).hasSize(10);
    }
    assertThat(relay.operations()).containsExactly("GetObject", "GetObject");
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
    ObjectStore mine = S3Fixture.open(relay);
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
        S3Fixture.open(relay, Map.of("s3.endpoint", "http://127.0.0.1:" + free))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining("http://127.0.0.1:" + free)
          .hasMessageContaining("s3dlio.s3.endpoint");
    }
    try (ObjectStore nowhere =
        S3Fixture.open(relay, Map.of("s3.endpoint", "http://no-such-host.invalid"))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid");
    }
  }

  @Test
  void allConnectionsInUseNamesTheOption() throws IOException {
    try (ObjectStore narrow =
            S3Fixture.open(
                relay, Map.of("s3.max-connections", "1", "s3.request-timeout", "200ms"));
        ObjectReader reader = narrow.open("whole", ReadHints.none());
        ReadableByteChannel held = reader.get(ByteRange.of(0, SIZE))) {
      assertThat(held.isOpen()).isTrue();
      assertThatThrownBy(() -> narrow.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("s3dlio.s3.max-connections");
    }
  }

  @Test
  void moreFilesThanConnectionsMayBeOpen() throws IOException {
    for (String connections : List.of("1", "4")) {
      StoreContext context =
          S3Fixture.context(
              relay, Map.of("s3.max-connections", connections, "s3.request-timeout", "2s"));
      StoreConfig.Range range = new StoreConfig.Range(100_000, 100_000, 0, 4, 0);
      try (ObjectStore narrow = new S3StoreProvider().open(S3Fixture.root(), context)) {
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

  @Test
  void ofManyConditionalPutsExactlyOneWins() throws Exception {
    race("put", (key, body) -> store.put(key, body, PutOptions.ifAbsent()));
  }

  @Test
  void ofManyConditionalCompletesExactlyOneWins() throws Exception {
    race(
        "complete",
        (key, body) -> {
          try (Upload upload = store.startUpload(key, PutOptions.ifAbsent())) {
            return upload.complete(List.of(upload.uploadPart(1, 0, body)));
          }
        });
  }

  private interface Writer {
    ObjectStat write(String key, ByteBuffer body) throws IOException;
  }

  private static void race(String name, Writer writer) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(WRITERS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        String key = "race/" + name + "/" + round;
        CyclicBarrier start = new CyclicBarrier(WRITERS);
        List<Callable<Optional<Integer>>> tasks = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int number = i;
          tasks.add(
              () -> {
                start.await();
                return attempt(writer, key, number);
              });
        }
        List<Integer> winners = new ArrayList<>();
        for (Future<Optional<Integer>> outcome : threads.invokeAll(tasks)) {
          outcome.get().ifPresent(winners::add);
        }
        assertThat(winners).as(key).hasSize(1);
        try (ObjectReader reader = store.open(key, ReadHints.none())) {
          assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(random(1000, winners.get(0)));
        }
      }
    } finally {
      threads.shutdownNow();
    }
  }

  private static Optional<Integer> attempt(Writer writer, String key, int number)
      throws IOException {
    try {
      writer.write(key, ByteBuffer.wrap(random(1000, number)));
      return Optional.of(number);
    } catch (FileAlreadyExistsException e) {
      return Optional.empty();
    }
  }
}
