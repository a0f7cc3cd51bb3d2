package io.s3dlio.store.azure;

import static io.s3dlio.store.azure.AzureFixture.bytes;
import static io.s3dlio.store.azure.AzureFixture.random;
import static io.s3dlio.store.azure.AzureFixture.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.LeakCheck;
import io.s3dlio.testing.servers.Relay;
import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintStream;
import java.net.ConnectException;
import java.net.ServerSocket;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What breaks on the way: bodies, connections, threads, answers that are not what they seem. */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
final class AzureFaultsTest {

  private static final int SIZE = 1 << 20;
  private static final byte[] CONTENT = random(SIZE, 7);

  private static AzuriteServer server;
  private static Relay relay;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    server.createContainer(AzureFixture.CONTAINER);
    relay = Relay.inFrontOf(server);
    store = AzureFixture.open(server, relay, Map.of());
    store.put("whole", ByteBuffer.wrap(CONTENT), PutOptions.none());
    relay.reset();
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
    relay.faults(FaultPlan.none().on("GetBlob", fault).times(1));
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      assertThatThrownBy(() -> readAll(reader, ByteRange.of(0, SIZE)))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining(store.root().resolve("whole").toString())
          .hasMessageContaining("[0, " + SIZE + ")");
      assertThat(readAll(reader, ByteRange.of(0, SIZE))).isEqualTo(CONTENT);
    }
  }

  @Test
  void aBodyThatStallsIsGivenUp() throws IOException {
    relay.faults(
        FaultPlan.none().on("GetBlob", new Fault.Stall(100_000, Duration.ofSeconds(5))).times(1));
    try (ObjectStore impatient =
            AzureFixture.open(server, relay, Map.of("az.request-timeout", "200ms"));
        ObjectReader reader = impatient.open("whole", ReadHints.none())) {
      assertThatThrownBy(() -> readAll(reader, ByteRange.of(0, SIZE)))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("bytes to come");
    }
  }

  @Test
  void aListingCutShortMayPass() {
    relay.faults(FaultPlan.none().on("ListBlobs", new Fault.TruncateBody(50)).times(1));
    assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
        .isInstanceOf(TransientException.class);
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
    assertThat(relay.operations()).containsExactly("GetBlobProperties", "PutBlob", "BlobBatch");
  }

  @Test
  void aSilentServiceIsGivenUp() throws IOException {
    relay.faults(
        FaultPlan.none()
            .on("GetBlobProperties", new Fault.DelayFirstByte(Duration.ofSeconds(5)))
            .times(1));
    try (ObjectStore impatient =
        AzureFixture.open(server, relay, Map.of("az.request-timeout", "200ms"))) {
      assertThatThrownBy(() -> impatient.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("STAT " + store.root().resolve("whole"));
    }
  }

  @Test
  void anAnswerOfAnotherVersionIsNoticedEvenWhereTheServiceIgnoresIfMatch() throws IOException {
    try (ObjectReader reader = store.open("whole", ReadHints.none())) {
      readAll(reader, ByteRange.of(0, 10));
      relay.faults(
          FaultPlan.none().on("GetBlob", new Fault.SetHeader("ETag", "\"other\"")).times(1));
      assertThatThrownBy(() -> reader.get(ByteRange.of(10, 10)))
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void aServiceWithoutRangesIsRefusedNotMisread() throws IOException {
    try (HttpFake fake =
            HttpFake.start(
                (request, body) -> HttpFake.Answer.of(200, "0123456789").with("ETag", "\"e\""));
        ObjectStore ignorant = AzureFixture.open(fake, Map.of());
        ObjectReader reader = ignorant.open("k", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(5, 2)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("ranges");
      assertThat(readAll(reader, ByteRange.of(0, 2))).isEqualTo("01".getBytes(UTF_8));
    }
  }

  @Test
  void anInterruptedThreadStopsAndStaysInterrupted() throws Exception {
    try (ObjectReader reader = store.open("whole", ReadHints.none());
        ReadableByteChannel channel = reader.get(ByteRange.of(0, SIZE))) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> drain(channel)).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> store.stat("whole")).isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> reader.get(ByteRange.of(0, SIZE)))
          .isInstanceOf(InterruptedIOException.class);
      assertThat(Thread.interrupted()).isTrue();
    } finally {
      // So that a failed assertion does not leave the flag for the next test.
      Thread.interrupted();
    }
    assertThat(store.stat("whole").size()).isEqualTo(SIZE);
  }

  @Test
  void channelsAndReadersDieWithWhatOpenedThem() throws IOException {
    LeakCheck leaks = LeakCheck.begin();
    ObjectStore mine = AzureFixture.open(server, relay, Map.of());
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
    assertThatThrownBy(() -> drain(open)).isInstanceOf(IOException.class);
    leaks.assertNothingNewOpen();
  }

  private static void drain(ReadableByteChannel channel) throws IOException {
    ByteBuffer piece = ByteBuffer.allocate(64 * 1024);
    while (channel.read(piece) >= 0) {
      piece.clear();
    }
  }

  @Test
  void connectionsAreKeptForTheNextRequest() throws IOException {
    try (ObjectStore mine = AzureFixture.open(server, relay, Map.of())) {
      relay.reset();
      for (int i = 0; i < 5; i++) {
        mine.stat("whole");
        mine.put("kept", bytes("x"), PutOptions.none());
        try (ObjectReader reader = mine.open("whole", ReadHints.none())) {
          assertThat(readAll(reader, ByteRange.of(0, 1000))).hasSize(1000);
        }
      }
    }
    assertThat(relay.requests()).hasSize(15);
    assertThat(relay.requests().stream().map(request -> request.connection()).distinct())
        .hasSize(1);
  }

  @Test
  @Timeout(20)
  void nobodyThereIsSaidAtOnce() throws IOException {
    int free;
    try (ServerSocket socket = new ServerSocket(0)) {
      free = socket.getLocalPort();
    }
    String down = "http://127.0.0.1:" + free + "/devstoreaccount1";
    try (ObjectStore nowhere = AzureFixture.open(server, relay, Map.of("az.endpoint", down))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(ConnectException.class)
          .hasMessageContaining(down)
          .hasMessageContaining("s3dlio.az.endpoint");
    }
    try (ObjectStore nowhere =
        AzureFixture.open(server, relay, Map.of("az.endpoint", "http://no-such-host.invalid"))) {
      assertThatThrownBy(() -> nowhere.stat("k"))
          .isInstanceOf(UnknownHostException.class)
          .hasMessageContaining("no-such-host.invalid")
          .hasMessageContaining("account's name");
    }
  }

  @Test
  void allConnectionsInUseNamesTheOption() throws IOException {
    try (ObjectStore narrow =
            AzureFixture.open(
                server, relay, Map.of("az.max-connections", "1", "az.request-timeout", "200ms"));
        ObjectReader reader = narrow.open("whole", ReadHints.none());
        ReadableByteChannel held = reader.get(ByteRange.of(0, SIZE))) {
      assertThat(held.isOpen()).isTrue();
      assertThatThrownBy(() -> narrow.stat("whole"))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("s3dlio.az.max-connections");
    }
  }

  /** "Put Block List" leaves only what one list names. */
  @Test
  void ofTwoUploadsOfOneKeyTheFirstToCompleteWinsAndTheOtherIsTold() throws IOException {
    try (Upload first = store.startUpload("both", PutOptions.none());
        Upload second = store.startUpload("both", PutOptions.none())) {
      List<Part> of = List.of(first.uploadPart(1, 0, bytes("first")));
      List<Part> other = List.of(second.uploadPart(1, 0, bytes("second")));
      first.complete(of);
      assertThatThrownBy(() -> second.complete(other))
          .isInstanceOf(UploadGoneException.class)
          .hasMessageContaining("another write of this object came first")
          .hasMessageContaining("InvalidBlockList");
    }
    try (ObjectReader reader = store.open("both", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo("first".getBytes(UTF_8));
    }
  }

  @Test
  void partsOfAnUnfinishedUploadAreNoObjectToAConditionalWrite() throws IOException {
    for (String body : List.of("x", "")) {
      String key = "unfinished" + body.length();
      Upload upload = store.startUpload(key, PutOptions.none());
      upload.uploadPart(1, 0, bytes("part"));
      upload.close();
      store.put(key, bytes(body), PutOptions.ifAbsent());
      assertThat(store.stat(key).size()).isEqualTo(body.length());
    }
  }

  @Test
  void absentKeysOfABatchCountAsRemovedAndWriteNothingToTheLog() throws IOException {
    store.put("there", bytes("x"), PutOptions.none());
    PrintStream before = System.err;
    ByteArrayOutputStream written = new ByteArrayOutputStream();
    // Where the tests' log goes.
    System.setErr(new PrintStream(written, true, UTF_8));
    try {
      assertThat(store.delete(List.of("absent", "there", "d/", "a b%20c"))).isEmpty();
    } finally {
      System.setErr(before);
    }
    assertThat(written.toString(UTF_8)).isEmpty();
    assertThat(relay.operations()).containsExactly("PutBlob", "BlobBatch");
    assertThatThrownBy(() -> store.stat("there")).isInstanceOf(FileNotFoundException.class);
  }
}
