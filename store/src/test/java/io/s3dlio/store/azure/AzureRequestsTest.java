package io.s3dlio.store.azure;

import static io.s3dlio.store.azure.AzureFixture.bytes;
import static io.s3dlio.store.azure.AzureFixture.random;
import static io.s3dlio.store.azure.AzureFixture.readAll;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListPage;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectReader;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.WriteId;
import io.s3dlio.store.transfer.IoRuntime;
import io.s3dlio.store.transfer.ObjectCopier;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/** What goes over the wire: how many requests, and with which headers. */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
final class AzureRequestsTest {

  private static AzuriteServer server;
  private static Relay relay;
  private static ObjectStore store;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    server.createContainer(AzureFixture.CONTAINER);
    relay = Relay.inFrontOf(server);
    store = AzureFixture.open(server, relay, Map.of());
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    relay.close();
    server.close();
  }

  @BeforeEach
  void reset() {
    relay.reset();
  }

  private static RecordedRequest only() {
    assertThat(relay.requests()).hasSize(1);
    return relay.requests().get(0);
  }

  private static List<String> headers(String name) {
    return relay.requests().stream().map(r -> r.header(name).orElse("none")).toList();
  }

  @Test
  void aPutIsOneRequestWithItsMd5() throws Exception {
    byte[] body = random(5000, 1);
    store.put("a b/c", ByteBuffer.wrap(body), PutOptions.none());
    RecordedRequest put = only();
    assertThat(put.operation()).isEqualTo("PutBlob");
    assertThat(put.key()).isEqualTo("a b/c");
    assertThat(put.header("x-ms-blob-type")).contains("BlockBlob");
    assertThat(put.header("content-md5"))
        .contains(
            Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(body)));
    assertThat(put.requestBytes()).isEqualTo(5000);
  }

  @Test
  void checksumsCanBeTurnedOff() throws IOException {
    try (ObjectStore plain = AzureFixture.open(server, relay, Map.of("az.checksum", "none"));
        Upload upload = plain.startUpload("y", PutOptions.none())) {
      plain.put("x", bytes("x"), PutOptions.none());
      upload.complete(List.of(upload.uploadPart(1, 0, bytes("y"))));
    }
    assertThat(headers("content-md5").subList(0, 2)).containsOnly("none");
  }

  @Test
  void aChecksumThatIsNotTheBodysIsRefusedHere() {
    assertThatThrownBy(
            () -> store.put("wrong", bytes("x"), PutOptions.none().withCrc32c(PartId.crc32c("y"))))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("checksum");
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void conditionsAreHeaders() throws IOException {
    ObjectStat stat = store.put("cond", bytes("x"), PutOptions.ifAbsent());
    assertThat(only().header("if-none-match")).contains("*");
    relay.reset();
    store.put(
        "cond", bytes("y"), PutOptions.none().withCondition(PutCondition.ifMatch(stat.etag())));
    assertThat(only().header("if-match")).contains("\"" + stat.etag() + "\"");
  }

  @Test
  void aRefusedExclusivePutLooksOnceWhatIsThere() throws IOException {
    store.put("taken", bytes("x"), PutOptions.none());
    relay.reset();
    assertThatThrownBy(() -> store.put("taken", bytes("y"), PutOptions.ifAbsent()))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(relay.operations()).containsExactly("PutBlob", "GetBlobProperties");
  }

  @Test
  void aReaderSendsOneRequestARangeAndPinsTheEtag() throws IOException {
    ObjectStat stat = store.put("read", ByteBuffer.wrap(random(1000, 2)), PutOptions.none());
    relay.reset();
    try (ObjectReader reader = store.open("read", ReadHints.none())) {
      readAll(reader, ByteRange.of(0, 10));
      readAll(reader, ByteRange.of(500, 100));
      assertThat(reader.stat().size()).isEqualTo(1000);
      assertThat(reader.stat().etag()).isEqualTo(stat.etag());
    }
    assertThat(relay.operations()).containsExactly("GetBlob", "GetBlob");
    assertThat(headers("range")).containsExactly("bytes=0-9", "bytes=500-599");
    assertThat(headers("if-match")).containsExactly("none", "\"" + stat.etag() + "\"");
    assertThat(relay.requests().get(1).answerBytes()).isEqualTo(100);
  }

  @Test
  void anEmptyObjectIsOneRequestForTheWhole() throws IOException {
    store.put("empty", ByteBuffer.allocate(0), PutOptions.none());
    relay.reset();
    try (ObjectReader reader = store.open("empty", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEmpty();
      assertThat(readAll(reader, ByteRange.of(0, 10))).isEmpty();
    }
    assertThat(relay.operations()).containsExactly("GetBlob");
    assertThat(headers("range")).containsExactly("none");
  }

  @Test
  void anUploadIsOneRequestAPartAndOneForTheList() throws IOException {
    WriteId id = WriteId.random();
    PutOptions options =
        PutOptions.ifAbsent()
            .withWriteId(id)
            .withHeaders(Map.of("content-type", "text/plain"))
            .withMetadata(Map.of("owner", "me"));
    try (Upload upload = store.startUpload("large", options)) {
      assertThat(relay.requests()).isEmpty();
      List<Part> parts = new ArrayList<>();
      parts.add(upload.uploadPart(1, 0, bytes("first ")));
      parts.add(upload.uploadPart(2, 6, bytes("second")));
      assertThat(parts).extracting(part -> part.etag().length()).containsOnly(32);
      assertThat(parts.get(0).etag().substring(0, 21))
          .isEqualTo(parts.get(1).etag().substring(0, 21));
      upload.complete(parts);
    }
    assertThat(relay.operations()).containsExactly("PutBlock", "PutBlock", "PutBlockList");
    assertThat(headers("content-md5").subList(0, 2)).doesNotContain("none");
    RecordedRequest list = relay.requests().get(2);
    assertThat(list.header("if-none-match")).contains("*");
    assertThat(list.header("x-ms-meta-s3dlio_write_id")).contains(id.value());
    assertThat(list.header("x-ms-blob-content-type")).contains("text/plain");
    ObjectStat stat = store.stat("large");
    assertThat(stat.writeId()).contains(id);
    assertThat(stat.metadata()).isEqualTo(Map.of("owner", "me"));
    assertThat(stat.size()).isEqualTo(12);
  }

  @Test
  void aPartSentAgainHasItsNameAndOtherBytesHaveNot() throws IOException {
    try (Upload upload = store.startUpload("again", PutOptions.none())) {
      Part one = upload.uploadPart(1, 0, bytes("same"));
      assertThat(upload.uploadPart(1, 0, bytes("same"))).isEqualTo(one);
      assertThat(upload.uploadPart(1, 0, bytes("else")).etag()).isNotEqualTo(one.etag());
      upload.complete(List.of(one));
    }
    try (ObjectReader reader = store.open("again", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(bytes("same").array());
    }
  }

  @Test
  void aCopyIsOneRequestForAKnownSource() throws IOException {
    ObjectStat source = store.put("from", bytes("x"), PutOptions.none());
    relay.reset();
    store.copy("from", "to", CopyOptions.none().withSource(source));
    RecordedRequest copy = only();
    assertThat(copy.operation()).isEqualTo("CopyBlobFromUrl");
    assertThat(copy.header("x-ms-source-if-match")).contains("\"" + source.etag() + "\"");
    relay.reset();
    assertThatThrownBy(
            () ->
                store.copy(
                    "from",
                    "to",
                    CopyOptions.none().withSource(source).withCondition(PutCondition.ifAbsent())))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThat(relay.requests().get(0).header("if-none-match")).contains("*");
  }

  @Test
  void metadataReplacedByNoneIsGone() throws IOException {
    store.put("with", bytes("x"), PutOptions.none().withMetadata(Map.of("old", "1")));
    store.copy("with", "without", CopyOptions.none().withMetadata(Map.of()));
    assertThat(store.stat("without").metadata()).isEmpty();
  }

  /** What is larger than one copy may be goes by parts that the service reads itself. */
  @Test
  void aLargeCopyIsMadeOfParts() throws IOException {
    byte[] body = random(3 << 20, 9);
    ObjectStat source = store.put("large source", ByteBuffer.wrap(body), PutOptions.none());
    relay.reset();
    try (Upload upload = store.startUpload("copied", PutOptions.none().withCopiedParts())) {
      List<Part> parts = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        long offset = (long) i << 20;
        ByteRange range = ByteRange.of(offset, 1 << 20);
        parts.add(upload.copyPart(i + 1, offset, "large source", range, source.etag()));
      }
      upload.complete(parts);
    }
    assertThat(relay.operations())
        .containsExactly("PutBlockFromUrl", "PutBlockFromUrl", "PutBlockFromUrl", "PutBlockList");
    assertThat(relay.requests()).allMatch(request -> request.requestBytes() < 10_000);
    try (ObjectReader reader = store.open("copied", ReadHints.none())) {
      assertThat(readAll(reader, ByteRange.from(0))).isEqualTo(body);
    }
  }

  @Test
  void theEngineCopiesUnderAConditionByOneRequest() throws IOException {
    ObjectStat source = store.put("e1", bytes("x"), PutOptions.none());
    relay.reset();
    var context = AzureFixture.context(server, Map.of());
    try (IoRuntime runtime = context.runtime()) {
      new ObjectCopier(store, runtime, context.config().write())
          .copy(source, "e2", PutCondition.ifAbsent());
    }
    assertThat(relay.operations()).containsExactly("CopyBlobFromUrl");
  }

  @Test
  void aPageIsOneRequestAndCarriesMetadata() throws IOException {
    store.put("l/dir", ByteBuffer.allocate(0), PutOptions.none().withMetadata(folder()));
    store.put("l/file", bytes("x"), PutOptions.none().withWriteId(WriteId.random()));
    relay.reset();
    ListPage page = store.list(ListQuery.children("l/"));
    RecordedRequest list = only();
    assertThat(list.operation()).isEqualTo("ListBlobs");
    assertThat(list.has("delimiter")).isTrue();
    assertThat(list.query()).contains("include=metadata").contains("maxresults=1000");
    assertThat(page.objects().get(0).metadata()).isEqualTo(folder());
    assertThat(page.objects().get(1).metadata()).isEmpty();
    assertThat(page.objects().get(1).writeId()).isPresent();
    assertThat(store.stat("l/dir").metadata()).isEqualTo(folder());
  }

  /** The mark that WASB and ABFS give their directories. */
  private static Map<String, String> folder() {
    return Map.of("hdi_isfolder", "true");
  }

  @Test
  void aBatchDeletesTwoHundredAndFiftySixKeysByOneRequest() throws IOException {
    List<String> keys = new ArrayList<>();
    for (int i = 0; i < 256; i++) {
      keys.add("batch/" + i);
    }
    for (String key : keys.subList(0, 20)) {
      store.put(key, bytes("x"), PutOptions.none());
    }
    relay.reset();
    assertThat(store.delete(keys)).isEmpty();
    assertThat(relay.operations()).containsExactly("BlobBatch");
    assertThat(store.list(ListQuery.recursive("batch/")).objects()).isEmpty();
    relay.reset();
    store.delete(List.of("one"));
    assertThat(relay.operations()).containsExactly("DeleteBlob");
  }

  @Test
  void aServiceWithoutBatchesDeletesOneByOne() throws IOException {
    try (HttpFake fake =
            HttpFake.start(
                (request, body) ->
                    request.method().equals("POST")
                        ? HttpFake.Answer.of(501, "").with("x-ms-error-code", "NotImplemented")
                        : HttpFake.Answer.of(request.key().equals("kept") ? 409 : 202, "")
                            .with("x-ms-error-code", "SnapshotsPresent"));
        ObjectStore plain = AzureFixture.open(fake, Map.of())) {
      for (int round = 0; round < 2; round++) {
        var failures = plain.delete(List.of("a", "kept", "b"));
        assertThat(failures).hasSize(1);
        assertThat(failures.get(0).key()).isEqualTo("kept");
        assertThat(failures.get(0).cause()).hasMessageContaining("SnapshotsPresent");
      }
      assertThat(fake.requests())
          .extracting(RecordedRequest::method)
          .containsExactly("POST", "DELETE", "DELETE", "DELETE", "DELETE", "DELETE", "DELETE");
    }
  }

  @Test
  void whatAzureCannotKeepIsRefusedBeforeAnyRequest() {
    PutOptions expires =
        PutOptions.none().withHeaders(Map.of("expires", "Sun, 06 Nov 1994 08:49:37 GMT"));
    PutOptions hyphen = PutOptions.none().withMetadata(Map.of("a-b", "1"));
    PutOptions space = PutOptions.none().withMetadata(Map.of("a", " 1"));
    PutOptions ours = PutOptions.none().withMetadata(Map.of(AzureMapping.WRITE_ID, "1"));
    assertThatThrownBy(() -> store.put("x", bytes("x"), expires))
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> store.startUpload("x", expires))
        .isInstanceOf(UnsupportedOperationException.class);
    for (PutOptions options : List.of(hyphen, space, ours)) {
      assertThatThrownBy(() -> store.put("x", bytes("x"), options))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.startUpload("x", options))
          .isInstanceOf(IllegalArgumentException.class);
    }
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void requestsSayWhoAsks() throws IOException {
    try (ObjectStore named = AzureFixture.open(server, relay, Map.of("az.user-agent", "job-42"))) {
      named.list(ListQuery.recursive(""));
    }
    assertThat(only().header("user-agent")).contains("s3dlio job-42");
    assertThat(only().header("x-ms-client-request-id")).isPresent();
  }
}
