package io.s3dlio.store.azure;

import static java.nio.charset.StandardCharsets.UTF_8;
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
import io.s3dlio.store.UploadToken;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.HttpFake;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.time.Duration;
import java.time.InstantSource;
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

/** Each refusal that Azure can give, as the exception that the contract promises for it. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
final class AzureErrorsTest {

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

  private static final ObjectUri ROOT = AzureFixture.root("container");
  private static final String UPLOAD = "0123456789abcdef0123456789abcdef";
  private static final PutOptions MATCH =
      PutOptions.none().withCondition(PutCondition.ifMatch("abc"));
  private static final List<Part> PARTS =
      List.of(new Part(1, 0, 3, PartId.of(UPLOAD, 1, 42), OptionalInt.empty()));

  private static final Map<String, Call> CALLS =
      Map.ofEntries(
          Map.entry("get", store -> store.open("k", ReadHints.none()).get(ByteRange.of(5, 10))),
          Map.entry(
              "get pinned",
              store -> store.open("k", ReadHints.none().withEtag("abc")).get(ByteRange.of(5, 10))),
          Map.entry("stat", store -> store.stat("k")),
          Map.entry("list", store -> store.list(ListQuery.recursive("k"))),
          Map.entry("children", store -> store.list(ListQuery.children("k"))),
          Map.entry("put", store -> store.put("k", bytes("x"), PutOptions.none())),
          Map.entry("put ifAbsent", store -> store.put("k", bytes("x"), PutOptions.ifAbsent())),
          Map.entry("put ifMatch", store -> store.put("k", bytes("x"), MATCH)),
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
          Map.entry(
              "copy", store -> store.copy("source", "k", CopyOptions.none().withSource(source()))),
          Map.entry(
              "copy ifAbsent",
              store ->
                  store.copy(
                      "source",
                      "k",
                      CopyOptions.none()
                          .withSource(source())
                          .withCondition(PutCondition.ifAbsent()))),
          Map.entry("delete", store -> store.delete(List.of("k"))),
          Map.entry("delete many", store -> store.delete(List.of("k", "l"))));

  private static HttpFake fake;
  private static ObjectStore store;
  private static volatile HttpFake.Answer answer = HttpFake.Answer.of(500, "");

  /** What a look at the object finds, after a refusal that may have other reasons. */
  private static volatile HttpFake.Answer look = HttpFake.Answer.of(500, "");

  @BeforeAll
  static void start() throws IOException {
    fake = HttpFake.start((request, body) -> request.method().equals("HEAD") ? look : answer);
    store =
        new AzureStoreProvider()
            .open(
                ROOT,
                AzureFixture.contextOf(
                    fake, Map.of("az.shared-key-secret", AzureFixture.SOME_KEY)));
  }

  @AfterAll
  static void stop() throws IOException {
    store.close();
    fake.close();
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(UTF_8));
  }

  private static ObjectStat source() {
    return ObjectStat.of("source", 3, "abc");
  }

  private static Upload upload(ObjectStore store, PutOptions options) {
    return store.resumeUpload(new UploadToken(store.root(), "k", UPLOAD, options));
  }

  private static Row row(
      String operation, int status, String code, Class<? extends IOException> thrown) {
    return new Row(operation, status, code, Map.of(), thrown, List.of());
  }

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    rows.add(row("get", 404, "BlobNotFound", FileNotFoundException.class).says("[5, 15)"));
    rows.add(row("stat", 404, "BlobNotFound", FileNotFoundException.class));
    rows.add(row("stat", 404, "", FileNotFoundException.class));
    rows.add(row("copy", 404, "BlobNotFound", FileNotFoundException.class).says("/source"));
    rows.add(row("copy", 404, "CannotVerifyCopySource", FileNotFoundException.class));
    rows.add(row("copy", 403, "CannotVerifyCopySource", AccessDeniedException.class));
    rows.add(row("copy", 412, "CannotVerifyCopySource", ObjectChangedException.class));
    rows.add(row("copyPart", 404, "CannotVerifyCopySource", FileNotFoundException.class));
    rows.add(row("get pinned", 412, "ConditionNotMet", ObjectChangedException.class));
    rows.add(row("copy", 412, "SourceConditionNotMet", ObjectChangedException.class));
    rows.add(row("copyPart", 412, "SourceConditionNotMet", ObjectChangedException.class));
    rows.add(row("copyPart", 412, "ConditionNotMet", ObjectChangedException.class));
    for (String exclusive : List.of("put ifAbsent", "complete ifAbsent", "copy ifAbsent")) {
      rows.add(row(exclusive, 409, "BlobAlreadyExists", FileAlreadyExistsException.class));
      rows.add(row(exclusive, 409, "", FileAlreadyExistsException.class));
      rows.add(row(exclusive, 412, "ConditionNotMet", FileAlreadyExistsException.class));
    }
    for (String swap : List.of("put ifMatch", "complete ifMatch")) {
      rows.add(row(swap, 412, "ConditionNotMet", PreconditionFailedException.class));
      rows.add(row(swap, 404, "BlobNotFound", PreconditionFailedException.class));
    }
    rows.add(
        row("complete", 400, "InvalidBlockList", UploadGoneException.class)
            .says("another write of this object came first"));
    rows.add(row("complete", 400, "InvalidBlockId", UploadGoneException.class));
    rows.add(row("complete", 404, "BlobNotFound", UploadGoneException.class));
    rows.add(row("complete ifAbsent", 400, "InvalidBlockList", FileAlreadyExistsException.class));
    rows.add(row("complete ifMatch", 400, "InvalidBlockList", PreconditionFailedException.class));
    rows.add(row("part", 400, "InvalidBlobOrBlock", StoreException.class).says("another length"));
    rows.add(row("part", 409, "BlockCountExceedsLimit", StoreException.class).says("a week"));
    rows.add(row("put", 412, "LeaseIdMissing", StoreException.class).says("lease"));
    rows.add(row("delete", 409, "SnapshotsPresent", StoreException.class).says("snapshots"));
    rows.add(row("get", 409, "BlobArchived", StoreException.class).says("archive tier"));
    rows.add(
        row("delete", 409, "DirectoryIsNotEmpty", StoreException.class)
            .says("hierarchical namespace"));
    rows.add(row("put", 409, "BlobImmutableDueToPolicy", StoreException.class).says("policy"));
    rows.add(row("put", 400, "Md5Mismatch", TransientException.class));
    rows.add(row("copy", 409, "PendingCopyOperation", TransientException.class));
    rows.add(row("list", 404, "", NoSuchBucketException.class));
    rows.add(row("put", 404, "ContainerNotFound", NoSuchBucketException.class));
    rows.add(row("put", 409, "ContainerBeingDeleted", NoSuchBucketException.class));
    for (String operation : CALLS.keySet()) {
      rows.addAll(rowsOfEvery(operation));
    }
    return rows;
  }

  private static List<Row> rowsOfEvery(String operation) {
    List<Row> rows = new ArrayList<>();
    rows.add(row(operation, 401, "", AccessDeniedException.class));
    rows.add(row(operation, 403, "", AccessDeniedException.class));
    rows.add(
        row(operation, 403, "AuthenticationFailed", AccessDeniedException.class)
            .says("clock", "the shared key of devstoreaccount1", "s3dlio.az.shared-key-secret")
            .with("Date", "Sun, 06 Nov 1994 08:49:37 GMT"));
    rows.add(row(operation, 403, "AuthorizationPermissionMismatch", AccessDeniedException.class));
    rows.add(row(operation, 403, "AuthorizationFailure", AccessDeniedException.class));
    rows.add(row(operation, 403, "InsufficientAccountPermissions", AccessDeniedException.class));
    rows.add(
        row(operation, 403, "AccountIsDisabled", AccessDeniedException.class).says("disabled"));
    rows.add(row(operation, 409, "PublicAccessNotPermitted", AccessDeniedException.class));
    rows.add(row(operation, 404, "ContainerNotFound", NoSuchBucketException.class));
    rows.add(row(operation, 429, "", ThrottledException.class));
    rows.add(row(operation, 503, "ServerBusy", ThrottledException.class).with("Retry-After", "7"));
    rows.add(row(operation, 500, "OperationTimedOut", TransientException.class));
    rows.add(row(operation, 500, "InternalError", TransientException.class));
    rows.add(row(operation, 502, "", TransientException.class));
    rows.add(row(operation, 418, "", StoreException.class));
    return rows;
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("rows")
  void aRefusalBecomesTheContractsException(Row row) {
    HttpFake.Answer scripted = refusal(row.status(), row.code());
    for (Map.Entry<String, String> header : row.headers().entrySet()) {
      scripted = scripted.with(header.getKey(), header.getValue());
    }
    answer = scripted;
    look =
        row.operation().equals("stat")
            ? scripted
            : HttpFake.Answer.of(200, "").with("ETag", "\"e\"");
    Call call = Objects.requireNonNull(CALLS.get(row.operation()), row.operation());

    assertThatThrownBy(() -> call.on(store))
        .isExactlyInstanceOf(row.thrown())
        .satisfies(thrown -> assertThat(thrown.getMessage()).contains(expected(row)))
        .satisfies(AzureErrorsTest::noSecret);
  }

  private static List<String> expected(Row row) {
    List<String> words = new ArrayList<>(row.words());
    words.add(ROOT.toString());
    words.add("REQ42");
    words.add("status " + row.status());
    if (!row.code().isEmpty()) {
      words.add(row.code());
      if (!row.operation().equals("stat")) {
        words.add("(In the service's words.)");
      }
    }
    return words;
  }

  private static void noSecret(Throwable thrown) {
    Throwable cause = thrown;
    while (cause != null) {
      assertThat(cause.toString()).doesNotContain(AzureFixture.SOME_KEY, "sig=");
      cause = cause.getCause();
    }
  }

  private static HttpFake.Answer refusal(int status, String code) {
    HttpFake.Answer refusal =
        HttpFake.Answer.of(
                status,
                code.isEmpty()
                    ? ""
                    : "<?xml version=\"1.0\" encoding=\"utf-8\"?><Error><Code>"
                        + code
                        + "</Code><Message>In the service's words.\nRequestId:REQ42</Message>"
                        + "</Error>")
            .with("x-ms-request-id", "REQ42")
            .with("Content-Type", "application/xml");
    return code.isEmpty() ? refusal : refusal.with("x-ms-error-code", code);
  }

  @Test
  void theServicesDelayIsHandedOn() {
    answer = refusal(503, "ServerBusy").with("Retry-After", "7");
    ThrottledException thrown =
        catchThrowableOfType(ThrottledException.class, () -> store.list(ListQuery.recursive("")));
    assertThat(thrown.retryAfter()).hasValue(Duration.ofSeconds(7));
    assertThat(thrown.answer()).isPresent();
    assertThat(thrown.answer().get().status()).isEqualTo(503);
    assertThat(thrown.answer().get().code()).isEqualTo("ServerBusy");
  }

  @Test
  void anExpiredTokenIsSaidToBe() {
    answer =
        HttpFake.Answer.of(
                403,
                "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate."
                    + "</Message><AuthenticationErrorDetail>Signature not valid in the specified"
                    + " time frame: Start [x] - Expiry [y] - Current [z]"
                    + "</AuthenticationErrorDetail></Error>")
            .with("x-ms-error-code", "AuthenticationFailed");
    assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining("Expiry [y]");
  }

  @Test
  void theSignatureThatTheServiceRepeatsIsNot() {
    answer =
        HttpFake.Answer.of(
                403,
                "<Error><Code>AuthenticationFailed</Code><Message>Server failed to authenticate."
                    + "</Message><AuthenticationErrorDetail>The MAC signature found in the HTTP"
                    + " request 'c2lnbmF0dXJl' is not the same</AuthenticationErrorDetail></Error>")
            .with("x-ms-error-code", "AuthenticationFailed");
    assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
        .isInstanceOf(AccessDeniedException.class)
        .satisfies(thrown -> assertThat(thrown.getMessage()).doesNotContain("c2lnbmF0dXJl"));
  }

  @Test
  void anAccountWithAHierarchyIsRefusedWhenAnAnswerShowsIt() {
    HttpFake.Answer shown =
        HttpFake.Answer.of(200, "x").with("ETag", "\"e\"").with("x-ms-resource-type", "file");
    answer = shown;
    look = HttpFake.Answer.of(200, "").with("ETag", "\"e\"").with("x-ms-resource-type", "file");
    assertThatThrownBy(() -> store.stat("k"))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("hierarchical namespace")
        .hasMessageContaining("abfs://");
    assertThatThrownBy(() -> store.open("k", ReadHints.none()).get(ByteRange.of(0, 1)))
        .isInstanceOf(StoreException.class)
        .hasMessageContaining("hierarchical namespace");
  }

  @Test
  void containersHaveTheirOwnRefusals() {
    AzureStoreProvider provider = new AzureStoreProvider();
    var context =
        AzureFixture.contextOf(fake, Map.of("az.shared-key-secret", AzureFixture.SOME_KEY));
    answer = refusal(409, "ContainerAlreadyExists");
    assertThatThrownBy(() -> provider.createContainer(ROOT, context))
        .isInstanceOf(FileAlreadyExistsException.class);
    answer = refusal(409, "ContainerBeingDeleted");
    assertThatThrownBy(() -> provider.createContainer(ROOT, context))
        .isInstanceOf(TransientException.class);
    answer = refusal(404, "ContainerNotFound");
    assertThatThrownBy(() -> provider.deleteContainer(ROOT, context))
        .isInstanceOf(NoSuchBucketException.class);
  }

  @Test
  void whoMayWriteButNotLookHearsThatTheObjectIsThere() {
    answer = refusal(409, "BlobAlreadyExists");
    look = refusal(403, "AuthorizationPermissionMismatch");
    for (String exclusive : List.of("put ifAbsent", "copy ifAbsent")) {
      Call call = Objects.requireNonNull(CALLS.get(exclusive));
      assertThatThrownBy(() -> call.on(store)).isInstanceOf(FileAlreadyExistsException.class);
    }
  }

  @Test
  void keysThatABatchDoesNotAnswerMayPass() throws IOException {
    answer =
        HttpFake.Answer.of(
                202, inner(0, "202 Accepted") + inner(1, "503 Server busy") + "--b--\r\n")
            .with("Content-Type", "multipart/mixed; boundary=b");
    List<DeleteFailure> failures = store.delete(List.of("k", "l", "m"));
    assertThat(failures).extracting(DeleteFailure::key).containsExactly("l", "m");
    assertThat(failures)
        .allSatisfy(each -> assertThat(each.cause()).isInstanceOf(TransientException.class));
  }

  private static String inner(int id, String status) {
    return "--b\r\nContent-Type: application/http\r\nContent-ID: "
        + id
        + "\r\n\r\nHTTP/1.1 "
        + status
        + "\r\nx-ms-request-id: REQ42\r\n\r\n";
  }

  @Test
  void theWordsOfAKeyDecideNothing() throws IOException {
    var settings = MapSettings.of(Map.of("az.shared-key-secret", AzureFixture.SOME_KEY));
    AzureConfig config = AzureConfig.parse(ROOT, settings, Map.of());
    AzureFailures failures =
        new AzureFailures(config, AzureCredentials.of(config, InstantSource.system()));
    assertThat(failures.failed("PUT " + ROOT + "data.xml", new IllegalStateException("x")))
        .isExactlyInstanceOf(StoreException.class);
  }

  @Test
  void metadataThatCannotBeKeptIsRefusedBeforeACopyToo() {
    CopyOptions options =
        CopyOptions.none().withSource(source()).withMetadata(Map.of("with-hyphen", "x"));
    assertThatThrownBy(() -> store.copy("source", "k", options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("with-hyphen");
  }

  /** Other programs write such, and Azure keeps them. */
  @Test
  void aListingShowsObjectsWithMetadataOfNoValue() throws IOException {
    answer =
        HttpFake.Answer.of(
                200,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs><Blob>"
                    + "<Name>k</Name><Properties><Content-Length>3</Content-Length>"
                    + "<Etag>0x1</Etag></Properties><Metadata><a></a><b/><c>d</c></Metadata>"
                    + "</Blob></Blobs><NextMarker /></EnumerationResults>")
            .with("Content-Type", "application/xml");
    assertThat(store.list(ListQuery.recursive("")).objects())
        .singleElement()
        .satisfies(
            stat -> assertThat(stat.metadata()).isEqualTo(Map.of("a", "", "b", "", "c", "d")));
  }

  /** "List Blobs": a page may be empty, or short, though more follow. */
  @Test
  @Timeout(30)
  void anEmptyPageIsNotTheLastOne() throws IOException {
    answer =
        HttpFake.Answer.of(
                200,
                "<?xml version=\"1.0\" encoding=\"utf-8\"?><EnumerationResults><Blobs/>"
                    + "<NextMarker>m</NextMarker></EnumerationResults>")
            .with("Content-Type", "application/xml");
    for (ListQuery query : List.of(ListQuery.recursive(""), ListQuery.children(""))) {
      fake.reset();
      assertThat(store.list(query).next()).hasValue("m");
      assertThat(store.list(query.withNext("m")).next()).hasValue("m");
      assertThat(fake.requests()).hasSize(2);
      assertThat(fake.requests().get(1).query()).contains("marker=m");
    }
  }

  @Test
  void anAnswerThatIsNotXmlMayPass() {
    answer = HttpFake.Answer.of(200, "<html>A captive portal");
    assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
        .isInstanceOf(TransientException.class);
  }
}
