package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static io.s3dlio.store.gcs.GcsFixture.random;
import static io.s3dlio.store.gcs.GcsFixture.readAll;
import static io.s3dlio.store.gcs.GcsFixture.slice;
import static io.s3dlio.store.gcs.GcsFixture.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.WriteId;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What each call sends and means, counted at the server; uploads have a test of their own. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsRequestsTest {

  private static GcsFake server;
  private static Relay relay;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = GcsFake.start(GcsFake.Options.standard().rewriteBytesPerCall(1 << 20));
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
    store = GcsFixture.open(relay.endpoint());
  }

  @AfterAll
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
        .containsExactly(
            "objects.insert", "objects.download", "objects.download", "objects.download");
    List<RecordedRequest> requests = relay.requests();
    assertThat(requests.get(0).query()).contains("uploadType=multipart", "name=a/range");
    assertThat(requests.get(0).header("content-encoding")).isEmpty();
    assertThat(requests.get(1).has("generation")).isFalse();
    assertThat(requests.get(1).header("range")).hasValue("bytes=1000-5999");
    assertThat(requests.get(1).header("accept-encoding")).hasValue("gzip");
    assertThat(requests.get(2).query()).contains("generation=" + written.etag());
    assertThat(requests.get(2).header("range")).hasValue("bytes=-10");
    assertThat(requests.stream().map(RecordedRequest::connection).distinct()).hasSize(1);
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
    assertThat(relay.operations()).containsExactly("objects.download");
  }

  @Test
  void pastTheEndSaysTheSizeAndNothingSendsNothing() throws IOException {
    store.put("a/ten", bytes("0123456789"), PutOptions.none());
    try (ObjectReader reader = store.open("a/ten", ReadHints.none())) {
      assertThatThrownBy(() -> reader.get(ByteRange.of(11, 5)))
          .isInstanceOf(EOFException.class)
          .hasMessageContaining("10 bytes")
          .hasMessageContaining("gs://bucket/a/ten")
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
  void whatWasStoredCompressedComesAsItIsStored() throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
      gzip.write(new byte[100_000]);
    }
    byte[] stored = compressed.toByteArray();
    PutOptions options = PutOptions.none().withHeaders(Map.of("content-encoding", "gzip"));
    store.put("a/gzip", ByteBuffer.wrap(stored), options);
    try (ObjectReader reader = store.open("a/gzip", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(stored);
      assertThat(reader.stat().size()).isEqualTo(stored.length);
      assertThat(readAll(reader, ByteRange.of(10, 20))).isEqualTo(slice(stored, 10, 30));
    }
    assertThat(store.stat("a/gzip").headers()).containsEntry("content-encoding", "gzip");
  }

  @Test
  void anOverwrittenOrDeletedObjectIsNoticed() throws IOException {
    store.put("a/changing", bytes("before"), PutOptions.none());
    try (ObjectReader reader = store.open("a/changing", ReadHints.none())) {
      assertThat(text(readAll(reader, ByteRange.of(0, 3)))).isEqualTo("bef");
      store.put("a/changing", bytes("after!"), PutOptions.none());
      assertThatThrownBy(() -> reader.get(ByteRange.of(3, 3)))
          .isInstanceOf(ObjectChangedException.class)
          .hasMessageContaining("overwritten or deleted");
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
    assertThat(relay.requests().get(0).has("generation")).isTrue();
  }

  @Test
  void aMissingObjectIsOneRequestAndNamed() {
    assertThatThrownBy(() -> store.stat("a/none"))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("gs://bucket/a/none");
    assertThatThrownBy(() -> store.open("a/none", ReadHints.none()).get(ByteRange.of(0, 10)))
        .isInstanceOf(FileNotFoundException.class)
        .hasMessageContaining("gs://bucket/a/none");
    assertThat(relay.operations()).containsExactly("objects.get", "objects.download");
  }

  @Test
  void conditionsAreGenerations() throws IOException {
    ObjectStat first = store.put("a/once", bytes("one"), PutOptions.ifAbsent());
    PutOptions match = PutOptions.none().withCondition(PutCondition.ifMatch(first.etag()));
    store.put("a/once", bytes("three"), match);
    store.put("a/once", bytes("four"), PutOptions.none());
    List<RecordedRequest> requests = relay.requests();
    assertThat(requests.get(0).query()).contains("ifGenerationMatch=0");
    assertThat(requests.get(1).query()).contains("ifGenerationMatch=" + first.etag());
    assertThat(requests.get(2).has("ifGenerationMatch")).isFalse();
  }

  @Test
  void metadataMayHoldAnyWordsAndExpiresIsRefused() throws IOException {
    WriteId id = WriteId.random();
    Map<String, String> headers =
        Map.of(
            "content-type", "text/plain; charset=utf-8",
            "content-encoding", "identity",
            "content-disposition", "attachment; filename=\"x\"",
            "content-language", "de",
            "cache-control", "no-store");
    Map<String, String> metadata = Map.of("owner", "Jürgen \uD83D\uDE00 ", "empty-ish", " ");
    store.put(
        "a/meta",
        bytes("x"),
        PutOptions.none().withHeaders(headers).withMetadata(metadata).withWriteId(id));
    ObjectStat stat = store.stat("a/meta");
    assertThat(stat.headers()).isEqualTo(headers);
    assertThat(stat.metadata()).isEqualTo(metadata);
    assertThat(stat.writeId()).contains(id);
    relay.reset();
    PutOptions expires =
        PutOptions.none().withHeaders(Map.of("expires", "Sun, 06 Nov 1994 08:49:37 GMT"));
    assertThatThrownBy(() -> store.put("a/expires", bytes("x"), expires))
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("cache-control");
    assertThatThrownBy(() -> store.startUpload("a/expires", expires))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void aKeyOfTheLargestSizeStaysAPlainGet() throws IOException {
    String key = "ü".repeat(512);
    store.put(key, bytes("long"), PutOptions.none());
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      assertThat(text(readAll(reader, ByteRange.of(1, 2)))).isEqualTo("on");
    }
    assertThat(store.stat(key).size()).isEqualTo(4);
    assertThat(store.copy(key, "short", CopyOptions.none()).size()).isEqualTo(4);
    assertThat(store.list(ListQuery.recursive(key)).objects()).hasSize(1);
    assertThat(store.delete(List.of(key))).isEmpty();
    assertThat(relay.requests())
        .extracting(RecordedRequest::method)
        .containsOnly("GET", "POST", "DELETE");
    assertThat(relay.requests())
        .noneMatch(request -> request.header("x-http-method-override").isPresent());
  }

  @Test
  void aHundredKeysAreOneRequest() throws IOException {
    List<String> keys = IntStream.range(0, 100).mapToObj(i -> "batch/" + i).toList();
    for (String key : keys.subList(0, 50)) {
      store.put(key, bytes("x"), PutOptions.none());
    }
    relay.reset();
    assertThat(store.delete(keys)).isEmpty();
    assertThat(relay.operations()).containsExactly("batch");
    assertThat(store.list(ListQuery.recursive("batch/")).objects()).isEmpty();
    List<String> tooMany = new ArrayList<>(keys);
    tooMany.add("one more");
    assertThatThrownBy(() -> store.delete(tooMany)).isInstanceOf(IllegalArgumentException.class);
    relay.reset();
    assertThat(store.delete(List.of())).isEmpty();
    assertThat(relay.requests()).isEmpty();
    assertThat(store.delete(List.of("absent"))).isEmpty();
    assertThat(relay.operations()).containsExactly("objects.delete");
  }

  @Test
  void aPageIsOneSmallRequest() throws IOException {
    store.put("page/a", bytes("x"), PutOptions.none().withMetadata(Map.of("k", "v".repeat(1000))));
    store.put("page/b/c", bytes("x"), PutOptions.none());
    relay.reset();
    ListPage page = store.list(ListQuery.children("page/"));
    assertThat(page.objects()).extracting(ObjectStat::key).containsExactly("page/a");
    assertThat(page.prefixes()).containsExactly("page/b/");
    assertThat(relay.operations()).containsExactly("objects.list");
    assertThat(relay.requests().get(0).answerBytes()).isLessThan(1000);
  }

  @Test
  void aCopyIsOneRequestUnlessMetadataIsReplaced() throws IOException {
    PutOptions options = PutOptions.none().withHeaders(Map.of("content-type", "text/plain"));
    ObjectStat source = store.put("copy/a", bytes("x"), options);
    relay.reset();
    store.copy("copy/a", "copy/b", CopyOptions.none().withSource(source));
    store.copy("copy/a", "copy/c", CopyOptions.none());
    assertThat(relay.operations()).containsExactly("objects.rewrite", "objects.rewrite");
    assertThat(relay.requests().get(0).query()).contains("sourceGeneration=" + source.etag());
    relay.reset();
    store.copy("copy/a", "copy/a", CopyOptions.none().withMetadata(Map.of("k", "v")));
    assertThat(relay.operations()).containsExactly("objects.get", "objects.rewrite");
    assertThat(store.stat("copy/a").headers()).containsEntry("content-type", "text/plain");
    assertThat(store.stat("copy/a").metadata()).isEqualTo(Map.of("k", "v"));
  }

  @Test
  void aLargeCopyGoesOnUntilItIsDone() throws IOException {
    byte[] content = random((3 << 20) + 5, 3);
    store.put("copy/large", ByteBuffer.wrap(content), PutOptions.none());
    relay.reset();
    CopyOptions ifAbsent = CopyOptions.none().withCondition(PutCondition.ifAbsent());
    ObjectStat copied = store.copy("copy/large", "copy/larger", ifAbsent);
    assertThat(copied.size()).isEqualTo(content.length);
    assertThat(relay.operations()).hasSize(4).containsOnly("objects.rewrite");
    assertThat(relay.requests().get(1).has("rewriteToken")).isTrue();
    try (ObjectReader reader = store.open("copy/larger", ReadHints.of(copied))) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(content);
    }
  }

  @Test
  void everyRequestSaysWhoPaysAndWhoAsks() throws IOException {
    Map<String, String> options =
        Map.of("gs.user-project", GcsFake.PROJECT, "gs.user-agent", "nightly-job");
    try (ObjectStore payer = GcsFixture.open(relay.endpoint(), options)) {
      payer.put("a/paid", bytes("x"), PutOptions.none());
      payer.stat("a/paid");
      readAll(payer.open("a/paid", ReadHints.none()), ByteRange.from(0));
      payer.list(ListQuery.recursive("a/"));
      payer.copy("a/paid", "a/paid2", CopyOptions.none());
      payer.delete(List.of("a/paid"));
    }
    assertThat(relay.requests()).hasSize(6);
    for (RecordedRequest request : relay.requests()) {
      assertThat(request.query()).contains("userProject=" + GcsFake.PROJECT);
      assertThat(request.header("user-agent").orElse("")).contains("s3dlio", "nightly-job");
      assertThat(request.header("authorization")).isEmpty();
    }
  }
}
