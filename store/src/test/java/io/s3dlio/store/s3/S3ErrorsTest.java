package io.s3dlio.store.s3;

import static io.s3dlio.store.s3.S3Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSpaceException;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectChangedException;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PreconditionFailedException;
import io.s3dlio.store.PutCondition;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.ThrottledException;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.UploadGoneException;
import io.s3dlio.store.UploadQuery;
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.WrongRegionException;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import software.amazon.awssdk.core.SdkGlobalTime;

/** Each refusal that a service can give, as the exception that the contract promises for it. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3ErrorsTest {

  /** One call of the contract. */
  private interface Call {
    void on(ObjectStore store) throws IOException;
  }

  private record Row(
      String operation,
      int status,
      String code,
      Map<String, String> headers,
      Class<? extends IOException> thrown,
      List<String> words) {

    Row with(String name, String value) {
      return new Row(operation, status, code, Map.of(name, value), thrown, words);
    }

    Row says(String... more) {
      return new Row(operation, status, code, headers, thrown, List.of(more));
    }

    @Override
    public String toString() {
      return operation + " " + status + " " + code + " -> " + thrown.getSimpleName();
    }
  }

  private static final PutOptions MATCH =
      PutOptions.none().withCondition(PutCondition.ifMatch("abc"));
  private static final List<Part> PARTS = List.of(new Part(1, 0, 3, "abc", OptionalInt.empty()));

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("get", store -> store.open("k", ReadHints.none()).get(ByteRange.of(5, 10))),
          Map.entry(
              "get pinned",
              store -> store.open("k", ReadHints.none().withEtag("abc")).get(ByteRange.of(5, 10))),
          Map.entry("stat", store -> store.stat("k")),
          Map.entry("list", store -> store.list(ListQuery.recursive("k"))),
          Map.entry("uploads", store -> store.listUploads(UploadQuery.of("k"))),
          Map.entry("put", store -> store.put("k", bytes("x"), PutOptions.none())),
          Map.entry("put ifAbsent", store -> store.put("k", bytes("x"), PutOptions.ifAbsent())),
          Map.entry("put ifMatch", store -> store.put("k", bytes("x"), MATCH)),
          Map.entry("start", store -> store.startUpload("k", PutOptions.none())),
          Map.entry("part", store -> upload(store, PutOptions.none()).uploadPart(1, 0, bytes("x"))),
          Map.entry(
              "copyPart",
              store ->
                  upload(store, PutOptions.none())
                      .copyPart(1, 0, "source", ByteRange.of(0, 3), "abc")),
          Map.entry("complete", store -> upload(store, PutOptions.none()).complete(PARTS)),
          Map.entry(
              "complete ifAbsent", store -> upload(store, PutOptions.ifAbsent()).complete(PARTS)),
          Map.entry("complete ifMatch", store -> upload(store, MATCH).complete(PARTS)),
          Map.entry("abort", store -> upload(store, PutOptions.none()).close()),
          Map.entry(
              "copy", store -> store.copy("source", "k", CopyOptions.none().withSource(source()))),
          Map.entry("delete", store -> store.delete(List.of("k"))),
          Map.entry("delete many", store -> store.delete(List.of("k", "l"))));

  private static HttpFake fake;
  private static ObjectStore store;
  private static volatile HttpFake.Answer answer = HttpFake.Answer.of(500, "");

  @BeforeAll
  static void start() throws IOException {
    fake = HttpFake.start((request, body) -> answer);
    store = S3Fixture.open(fake);
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    fake.close();
    // The SDK sets the clock of the whole process by the Date of a refusal.
    SdkGlobalTime.setGlobalTimeOffset(0);
  }

  private static ObjectStat source() {
    return ObjectStat.of("source", 3, "abc");
  }

  private static Upload upload(ObjectStore store, PutOptions options) {
    return store.resumeUpload(new UploadToken(store.root(), "k", "id", options));
  }

  private static Row row(
      String operation, int status, String code, Class<? extends IOException> thrown) {
    return new Row(operation, status, code, Map.of(), thrown, List.of());
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("get", 404, "NoSuchKey", FileNotFoundException.class).says("[5, 15)"));
    rows.add(row("stat", 404, "", FileNotFoundException.class));
    rows.add(row("copy", 404, "NoSuchKey", FileNotFoundException.class).says("s3://bucket/source"));
    rows.add(row("copyPart", 404, "NoSuchKey", FileNotFoundException.class));
    rows.add(row("get pinned", 412, "PreconditionFailed", ObjectChangedException.class));
    rows.add(row("copy", 412, "PreconditionFailed", ObjectChangedException.class));
    rows.add(row("copyPart", 412, "PreconditionFailed", ObjectChangedException.class));
    rows.add(row("put ifAbsent", 412, "PreconditionFailed", FileAlreadyExistsException.class));
    rows.add(row("complete ifAbsent", 412, "PreconditionFailed", FileAlreadyExistsException.class));
    rows.add(row("put ifMatch", 412, "PreconditionFailed", PreconditionFailedException.class));
    rows.add(row("put ifMatch", 404, "NoSuchKey", PreconditionFailedException.class));
    rows.add(row("complete ifMatch", 412, "PreconditionFailed", PreconditionFailedException.class));
    rows.add(row("complete ifMatch", 404, "NoSuchKey", PreconditionFailedException.class));
    rows.add(row("put ifAbsent", 409, "ConditionalRequestConflict", TransientException.class));
    rows.add(row("put ifMatch", 409, "ConditionalRequestConflict", TransientException.class));
    rows.add(
        row("complete ifAbsent", 409, "ConditionalRequestConflict", UploadGoneException.class));
    rows.add(row("part", 404, "NoSuchUpload", UploadGoneException.class));
    rows.add(row("copyPart", 404, "NoSuchUpload", UploadGoneException.class));
    rows.add(row("complete", 404, "NoSuchUpload", UploadGoneException.class));
    rows.add(row("complete", 400, "InvalidPart", UploadGoneException.class));
    rows.add(row("complete", 400, "EntityTooSmall", StoreException.class));
    rows.add(row("complete", 200, "InternalError", TransientException.class));
    rows.add(row("complete", 200, "SlowDown", ThrottledException.class));
    rows.add(row("copy", 200, "InternalError", TransientException.class));
    rows.add(row("copyPart", 200, "InternalError", TransientException.class));
    rows.add(row("start", 501, "NotImplemented", StoreException.class));
    rows.add(row("uploads", 405, "MethodNotAllowed", StoreException.class));
    rows.add(row("put", 400, "BadDigest", TransientException.class));
    rows.add(row("put", 400, "RequestTimeout", TransientException.class));
    rows.add(row("put", 507, "XMinioStorageFull", NoSpaceException.class));
    rows.add(row("put", 403, "QuotaExceeded", NoSpaceException.class));
    rows.add(row("put", 400, "KeyTooLongError", StoreException.class));
    for (String operation : CALLS.keySet()) {
      rows.addAll(rowsOfEvery(operation));
    }
    return rows;
  }

  private static List<Row> rowsOfEvery(String operation) {
    // The answer to a HEAD has no body and so no code.
    boolean head = operation.equals("stat");
    List<Row> rows = new ArrayList<>();
    rows.add(row(operation, 401, "", AccessDeniedException.class));
    rows.add(row(operation, 403, head ? "" : "AccessDenied", AccessDeniedException.class));
    rows.add(row(operation, 429, "", ThrottledException.class));
    rows.add(row(operation, 503, "", ThrottledException.class).with("Retry-After", "7"));
    rows.add(row(operation, 500, "", TransientException.class));
    rows.add(row(operation, 502, "", TransientException.class));
    rows.add(row(operation, 501, "", StoreException.class));
    rows.add(row(operation, 418, "", StoreException.class));
    rows.add(
        row(operation, 301, head ? "" : "PermanentRedirect", WrongRegionException.class)
            .says("s3dlio.s3.region = eu-west-9", "us-east-1")
            .with("x-amz-bucket-region", "eu-west-9"));
    rows.add(
        row(operation, 400, head ? "" : "AuthorizationHeaderMalformed", WrongRegionException.class)
            .says("eu-west-9")
            .with("x-amz-bucket-region", "eu-west-9"));
    if (!head) {
      rows.add(row(operation, 404, "NoSuchBucket", NoSuchBucketException.class));
      rows.add(row(operation, 403, "SignatureDoesNotMatch", AccessDeniedException.class));
      rows.add(
          row(operation, 403, "InvalidAccessKeyId", AccessDeniedException.class)
              .says("s3dlio.s3.access-key-id", "options"));
      rows.add(row(operation, 503, "SlowDown", ThrottledException.class));
      rows.add(row(operation, 500, "InternalError", TransientException.class));
      rows.add(row(operation, 400, "ExpiredToken", AccessDeniedException.class).says("clock"));
      rows.add(
          row(operation, 403, "RequestTimeTooSkewed", AccessDeniedException.class)
              .says("Sun, 06 Nov 1994 08:49:37 GMT", "clock")
              .with("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    }
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void aRefusalBecomesTheContractsException(Row row) {
    HttpFake.Answer scripted =
        HttpFake.Answer.of(row.status(), row.code().isEmpty() ? "" : body(row.code()))
            .with("x-amz-request-id", "REQ42");
    for (Map.Entry<String, String> header : row.headers().entrySet()) {
      scripted = scripted.with(header.getKey(), header.getValue());
    }
    answer = scripted;
    Call call = Objects.requireNonNull(CALLS.get(row.operation()), row.operation());

    assertThatThrownBy(() -> call.on(store))
        .isExactlyInstanceOf(row.thrown())
        .satisfies(thrown -> assertThat(words(thrown)).contains(expected(row)))
        .satisfies(S3ErrorsTest::noSecret);
  }

  private static List<String> expected(Row row) {
    List<String> words = new ArrayList<>(row.words());
    words.add("s3://bucket/");
    words.add("REQ42");
    words.add("status " + row.status());
    if (!row.code().isEmpty()) {
      words.add(row.code());
    }
    return words;
  }

  private static String words(Throwable thrown) {
    return String.valueOf(thrown.getMessage());
  }

  private static void noSecret(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null) {
      assertThat(cause.toString()).doesNotContain(fake.secretKey(), fake.accessKey());
      cause = cause.getCause();
    }
  }

  private static String body(String code) {
    return "<?xml version=\"1.0\" encoding=\"UTF-8\"?><Error><Code>"
        + code
        + "</Code><Message>In the service's words</Message></Error>";
  }

  @Test
  void theServicesDelayIsHandedOn() {
    answer = HttpFake.Answer.of(503, body("SlowDown")).with("Retry-After", "7");
    ThrottledException thrown =
        catchThrowableOfType(ThrottledException.class, () -> store.list(ListQuery.recursive("")));
    assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(thrown.answer()).isPresent();
    assertThat(thrown.answer().get().status()).isEqualTo(503);
    assertThat(thrown.answer().get().code()).isEqualTo("SlowDown");
  }

  @Test
  void keysThatABatchCouldNotRemoveAreNamedWithTheirReasons() throws IOException {
    answer =
        HttpFake.Answer.of(
            200,
            "<DeleteResult><Error><Key>k</Key><Code>AccessDenied</Code><Message>no</Message>"
                + "</Error><Error><Key>l</Key><Code>SlowDown</Code><Message>later</Message></Error>"
                + "<Error><Key>m</Key><Code>NoSuchKey</Code><Message>gone</Message></Error>"
                + "</DeleteResult>");
    var failures = store.delete(List.of("k", "l", "m"));
    assertThat(failures).hasSize(2);
    assertThat(failures.get(0).key()).isEqualTo("k");
    assertThat(failures.get(0).cause())
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("s3://bucket/k");
    assertThat(failures.get(1).cause()).isInstanceOf(ThrottledException.class);
  }

  @Test
  void bucketsHaveTheirOwnRefusals() {
    ObjectUri root = S3Fixture.root();
    S3StoreProvider provider = new S3StoreProvider();
    answer = HttpFake.Answer.of(409, body("BucketNotEmpty"));
    assertThatThrownBy(() -> provider.deleteContainer(root, S3Fixture.context(fake, Map.of())))
        .isInstanceOf(DirectoryNotEmptyException.class);
    answer = HttpFake.Answer.of(409, body("BucketAlreadyOwnedByYou"));
    assertThatThrownBy(() -> provider.createContainer(root, S3Fixture.context(fake, Map.of())))
        .isInstanceOf(FileAlreadyExistsException.class);
    answer = HttpFake.Answer.of(404, body("NoSuchBucket"));
    assertThatThrownBy(() -> provider.deleteContainer(root, S3Fixture.context(fake, Map.of())))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void anAnswerThatIsNotXmlMayPass() {
    answer = HttpFake.Answer.of(200, "<html>A captive portal");
    assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
        .isInstanceOf(TransientException.class);
  }
}
