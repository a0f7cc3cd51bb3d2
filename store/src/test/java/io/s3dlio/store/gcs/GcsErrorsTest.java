package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.DeleteFailure;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.testing.servers.HttpFake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each refusal that the service can give, as the exception that the contract promises for it. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class GcsErrorsTest {

  /** One call of the contract. */
  private interface Call {
    void on(ObjectStore store) throws IOException;
  }

  private record Row(
      String operation,
      int status,
      String reason,
      String said,
      Class<? extends IOException> thrown,
      List<String> words) {

    Row says(String... more) {
      return new Row(operation, status, reason, said, thrown, List.of(more));
    }

    Row quoting(String text) {
      return new Row(operation, status, reason, text, thrown, words);
    }

    @Override
    public String toString() {
      return operation + " " + status + " " + reason + " -> " + thrown.getSimpleName();
    }
  }

  private static final String ID = "0123456789abcdef0123456789abcdef";
  private static final PutOptions MATCH =
      PutOptions.none().withCondition(PutCondition.ifMatch("7"));
  private static final CopyOptions COPY = CopyOptions.none();
  private static final List<Part> PARTS = List.of(new Part(1, 0, 3, "7", OptionalInt.empty()));

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("get", store -> store.open("k", ReadHints.none()).get(ByteRange.of(5, 10))),
          Map.entry(
              "get pinned",
              store -> store.open("k", ReadHints.none().withEtag("7")).get(ByteRange.of(5, 10))),
          Map.entry("stat", store -> store.stat("k")),
          Map.entry("list", store -> store.list(ListQuery.recursive("k"))),
          Map.entry("uploads", store -> store.listUploads(UploadQuery.of("k"))),
          Map.entry("put", store -> store.put("k", bytes("x"), PutOptions.none())),
          Map.entry("put ifAbsent", store -> store.put("k", bytes("x"), PutOptions.ifAbsent())),
          Map.entry("put ifMatch", store -> store.put("k", bytes("x"), MATCH)),
          Map.entry("start", store -> store.startUpload("k", PutOptions.none())),
          Map.entry("part", store -> upload(store, PutOptions.none()).uploadPart(1, 0, bytes("x"))),
          Map.entry("complete", store -> upload(store, PutOptions.none()).complete(PARTS)),
          Map.entry(
              "complete ifAbsent", store -> upload(store, PutOptions.ifAbsent()).complete(PARTS)),
          Map.entry("complete ifMatch", store -> upload(store, MATCH).complete(PARTS)),
          Map.entry("abort", store -> upload(store, PutOptions.none()).close()),
          Map.entry("copy", store -> store.copy("source", "k", COPY)),
          Map.entry(
              "copy of version", store -> store.copy("source", "k", COPY.withSource(source()))),
          Map.entry(
              "copy ifAbsent",
              store -> store.copy("source", "k", COPY.withCondition(PutCondition.ifAbsent()))),
          Map.entry("delete", store -> store.delete(List.of("k"))),
          Map.entry("delete many", store -> store.delete(List.of("k", "l"))));

  private static HttpFake fake;
  private static ObjectStore store;
  private static volatile HttpFake.Answer answer = HttpFake.Answer.of(500, "");

  @BeforeAll
  static void start() throws IOException {
    fake = HttpFake.start((request, body) -> answer);
    store = GcsFixture.open(fake.endpoint());
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    fake.close();
  }

  private static ObjectStat source() {
    return ObjectStat.of("source", 3, "7");
  }

  private static Upload upload(ObjectStore store, PutOptions options) {
    return store.resumeUpload(new UploadToken(store.root(), "k", ID, options));
  }

  private static Row row(
      String operation, int status, String reason, Class<? extends IOException> thrown) {
    return new Row(operation, status, reason, "In the service's words", thrown, List.of());
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("get", 404, "notFound", FileNotFoundException.class).says("[5, 15)"));
    rows.add(row("stat", 404, "notFound", FileNotFoundException.class));
    rows.add(row("copy", 404, "notFound", FileNotFoundException.class).says("gs://bucket/source"));
    rows.add(row("get pinned", 404, "notFound", ObjectChangedException.class));
    rows.add(row("copy of version", 404, "notFound", ObjectChangedException.class));
    for (String bare : List.of("put", "start", "part", "list", "uploads")) {
      rows.add(
          row(bare, 404, "notFound", NoSuchBucketException.class)
              .says("bucket", "s3dlio.gs.endpoint"));
    }
    for (String object : List.of("get", "stat", "copy", "get pinned", "delete", "complete")) {
      rows.add(
          row(object, 404, "notFound", NoSuchBucketException.class)
              .quoting("The specified bucket does not exist."));
    }
    rows.add(row("complete", 404, "notFound", UploadGoneException.class));
    rows.add(row("put ifAbsent", 412, "conditionNotMet", FileAlreadyExistsException.class));
    rows.add(row("complete ifAbsent", 412, "conditionNotMet", FileAlreadyExistsException.class));
    rows.add(row("copy ifAbsent", 412, "conditionNotMet", FileAlreadyExistsException.class));
    rows.add(row("put ifMatch", 412, "conditionNotMet", PreconditionFailedException.class));
    rows.add(row("complete ifMatch", 412, "conditionNotMet", PreconditionFailedException.class));
    rows.addAll(everywhere());
    rows.addAll(particular());
    return rows;
  }

  /** What means the same whatever was asked. */
  private static List<Row> everywhere() {
    List<Row> rows = new ArrayList<>();
    for (String operation : CALLS.keySet()) {
      rows.add(
          row(operation, 403, "forbidden", AccessDeniedException.class)
              .says("anonymous", "s3dlio.gs.credentials"));
      rows.add(row(operation, 401, "authError", AccessDeniedException.class).says("anonymous"));
      rows.add(row(operation, 403, "rateLimitExceeded", ThrottledException.class));
      rows.add(row(operation, 429, "rateLimitExceeded", ThrottledException.class));
      rows.add(row(operation, 503, "backendError", ThrottledException.class));
      rows.add(row(operation, 500, "backendError", TransientException.class));
      rows.add(row(operation, 502, "", TransientException.class));
      rows.add(row(operation, 504, "", TransientException.class));
      rows.add(row(operation, 408, "uploadBrokenConnection", TransientException.class));
      rows.add(row(operation, 400, "invalid", StoreException.class));
      rows.add(row(operation, 501, "", StoreException.class).says("cannot do this"));
    }
    return rows;
  }

  private static List<Row> particular() {
    return List.of(
        row("stat", 403, "accountDisabled", AccessDeniedException.class).says("billing"),
        row("stat", 403, "userProjectMissing", AccessDeniedException.class)
            .says("s3dlio.gs.user-project"),
        row("stat", 400, "required", AccessDeniedException.class)
            .quoting("Bucket is a requester pays bucket but no user project provided.")
            .says("s3dlio.gs.user-project"),
        row("stat", 403, "sslRequired", AccessDeniedException.class).says("https"),
        row("delete", 403, "retentionPolicyNotMet", AccessDeniedException.class).says("for a time"),
        row("put", 400, "invalid", TransientException.class)
            .quoting("Provided CRC32C \"AAAAAA==\" doesn't match calculated CRC32C \"BBBBBB==\"."),
        row("put", 409, "conflict", TransientException.class),
        row("put", 412, "conditionNotMet", StoreException.class),
        row("copy", 410, "gone", TransientException.class),
        row("stat", 307, "", StoreException.class).says("s3dlio.gs.endpoint"));
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isThatException(Row row) {
    answer =
        HttpFake.Answer.of(row.status(), body(row.status(), row.reason(), row.said()))
            .with("Content-Type", "application/json; charset=UTF-8")
            .with("X-GUploader-UploadID", "REQ42");
    Call call = Objects.requireNonNull(CALLS.get(row.operation()), row.operation());

    assertThatThrownBy(() -> call.on(store))
        .isExactlyInstanceOf(row.thrown())
        .satisfies(thrown -> assertThat(words(thrown)).contains(expected(row)));
  }

  private static List<String> expected(Row row) {
    List<String> words = new ArrayList<>(row.words());
    words.add("gs://bucket/");
    words.add("REQ42");
    words.add("status " + row.status());
    words.add(row.said());
    if (!row.reason().isEmpty()) {
      words.add(row.reason());
    }
    return words;
  }

  private static String words(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private static String body(int status, String reason, String said) {
    String quoted = said.replace("\"", "\\\"");
    return "{\"error\": {\"code\": "
        + status
        + ", \"message\": \""
        + quoted
        + "\", \"errors\": [{\"domain\": \"global\", \"reason\": \""
        + reason
        + "\", \"message\": \""
        + quoted
        + "\"}]}}";
  }

  @Test
  void theServicesDelayIsHandedOn() {
    answer = HttpFake.Answer.of(503, body(503, "backendError", "later")).with("Retry-After", "7");
    ThrottledException thrown =
        catchThrowableOfType(ThrottledException.class, () -> store.list(ListQuery.recursive("")));
    assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(thrown.answer()).isPresent();
    assertThat(thrown.answer().get().status()).isEqualTo(503);
    assertThat(thrown.answer().get().code()).isEqualTo("backendError");
  }

  @Test
  void aRefusalInPlainWordsIsQuotedAndCut() {
    answer = HttpFake.Answer.of(403, "No such thing " + "x".repeat(100_000));
    assertThatThrownBy(() -> store.stat("k"))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("No such thing xxx")
        .satisfies(thrown -> assertThat(words(thrown)).hasSizeLessThan(1000));
  }

  @Test
  void anEtagThatIsNoGenerationIsNoVersion() {
    fake.reset();
    for (String etag : List.of("0", "-1", "abc", "", "1".repeat(30))) {
      PutOptions match = PutOptions.none().withCondition(PutCondition.ifMatch(etag));
      assertThatThrownBy(() -> store.put("k", bytes("x"), match))
          .isInstanceOf(PreconditionFailedException.class);
      assertThatThrownBy(() -> upload(store, match).complete(PARTS))
          .isInstanceOf(PreconditionFailedException.class);
      assertThatThrownBy(() -> store.copy("source", "k", COPY.withSourceEtag(etag)))
          .isInstanceOf(ObjectChangedException.class);
      assertThatThrownBy(
              () -> store.open("k", ReadHints.none().withEtag(etag)).get(ByteRange.of(0, 1)))
          .isInstanceOf(ObjectChangedException.class);
    }
    assertThat(fake.requests()).as("0 would mean absent").isEmpty();
  }

  @Test
  void keysThatABatchCouldNotRemoveAreNamedWithTheirReasons() throws IOException {
    String batch =
        inner(403, body(403, "forbidden", "no"))
            + inner(429, body(429, "rateLimitExceeded", "later"))
            + inner(404, body(404, "notFound", "No such object"))
            + inner(204, "")
            + "--b--\r\n";
    answer = HttpFake.Answer.of(200, batch).with("Content-Type", "multipart/mixed; boundary=b");
    List<DeleteFailure> failures = store.delete(List.of("k", "l", "m", "n"));
    assertThat(failures).extracting(DeleteFailure::key).containsExactly("k", "l");
    assertThat(failures.get(0).cause())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("gs://bucket/k");
    assertThat(failures.get(1).cause()).isInstanceOf(ThrottledException.class);
  }

  private static String inner(int status, String body) {
    return "--b\r\nContent-Type: application/http\r\n\r\nHTTP/1.1 "
        + status
        + " X\r\nContent-Type: application/json\r\nContent-Length: "
        + body.length()
        + "\r\n\r\n"
        + body
        + "\r\n";
  }

  @Test
  void aBatchThatDoesNotAnswerAKeyMayPass() throws IOException {
    answer =
        HttpFake.Answer.of(200, inner(204, "") + "--b--\r\n")
            .with("Content-Type", "multipart/mixed; boundary=b");
    assertThat(store.delete(List.of("k", "l")))
        .singleElement()
        .satisfies(each -> assertThat(each.cause()).isInstanceOf(TransientException.class));
  }

  @Test
  void bucketsHaveTheirOwnRefusals() {
    GcsStoreProvider provider = new GcsStoreProvider();
    answer = json(409, "conflict", "The bucket you tried to delete is not empty.");
    assertThatThrownBy(() -> provider.deleteContainer(GcsFixture.root(), context()))
        .isInstanceOf(DirectoryNotEmptyException.class)
        .hasMessageContaining("unfinished uploads");
    answer = json(409, "conflict", "The requested bucket name is not available.");
    assertThatThrownBy(() -> provider.createContainer(GcsFixture.root(), context()))
        .isInstanceOf(FileAlreadyExistsException.class)
        .hasMessageContaining("another project");
    answer = json(404, "notFound", "The specified bucket does not exist.");
    assertThatThrownBy(() -> provider.deleteContainer(GcsFixture.root(), context()))
        .isInstanceOf(NoSuchBucketException.class);
    answer = json(403, "forbidden", "no");
    assertThatThrownBy(() -> provider.listContainers(GcsFixture.root(), context()))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3dlio.gs.credentials");
  }

  private static StoreContext context() {
    return GcsFixture.context(fake.endpoint(), Map.of());
  }

  private static HttpFake.Answer json(int status, String reason, String said) {
    return HttpFake.Answer.of(status, body(status, reason, said))
        .with("Content-Type", "application/json");
  }

  @Test
  @Timeout(30)
  void aCopyThatGetsNoFurtherEnds() {
    for (String more : List.of("", ", \"rewriteToken\": \"t\", \"totalBytesRewritten\": \"7\"")) {
      fake.reset();
      answer =
          HttpFake.Answer.of(200, "{\"done\": false" + more + "}")
              .with("Content-Type", "application/json");
      assertThatThrownBy(() -> store.copy("source", "k", COPY))
          .isInstanceOf(TransientException.class)
          .hasMessageContaining("without being done");
      assertThat(fake.requests()).hasSizeLessThan(10);
    }
  }

  @Test
  void anAnswerThatIsNotJsonMayPass() {
    for (String text : List.of("<html>A captive portal", "{\"items\": [{", "", "[]")) {
      answer = HttpFake.Answer.of(200, text).with("Content-Type", "application/json");
      assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
          .as(text)
          .isInstanceOf(TransientException.class);
      assertThatThrownBy(() -> store.delete(List.of("k", "l")))
          .as(text)
          .isInstanceOf(TransientException.class);
    }
  }
}
