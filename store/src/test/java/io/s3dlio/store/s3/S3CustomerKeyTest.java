package io.s3dlio.store.s3;

import static io.s3dlio.store.s3.S3Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.store.ByteRange;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Which requests carry a customer's key, by the lists of headers in the Amazon S3 API reference. No
 * server that can be installed takes such keys over plain http.
 */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3CustomerKeyTest {

  /** The 32 bytes "01234567890123456789012345678901" and their MD5, made by openssl. */
  private static final String KEY = "MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=";

  private static final String MD5 = "KYvwGXoFFJ42a2u2GDWhwQ==";

  private static final String OBJECT = "x-amz-server-side-encryption-customer-";
  private static final String SOURCE = "x-amz-copy-source-server-side-encryption-customer-";

  private static final Map<String, String> OPTIONS =
      Map.of("s3.encryption", "sse-c", "s3.sse-c-key-secret", KEY);

  private HttpFake fake;

  @BeforeEach
  void start() {
    fake = HttpFake.start((request, body) -> answer(request));
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private static HttpFake.Answer answer(RecordedRequest request) {
    String body =
        switch (request.operation()) {
          case "CreateMultipartUpload" ->
              "<InitiateMultipartUploadResult><UploadId>id</UploadId>"
                  + "</InitiateMultipartUploadResult>";
          case "CopyObject" -> "<CopyObjectResult><ETag>\"e\"</ETag></CopyObjectResult>";
          case "UploadPartCopy" -> "<CopyPartResult><ETag>\"e\"</ETag></CopyPartResult>";
          case "CompleteMultipartUpload" ->
              "<CompleteMultipartUploadResult><ETag>\"e\"</ETag></CompleteMultipartUploadResult>";
          case "ListObjectsV2" -> "<ListBucketResult/>";
          case "DeleteObjects" -> "<DeleteResult/>";
          case "GetObject" -> "x";
          default -> "";
        };
    return HttpFake.Answer.of(200, body).with("ETag", "\"e\"");
  }

  @Test
  void everyWriteAndReadOfAnObjectCarriesTheKeyAndCopiesCarryItTwice() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake, OPTIONS)) {
      store.put("k", bytes("x"), PutOptions.none());
      store.stat("k");
      S3Fixture.readAll(store.open("k", ReadHints.none()), ByteRange.from(0));
      store.copy("k", "l", CopyOptions.none().withSource(ObjectStat.of("k", 1, "e")));
      try (Upload upload = store.startUpload("k", PutOptions.none())) {
        Part sent = upload.uploadPart(1, 0, bytes("x"));
        Part copied = upload.copyPart(2, 1, "k", ByteRange.of(0, 1), "e");
        upload.complete(List.of(sent, copied));
      }
      store.list(ListQuery.recursive(""));
      store.delete(List.of("k"));
      store.delete(List.of("k", "l"));
    }
    assertThat(fake.requests().stream().map(S3CustomerKeyTest::shown))
        .containsExactly(
            "PutObject object",
            "HeadObject object",
            "GetObject object",
            "CopyObject object source",
            "CreateMultipartUpload object",
            "UploadPart object",
            "UploadPartCopy object source",
            "CompleteMultipartUpload object",
            "ListObjectsV2",
            "DeleteObject",
            "DeleteObjects");
  }

  /** The operation and which whole sets of headers came with it. */
  private static String shown(RecordedRequest request) {
    return request.operation()
        + (complete(request, OBJECT) ? " object" : "")
        + (complete(request, SOURCE) ? " source" : "");
  }

  private static boolean complete(RecordedRequest request, String prefix) {
    List<String> values =
        List.of("algorithm", "key", "key-md5").stream()
            .flatMap(name -> request.header(prefix + name).stream())
            .toList();
    assertThat(values).isIn(List.of(), List.of("AES256", KEY, MD5));
    return !values.isEmpty();
  }

  @Test
  void withoutAKeyNoRequestCarriesOne() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake)) {
      store.put("k", bytes("x"), PutOptions.none());
      store.stat("k");
    }
    assertThat(fake.requests().stream().map(S3CustomerKeyTest::shown))
        .containsExactly("PutObject", "HeadObject");
  }

  @Test
  void aReadWithTheWrongEncryptionNamesTheOption() throws IOException {
    try (HttpFake refusing = HttpFake.start((request, body) -> HttpFake.Answer.of(400, ""));
        ObjectStore store = S3Fixture.open(refusing)) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("s3://bucket/k")
          .hasMessageContaining("400")
          .hasMessageContaining("s3dlio.s3.sse-c-key-secret");
    }
  }

  @Test
  void theKeyIsShownNowhere() throws IOException {
    S3Config config = S3Config.parse(MapSettings.of(OPTIONS));
    assertThat(config.toString()).doesNotContain(KEY).doesNotContain(MD5);
    try (HttpFake refusing =
            HttpFake.start(
                (request, body) ->
                    HttpFake.Answer.of(
                        403, "<Error><Code>AccessDenied</Code><Message>no</Message></Error>"));
        ObjectStore store = S3Fixture.open(refusing, OPTIONS)) {
      Throwable thrown = catchThrowable(() -> store.put("k", bytes("x"), PutOptions.none()));
      assertThat(thrown).isNotNull();
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain(KEY).doesNotContain(MD5);
      }
    }
  }

  @ParameterizedTest
  @CsvSource({
    "http://s3.example.test, true",
    "HTTP://10.0.0.1:9000, true",
    "http://127.example.test, true",
    "https://s3.example.test, false",
    "http://127.0.0.1:9000, false",
    "http://localhost:9000, false",
    "http://[::1]:9000, false",
  })
  void aKeyDoesNotGoOverPlainHttpButToThisMachine(String endpoint, boolean refused)
      throws IOException {
    Map<String, String> options =
        Map.of("s3.endpoint", endpoint, "s3.encryption", "sse-c", "s3.sse-c-key-secret", KEY);
    if (refused) {
      assertThatThrownBy(() -> S3Fixture.open(fake, options))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("s3dlio.s3.sse-c-key-secret")
          .hasMessageContaining("s3dlio.s3.endpoint")
          .hasMessageNotContaining(KEY);
    } else {
      S3Fixture.open(fake, options).close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "sse-c, ''",
    "sse-kms, MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "none, MDEyMzQ1Njc4OTAxMjM0NTY3ODkwMTIzNDU2Nzg5MDE=",
    "sse-c, Canary",
    "sse-c, CanaryCanaryCanaryCanary",
    "sse-c, Canary+not*Base64",
  })
  void aKeyThatCannotBeIsRefusedWithoutBeingShown(String encryption, String key) {
    assertThatThrownBy(
            () ->
                S3Fixture.open(
                    fake, Map.of("s3.encryption", encryption, "s3.sse-c-key-secret", key)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio.s3.sse-c-key-secret")
        .hasMessageNotContaining("Canary")
        .hasMessageNotContaining(KEY);
  }
}
