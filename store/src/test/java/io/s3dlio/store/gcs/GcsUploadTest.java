package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static io.s3dlio.store.gcs.GcsFixture.random;
import static io.s3dlio.store.gcs.GcsFixture.readAll;
import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.Stores;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadPage;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Uploads as hidden objects: what they send, what they leave behind, and who sees them. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsUploadTest {

  private GcsFake server;
  private Relay relay;
  private ObjectStore store;

  @BeforeEach
  void start() throws IOException {
    server = GcsFake.start();
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
    store = GcsFixture.open(relay.endpoint());
  }

  @AfterEach
  void stop() throws IOException {
    store.close();
    relay.close();
    server.close();
  }

  /** What the bucket really holds, as any other client sees it. */
  private List<String> everything() throws Exception {
    URI list = server.endpoint().resolve("/storage/v1/b/" + BUCKET + "/o?fields=items(name)");
    String answer =
        HttpClient.newHttpClient()
            .send(HttpRequest.newBuilder(list).build(), BodyHandlers.ofString())
            .body();
    List<String> names = new ArrayList<>();
    Matcher name = Pattern.compile("\"name\"\\s*:\\s*\"([^\"]*)\"").matcher(answer);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }

  private static List<Part> send(Upload upload, byte[] body, int size) throws IOException {
    List<Part> parts = new ArrayList<>();
    for (int offset = 0; offset < body.length; offset += size) {
      int length = Math.min(size, body.length - offset);
      parts.add(upload.uploadPart(parts.size() + 1, offset, ByteBuffer.wrap(body, offset, length)));
    }
    return parts;
  }

  private byte[] read(String key) throws IOException {
    try (ObjectReader reader = store.open(key, ReadHints.none())) {
      return readAll(reader, ByteRange.from(0));
    }
  }

  @Test
  void aLargeWriteIsFourRequestsAndOneForEachPart() throws Exception {
    byte[] body = random(3000, 1);
    try (Upload upload = store.startUpload("dir/x", PutOptions.ifAbsent())) {
      upload.complete(send(upload, body, 1000));
    }
    assertThat(relay.operations())
        .containsExactly(
            "objects.insert",
            "objects.insert",
            "objects.insert",
            "objects.insert",
            "objects.get",
            "objects.compose",
            "batch");
    assertThat(relay.requests().get(5).query()).contains("ifGenerationMatch=0");
    assertThat(read("dir/x")).isEqualTo(body);
    assertThat(everything()).containsExactly("dir/x");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 31, 32, 33, 64, 65, 1025})
  void anyNumberOfPartsIsComposedInSteps(int count) throws Exception {
    byte[] body = random(count * 7, count);
    try (Upload upload = store.startUpload("x", PutOptions.none())) {
      List<Part> parts = send(upload, body, 7);
      assertThat(parts).hasSize(count);
      ObjectStat written = upload.complete(parts);
      assertThat(written.size()).isEqualTo(body.length);
      assertThat(written.etag()).isEqualTo(store.stat("x").etag());
    }
    assertThat(read("x")).isEqualTo(body);
    assertThat(everything()).containsExactly("x");
    int composes = Collections.frequency(relay.operations(), "objects.compose");
    assertThat(composes).isEqualTo(count <= 32 ? 1 : count <= 1024 ? 1 + (count + 31) / 32 : 36);
  }

  @Test
  void anotherProcessThatCompletesRemovesWhatItNeverHeardOf() throws Exception {
    Upload first = store.startUpload("x", PutOptions.none());
    Part part = first.uploadPart(1, 0, bytes("whole"));
    first.uploadPart(2, 5, bytes(" and more"));
    first.detach();
    first.close();
    try (ObjectStore other = GcsFixture.open(relay.endpoint());
        Upload second = other.resumeUpload(first.token())) {
      second.complete(List.of(part));
    }
    assertThat(read("x")).isEqualTo("whole".getBytes(UTF_8));
    assertThat(everything()).containsExactly("x");
  }

  @Test
  void closingLeavesNothing() throws Exception {
    Upload upload = store.startUpload("x", PutOptions.none());
    send(upload, random(150 * 3, 1), 3);
    assertThat(everything()).hasSize(151);
    upload.close();
    assertThat(everything()).isEmpty();
  }

  @Test
  void aPartSentAfterAnAbortDoesNotBringTheUploadBack() throws Exception {
    Upload upload = store.startUpload("x", PutOptions.none());
    store.resumeUpload(upload.token()).close();
    List<Part> late = send(upload, random(10, 1), 10);
    assertThatThrownBy(() -> upload.complete(late)).isInstanceOf(UploadGoneException.class);
    upload.close();
    assertThat(everything()).isEmpty();
  }

  @Test
  void unfinishedUploadsAreFoundByTheirKeys() throws Exception {
    Upload upload = store.startUpload("dir/ü x", PutOptions.none());
    store.startUpload("other", PutOptions.none());
    UploadPage page = store.listUploads(UploadQuery.of("dir/"));
    assertThat(page.uploads()).hasSize(1);
    UploadToken token = page.uploads().get(0).token();
    assertThat(token.key()).isEqualTo("dir/ü x");
    assertThat(token.id()).isEqualTo(upload.token().id());
    assertThat(page.uploads().get(0).started())
        .isBetween(Instant.now().minusSeconds(60), Instant.now().plusSeconds(60));
    List<String> keys = new ArrayList<>();
    UploadQuery query = new UploadQuery("", Optional.empty(), 1);
    UploadPage each = store.listUploads(query);
    each.uploads().forEach(pending -> keys.add(pending.token().key()));
    while (each.next().isPresent()) {
      each = store.listUploads(query.withNext(each.next().get()));
      each.uploads().forEach(pending -> keys.add(pending.token().key()));
    }
    assertThat(keys).containsExactlyInAnyOrder("dir/ü x", "other");
  }

  @Test
  void aListingLeapsOverHiddenParts() throws Exception {
    store.put("!before", bytes("x"), PutOptions.none());
    store.put("behind", bytes("x"), PutOptions.none());
    Upload upload = store.startUpload("x", PutOptions.none());
    send(upload, random(200, 1), 1);
    relay.reset();
    List<String> keys = new ArrayList<>();
    ListQuery query = ListQuery.recursive("").withMaxKeys(3);
    ListPage page = store.list(query);
    page.objects().forEach(stat -> keys.add(stat.key()));
    while (page.next().isPresent()) {
      page = store.list(query.withNext(page.next().get()));
      page.objects().forEach(stat -> keys.add(stat.key()));
    }
    assertThat(keys).containsExactly("!before", "behind");
    assertThat(relay.requests()).hasSizeLessThanOrEqualTo(3);
    assertThat(store.list(ListQuery.children("")).prefixes()).isEmpty();
    for (String prefix : List.of(".s3dlio-uploads/", ".s3dlio-uploads/parts/", ".s3d")) {
      assertThat(store.list(ListQuery.recursive(prefix)).objects()).as(prefix).isEmpty();
      assertThat(store.list(ListQuery.children(prefix)).prefixes()).as(prefix).isEmpty();
    }
  }

  @Test
  void hiddenKeysAreReserved() {
    String key = ".s3dlio-uploads/x";
    List<ThrowingCallable> calls =
        List.of(
            () -> store.stat(key),
            () -> store.open(key, ReadHints.none()),
            () -> store.put(key, bytes(""), PutOptions.none()),
            () -> store.startUpload(key, PutOptions.none()),
            () -> store.copy(key, "x", CopyOptions.none()),
            () -> store.copy("x", key, CopyOptions.none()),
            () -> store.delete(List.of("x", key)));
    for (ThrowingCallable call : calls) {
      assertThatThrownBy(call)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("reserved");
    }
    UploadToken odd = new UploadToken(store.root(), "x", "../../x", PutOptions.none());
    assertThatThrownBy(() -> store.resumeUpload(odd)).isInstanceOf(IllegalArgumentException.class);
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void aLostAnswerToTheCommitIsASuccessThatLeavesNothing() throws Exception {
    for (PutOptions options : List.of(PutOptions.ifAbsent(), PutOptions.none())) {
      String key = "lost/" + options.condition().getClass().getSimpleName();
      relay.faults(FaultPlan.none().on("objects.compose", new Fault.LoseAnswer()).times(1));
      try (ObjectStore layered = layered();
          Upload upload = layered.startUpload(key, options)) {
        upload.complete(send(upload, random(100, 1), 50));
      }
      assertThat(read(key)).isEqualTo(random(100, 1));
      assertThat(everything()).filteredOn(name -> name.startsWith(".")).isEmpty();
    }
  }

  @Test
  void aCommitThatIsRefusedLeavesTheOtherObjectAndNoParts() throws Exception {
    store.put("x", bytes("theirs"), PutOptions.none());
    try (ObjectStore layered = layered()) {
      Upload upload = layered.startUpload("x", PutOptions.ifAbsent());
      List<Part> parts = send(upload, random(100, 1), 50);
      assertThatThrownBy(() -> upload.complete(parts))
          .isInstanceOf(FileAlreadyExistsException.class);
      upload.close();
    }
    assertThat(read("x")).hasSize(6);
    assertThat(everything()).containsExactly("x");
  }

  @Test
  void whatCannotBeRemovedAfterTheCommitIsFoundByListing() throws Exception {
    relay.faults(FaultPlan.none().on("batch", Fault.status(403, "forbidden")).always());
    try (ObjectStore layered = layered();
        Upload upload = layered.startUpload("x", PutOptions.none())) {
      upload.complete(send(upload, random(100, 1), 50));
    }
    assertThat(read("x")).isEqualTo(random(100, 1));
    assertThat(everything()).hasSize(4);
    relay.faults(FaultPlan.none());
    for (UploadPage.PendingUpload left : store.listUploads(UploadQuery.of("")).uploads()) {
      store.resumeUpload(left.token()).close();
    }
    assertThat(everything()).containsExactly("x");
  }

  @Test
  void whatCouldNotBeRemovedAtOnceIsRemovedByClosing() throws Exception {
    relay.faults(FaultPlan.none().on("batch", Fault.status(503, "backendError")).times(2));
    try (ObjectStore layered = layered();
        Upload upload = layered.startUpload("x", PutOptions.none())) {
      upload.complete(send(upload, random(100, 1), 50));
      assertThat(everything()).hasSize(4);
    }
    assertThat(read("x")).isEqualTo(random(100, 1));
    assertThat(everything()).containsExactly("x");
  }

  private ObjectStore layered() throws IOException {
    StoreContext context = GcsFixture.context(relay.endpoint(), Map.of("retry.base-delay", "1ms"));
    return Stores.open(GcsFixture.root(), context.settings(), context.runtime()).store();
  }

  /** The service answers each key of a batch by itself. */
  @Test
  void aPartThatCouldNotBeRemovedIsStillFoundByItsMarker() throws Exception {
    String id = "0123456789abcdef0123456789abcdef";
    String part = ".s3dlio-uploads/parts/" + id + "/00001";
    try (HttpFake fake = HttpFake.start((request, body) -> leavingAPart(request, part));
        ObjectStore failing = GcsFixture.open(fake.endpoint())) {
      Upload upload =
          failing.resumeUpload(new UploadToken(failing.root(), "x", id, PutOptions.none()));
      assertThatThrownBy(upload::close).isInstanceOf(ThrottledException.class);
      RecordedRequest last = fake.requests().get(fake.requests().size() - 1);
      assertThat(last.query()).contains("name=.s3dlio-uploads/begun/" + id);
    }
  }

  private static HttpFake.Answer leavingAPart(RecordedRequest request, String part) {
    if (request.method().equals("DELETE")) {
      return HttpFake.Answer.of(204, "");
    }
    if (request.method().equals("GET")) {
      return HttpFake.Answer.of(200, "{\"items\": [{\"name\": \"" + part + "\"}]}")
          .with("Content-Type", "application/json");
    }
    String refused = "{\"error\": {\"code\": 503, \"message\": \"later\"}}";
    String answers =
        "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 503 X\r\n"
            + "Content-Type: application/json\r\nContent-Length: "
            + refused.length()
            + "\r\n\r\n"
            + refused
            + "\r\n--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 204 X\r\n\r\n\r\n--b--\r\n";
    return request.has("uploadType")
        ? HttpFake.Answer.of(200, "{\"generation\": \"1\", \"size\": \"0\"}")
            .with("Content-Type", "application/json")
        : HttpFake.Answer.of(200, answers).with("Content-Type", "multipart/mixed; boundary=b");
  }
}
