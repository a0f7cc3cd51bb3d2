package io.s3dlio.store.s3;

import static io.s3dlio.store.s3.S3Fixture.BUCKET;
import static io.s3dlio.store.s3.S3Fixture.bytes;
import static io.s3dlio.store.s3.S3Fixture.random;
import static io.s3dlio.store.s3.S3Fixture.readAll;
import static io.s3dlio.store.s3.S3Fixture.slice;
import static io.s3dlio.store.s3.S3Fixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.WriteId;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3Server;
import io.s3dlio.testing.servers.ServerKind;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ReadableByteChannel;
import java.nio.file.FileAlreadyExistsException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What each call sends and means, counted at every server that is installed. */
@ParameterizedClass(name = "{0}")
@MethodSource("io.s3dlio.testing.servers.ServerKind#allInstalled")
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3RequestsTest {

  private static S3Server server;
  private static Relay relay;
  private static ObjectStore store;

  S3RequestsTest(ServerKind kind) {
    assertThat(server.name()).isEqualToIgnoringCase(kind.name());
  }

  @BeforeParameterizedClassInvocation
  static void start(ServerKind kind) throws IOException {
    server = kind.start();
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
    store = S3Fixture.open(relay);
  }

  @AfterParameterizedClassInvocation
  static void stop() throws IOException {
    store.close();
    relay.close();
    server.close();
  }

  @BeforeEach
  void forget() {
    relay.reset();
  }

  @Test
  void putThenReadARangeIsOneRequestEach() throws IOException {
    byte[] content = random(300_000, 1);
    ObjectStat written = store.put("a/range", ByteBuffer.wrap(content), PutOptions.none());
    assertThat(written.size()).isEqualTo(300_000);
    try (ObjectReader reader = store.open("a/range", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.of(1000, 5000))).isEqualTo(slice(content, 1000, 6000));
      assertThat(reader.stat().size()).isEqualTo(300_000);
      assertThat(reader.stat().etag()).isEqualTo(written.etag());
      assertThat(readAll(reader, ByteRange.suffix(10))).isEqualTo(slice(content, 299_990, 300_000));
      assertThat(readAll(reader, ByteRange.of(299_000, 5000)))
          .isEqualTo(slice(content, 299_000, 300_000));
    }
    assertThat(relay.operations())
        .containsExactly("PutObject", "GetObject", "GetObject", "GetObject");
    List<RecordedRequest> requests = relay.requests();
    assertThat(requests.get(1).header("if-match")).isEmpty();
    assertThat(requests.get(2).header("if-match")).hasValue('"' + written.etag() + '"');
    assertThat(requests.get(0).header("x-amz-checksum-crc32c")).isPresent();
    assertThat(requests.get(0).header("x-amz-trailer")).isEmpty();
    assertThat(requests.stream().map(RecordedRequest::connection).distinct()).hasSize(1);
  }

  @Test
  void aBodyIsTakenFromPositionToLimitAndLeftAsItWas() throws IOException {
    ByteBuffer direct = ByteBuffer.allocateDirect(100);
    direct.put(random(100, 2)).position(10).limit(60);
    store.put("a/slice", direct, PutOptions.none());
    assertThat(direct.position()).isEqualTo(10);
    assertThat(direct.limit()).isEqualTo(60);
    try (ObjectReader reader = store.open("a/slice", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(slice(random(100, 2), 10, 60));
    }
  }

  @Test
  void anEmptyObjectCostsAtMostTwoRequests() throws IOException {
    store.put("a/empty", ByteBuffer.allocate(0), PutOptions.none());
    relay.reset();
    try (ObjectReader reader = store.open("a/empty", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.of(0, 65_536))).isEmpty();
      assertThat(reader.stat().size()).isZero();
    }
    assertThat(relay.requests()).hasSizeLessThanOrEqualTo(2);
    relay.reset();
    try (ObjectReader reader = store.open("a/empty", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEmpty();
      assertThat(reader.stat().size()).isZero();
    }
    assertThat(relay.operations()).containsExactly("GetObject");
  }

  @Test
  void theEndIsEmptyAndPastTheEndSaysTheSize() throws IOException {
    store.put("a/ten", bytes("0123456789"), PutOptions.none());
    try (ObjectReader reader = store.open("a/ten", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.of(10, 5))).isEmpty();
      assertThatThrownBy(() -> reader.get(ByteRange.of(11, 5)))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("10 bytes")
          .hasMessageContaining("s3://bucket/a/ten")
          .hasMessageContaining("[11, 16)");
    }
    relay.reset();
    try (ObjectReader reader = store.open("a/ten", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.of(3, 0))).isEmpty();
      assertThat(readAll(reader, ByteRange.suffix(0))).isEmpty();
    }
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void anOverwrittenObjectIsNoticed() throws IOException {
    store.put("a/changing", bytes("before"), PutOptions.none());
    try (ObjectReader reader = store.open("a/changing", ReadHints.none())) {
      assertThat(text(readAll(reader, ByteRange.of(0, 3)))).isEqualTo("bef");
      store.put("a/changing", bytes("after!"), PutOptions.none());
      assertThatThrownBy(() -> reader.get(ByteRange.of(3, 3)))
          .isInstanceOf(ObjectChangedException.class);
    }
  }

  @Test
  void knownSizeAndEtagSendNothing() throws IOException {
    ObjectStat written = store.put("a/known", bytes("0123456789"), PutOptions.none());
    relay.reset();
    try (ObjectReader reader = store.open("a/known", ReadHints.of(written))) {
      assertThat(reader.stat()).isEqualTo(written);
      assertThat(relay.requests()).isEmpty();
      assertThat(text(readAll(reader, ByteRange.of(2, 2)))).isEqualTo("23");
    }
    assertThat(relay.requests().get(0).header("if-match")).isPresent();
  }

  @Test
  void aMissingObjectIsOneRequestAndNamed() {
    assertThatThrownBy(() -> store.stat("a/none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("s3://bucket/a/none");
    assertThatThrownBy(() -> store.open("a/none", ReadHints.none()).get(ByteRange.of(0, 10)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("s3://bucket/a/none");
    assertThat(relay.operations()).containsExactly("HeadObject", "GetObject");
  }

  @Test
  void conditionsHold() throws IOException {
    ObjectStat first = store.put("a/once", bytes("one"), PutOptions.ifAbsent());
    assertThatThrownBy(() -> store.put("a/once", bytes("two"), PutOptions.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("s3://bucket/a/once");
    PutOptions match = PutOptions.none().withCondition(PutCondition.ifMatch(first.etag()));
    store.put("a/once", bytes("three"), match);
    assertThatThrownBy(() -> store.put("a/once", bytes("four"), match))
        .isInstanceOf(PreconditionFailedException.class);
    assertThatThrownBy(() -> store.put("a/never", bytes("four"), match))
        .isInstanceOf(PreconditionFailedException.class);
  }

  @Test
  void metadataAndHeadersComeBackAndTheWriteIdIsHidden() throws IOException {
    WriteId id = WriteId.random();
    PutOptions options =
        PutOptions.none()
            .withHeaders(
                Map.of(
                    "content-type", "text/plain",
                    "cache-control", "no-cache",
                    "expires", "Sun, 06 Nov 2044 08:49:37 GMT"))
            .withMetadata(Map.of("colour", "blue and green"))
            .withWriteId(id);
    store.put("a/meta", bytes("x"), options);
    ObjectStat stat = store.stat("a/meta");
    assertThat(stat.metadata()).containsExactly(Map.entry("colour", "blue and green"));
    assertThat(stat.writeId()).hasValue(id);
    assertThat(stat.headers()).containsEntry("content-type", "text/plain");
    assertThat(stat.headers()).containsEntry("cache-control", "no-cache");
    assertThat(stat.headers()).containsKey("expires");
    assertThatThrownBy(
            () ->
                store.put(
                    "a/meta", bytes("x"), PutOptions.none().withMetadata(Map.of("a", "größe"))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("ASCII");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "odd/with space", "odd/plus+sign", "odd/per%20cent", "odd/ümlaut-日本", "odd/q?a&b=c#d",
        "odd/a:b@c", "odd/it's \"quoted\" <xml>", "odd/dir/", "odd/trailing dot.", "odd/~tilde"
      })
  void oddKeysAreKeptCopiedListedAndDeleted(String key) throws IOException {
    byte[] content = key.endsWith("/") ? new byte[0] : random(10, 3);
    store.put(key, ByteBuffer.wrap(content), PutOptions.none());
    assertThat(store.stat(key).size()).isEqualTo(content.length);
    assertThat(store.list(ListQuery.recursive("odd/")).objects())
        .extracting(ObjectStat::key)
        .contains(key);
    String copy = key.endsWith("/") ? "odd/marker" : key + " copy";
    // versitygw copies no markers.
    if (!key.endsWith("/")) {
      assertThat(store.copy(key, copy, CopyOptions.none()).size()).isEqualTo(content.length);
      try (ObjectReader reader = store.open(copy, ReadHints.none())) {
        assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(content);
      }
    }
    assertThat(store.delete(List.of(copy, key))).isEmpty();
    assertThat(store.delete(List.of(key))).isEmpty();
    assertThat(store.list(ListQuery.recursive("odd/")).objects())
        .extracting(ObjectStat::key)
        .doesNotContain(key, copy);
  }

  @Test
  void copyingAKnownSourceIsOneRequest() throws IOException {
    PutOptions options =
        PutOptions.none()
            .withHeaders(Map.of("content-type", "text/plain"))
            .withMetadata(Map.of("a", "b"));
    store.put("copy/from", bytes("copied"), options);
    ObjectStat source = store.stat("copy/from");
    relay.reset();
    store.copy("copy/from", "copy/to", CopyOptions.none().withSource(source));
    assertThat(relay.operations()).containsExactly("CopyObject");
    assertThat(store.stat("copy/to").metadata()).containsEntry("a", "b");
    store.copy("copy/from", "copy/to", CopyOptions.none().withMetadata(Map.of("c", "d")));
    assertThat(store.stat("copy/to").metadata()).containsExactly(Map.entry("c", "d"));
    assertThat(store.stat("copy/to").headers()).containsEntry("content-type", "text/plain");
    assertThatThrownBy(
            () -> store.copy("copy/from", "copy/to", CopyOptions.none().withSourceEtag("other")))
        .isInstanceOf(ObjectChangedException.class);
    assertThatThrownBy(() -> store.copy("copy/none", "copy/to", CopyOptions.none()))
        .isInstanceOf(FileNotFoundException.class);
    assertThatThrownBy(
            () ->
                store.copy(
                    "copy/from",
                    "copy/to",
                    CopyOptions.none().withCondition(PutCondition.ifAbsent())))
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void aThousandKeysGoInOneRequest() throws IOException {
    List<String> keys = IntStream.range(0, 1000).mapToObj(i -> "many/" + i).toList();
    for (String key : keys.subList(0, 30)) {
      store.put(key, bytes("x"), PutOptions.none());
    }
    relay.reset();
    assertThat(store.delete(keys)).isEmpty();
    assertThat(relay.operations()).containsExactly("DeleteObjects");
    assertThat(store.list(ListQuery.recursive("many/")).objects()).isEmpty();
  }

  @Test
  void pagesListEachKeyOnceInOrder() throws IOException {
    List<String> keys = IntStream.range(10, 35).mapToObj(i -> "page/" + i).toList();
    for (String key : keys) {
      store.put(key, bytes("x"), PutOptions.none());
    }
    store.put("page/sub/one", bytes("x"), PutOptions.none());
    List<String> found = new ArrayList<>();
    List<String> prefixes = new ArrayList<>();
    ListQuery query = ListQuery.children("page/").withMaxKeys(7);
    while (true) {
      var page = store.list(query);
      page.objects().forEach(object -> found.add(object.key()));
      prefixes.addAll(page.prefixes());
      if (page.next().isEmpty()) {
        break;
      }
      query = query.withNext(page.next().get());
    }
    assertThat(found).isEqualTo(keys);
    // S3Mock names a prefix on several pages; the contract asks for once a page.
    assertThat(prefixes).containsOnly("page/sub/");
    assertThat(store.list(ListQuery.recursive("page/").withStartAfter("page/33")).objects())
        .extracting(ObjectStat::key)
        .containsExactly("page/34", "page/sub/one");
  }

  @Test
  void partsBecomeOneObjectInWhateverOrderTheyCome() throws IOException {
    byte[] content = random(11 << 20, 4);
    int cut = 5 << 20;
    try (Upload upload =
        store.startUpload("mpu/parts", PutOptions.none().withMetadata(Map.of("a", "b")))) {
      Part third = upload.uploadPart(3, 2L * cut, ByteBuffer.wrap(content, 2 * cut, 1 << 20));
      Part first = upload.uploadPart(1, 0, ByteBuffer.wrap(content, 0, cut));
      Upload resumed =
          store.resumeUpload(UploadToken.decode(store.root(), upload.token().encode()));
      Part second = resumed.uploadPart(2, cut, ByteBuffer.wrap(content, cut, cut));
      assertThatThrownBy(() -> store.stat("mpu/parts")).isInstanceOf(FileNotFoundException.class);
      ObjectStat made = upload.complete(List.of(first, second, third));
      assertThat(made.size()).isEqualTo(content.length);
      assertThat(store.stat("mpu/parts").etag()).isEqualTo(made.etag());
      assertThat(store.stat("mpu/parts").metadata()).containsEntry("a", "b");
    }
    try (ObjectReader reader = store.open("mpu/parts", ReadHints.none())) {
      assertThat(Arrays.equals(readAll(reader, ByteRange.from(0)), content)).isTrue();
    }
  }

  @Test
  void closingAnUploadForgetsIt() throws IOException {
    try (Upload upload = store.startUpload("mpu/aborted", PutOptions.none())) {
      upload.uploadPart(1, 0, bytes("x"));
      // By its whole key: MinIO finds uploads by nothing less.
      assertThat(store.listUploads(UploadQuery.of("mpu/aborted")).uploads())
          .extracting(pending -> pending.token().id())
          .contains(upload.token().id());
    }
    assertThat(store.listUploads(UploadQuery.of("mpu/aborted")).uploads()).isEmpty();
  }

  @Test
  void partsAreCopiedFromTheVersionThatIsMeant() throws IOException {
    byte[] content = random(6 << 20, 5);
    ObjectStat source = store.put("mpu/source", ByteBuffer.wrap(content), PutOptions.none());
    try (Upload upload = store.startUpload("mpu/copied", PutOptions.ifAbsent().withCopiedParts())) {
      Part part = upload.copyPart(1, 0, "mpu/source", ByteRange.of(1, 5 << 20), source.etag());
      assertThat(part.size()).isEqualTo(5 << 20);
      assertThatThrownBy(
              () -> upload.copyPart(2, 5 << 20, "mpu/source", ByteRange.of(0, 10), "other"))
          .isInstanceOf(ObjectChangedException.class);
      upload.complete(List.of(part));
    }
    try (ObjectReader reader = store.open("mpu/copied", ReadHints.none())) {
      assertThat(
              Arrays.equals(readAll(reader, ByteRange.from(0)), slice(content, 1, (5 << 20) + 1)))
          .isTrue();
    }
  }

  @Test
  void aConditionIsJudgedOnComplete() throws IOException {
    try (Upload upload = store.startUpload("mpu/late", PutOptions.ifAbsent())) {
      Part part = upload.uploadPart(1, 0, bytes("mine"));
      store.put("mpu/late", bytes("theirs"), PutOptions.none());
      assertThatThrownBy(() -> upload.complete(List.of(part)))
          .isInstanceOf(FileAlreadyExistsException.class);
      // Before the abort: S3Mock then removes the other writer's object.
      try (ObjectReader reader = store.open("mpu/late", ReadHints.none())) {
        assertThat(text(readAll(reader, ByteRange.from(0)))).isEqualTo("theirs");
      }
    }
    assertThat(store.listUploads(UploadQuery.of("mpu/late")).uploads()).isEmpty();
  }

  @Test
  void closingEarlyAbortsAndReadingToTheEndKeepsTheConnection() throws IOException {
    store.put("a/long", ByteBuffer.wrap(random(8 << 20, 6)), PutOptions.none());
    relay.reset();
    try (ObjectReader reader = store.open("a/long", ReadHints.none())) {
      readAll(reader, ByteRange.of(0, 100_000));
      readAll(reader, ByteRange.of(100, 100_000));
      ReadableByteChannel channel = reader.get(ByteRange.from(0));
      channel.read(ByteBuffer.allocate(100));
      channel.close();
      readAll(reader, ByteRange.of(200, 100_000));
    }
    List<Integer> connections = relay.requests().stream().map(RecordedRequest::connection).toList();
    assertThat(connections.get(1)).isEqualTo(connections.get(0));
    assertThat(connections.get(2)).isEqualTo(connections.get(0));
    assertThat(connections.get(3)).isNotEqualTo(connections.get(2));
    assertThat(relay.requests().get(2).answerBytes()).isLessThan(8 << 20);
  }
}
