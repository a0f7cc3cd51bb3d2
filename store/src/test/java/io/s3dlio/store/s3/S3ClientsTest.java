package io.s3dlio.store.s3;

import static io.s3dlio.store.s3.S3Fixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStat;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.ReadHints;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import java.io.IOException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What each option does to the requests that a service sees. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3ClientsTest {

  @TempDir private Path directory;
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
          case "ListBuckets" -> "<ListAllMyBucketsResult/>";
          case "ListObjectsV2" -> "<ListBucketResult/>";
          default -> "";
        };
    return HttpFake.Answer.of(200, body).with("ETag", "\"e\"");
  }

  private static void writeEverything(ObjectStore store) throws IOException {
    store.put("k", bytes("x"), PutOptions.none());
    store.startUpload("k", PutOptions.none());
    store.copy("k", "l", CopyOptions.none().withSource(ObjectStat.of("k", 1, "e")));
  }

  private List<String> header(String name) {
    return fake.requests().stream().map(r -> r.header(name).orElse("none")).toList();
  }

  @Test
  void encryptionIsAskedForWithEachWrite() throws IOException {
    try (ObjectStore store =
        S3Fixture.open(fake, Map.of("s3.encryption", "sse-kms", "s3.kms-key-id", "key-42"))) {
      writeEverything(store);
    }
    assertThat(header("x-amz-server-side-encryption")).containsOnly("aws:kms").hasSize(3);
    assertThat(header("x-amz-server-side-encryption-aws-kms-key-id")).containsOnly("key-42");
    fake.reset();
    try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.encryption", "sse-s3"))) {
      writeEverything(store);
    }
    assertThat(header("x-amz-server-side-encryption")).containsOnly("AES256").hasSize(3);
    fake.reset();
    try (ObjectStore store = S3Fixture.open(fake)) {
      writeEverything(store);
    }
    assertThat(header("x-amz-server-side-encryption")).containsOnly("none").hasSize(3);
  }

  /**
   * Also of requests that only list or delete: "Using Requester Pays buckets" in the user guide.
   */
  @Test
  void everyRequestAgreesToPayWhenAsked() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.requester-pays", "true"))) {
      writeEverything(store);
      store.stat("k");
      store.open("k", ReadHints.none()).stat();
      store.list(ListQuery.recursive(""));
      store.delete(List.of("k"));
    }
    assertThat(header("x-amz-request-payer")).containsOnly("requester").hasSize(7);
    assertThat(fake.requests()).allMatch(request -> request.header("authorization").isPresent());
    fake.reset();
    try (ObjectStore store = S3Fixture.open(fake)) {
      writeEverything(store);
    }
    assertThat(header("x-amz-request-payer")).containsOnly("none").hasSize(3);
  }

  @Test
  void aChecksumIsAHeaderUnlessTurnedOff() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake)) {
      store.put("k", bytes("123456789"), PutOptions.none());
      assertThatThrownBy(() -> store.put("k", bytes("123456789"), PutOptions.none().withCrc32c(1)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("nothing was sent");
    }
    // The check value of CRC-32C: e3069283.
    assertThat(header("x-amz-checksum-crc32c")).containsExactly("4waSgw==");
    assertThat(header("transfer-encoding")).containsOnly("none");
    assertThat(header("content-encoding")).containsOnly("none");
    fake.reset();
    try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.checksum", "none"))) {
      store.put("k", bytes("123456789"), PutOptions.none());
      store.startUpload("k", PutOptions.none());
    }
    for (RecordedRequest request : fake.requests()) {
      assertThat(request.headers().keySet()).noneMatch(name -> name.contains("checksum"));
    }
  }

  @Test
  void theBucketStandsInThePathWithAnEndpointOfOnesOwn() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake)) {
      store.put("k", bytes("x"), PutOptions.none());
    }
    assertThat(fake.requests().get(0).path()).isEqualTo("/bucket/k");
  }

  @Test
  void theHostNameHasTheBucketWhenAskedAndTheProxyIsUsed() throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("s3.endpoint", "http://s3.example.test");
    options.put("s3.path-style", "false");
    options.put("s3.proxy", fake.endpoint().getAuthority());
    try (ObjectStore store = S3Fixture.open(fake, options)) {
      store.put("k", bytes("x"), PutOptions.none());
    }
    assertThat(header("host")).containsExactly("bucket.s3.example.test");
  }

  @Test
  void theProxyIsGivenItsPassword() throws IOException {
    try (HttpFake proxy =
        HttpFake.start(
            (request, body) ->
                request.header("proxy-authorization").isPresent()
                    ? HttpFake.Answer.of(200, "").with("ETag", "\"e\"")
                    : HttpFake.Answer.of(407, "")
                        .with("Proxy-Authenticate", "Basic realm=\"proxy\""))) {
      Map<String, String> options =
          Map.of(
              "s3.endpoint", "http://s3.example.test",
              "s3.proxy", proxy.endpoint().getAuthority(),
              "s3.proxy-user", "user",
              "s3.proxy-password", "CanaryPassword");
      try (ObjectStore store = S3Fixture.open(fake, options)) {
        store.stat("k");
      }
      assertThat(proxy.requests().toString()).doesNotContain("CanaryPassword");
    }
  }

  @Test
  void wordsOfTheUserGoIntoTheUserAgent() throws IOException {
    try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.user-agent", "team-7"))) {
      store.stat("k");
    }
    assertThat(header("user-agent").get(0)).contains("s3dlio").contains("team-7");
  }

  @Test
  void theRegionIsWhatIsSignedFor() throws IOException {
    S3Config given = S3Config.parse(MapSettings.of(Map.of("s3.region", "eu-west-9")));
    assertThat(S3Clients.region(given).id()).isEqualTo("eu-west-9");
    Path config =
        Files.writeString(directory.resolve("config"), "[profile team]\nregion = eu-north-7\n");
    Map<String, String> before = new HashMap<>();
    for (String name : List.of("aws.region", "aws.configFile", "aws.sharedCredentialsFile")) {
      before.put(name, System.getProperty(name, ""));
    }
    try {
      System.setProperty("aws.configFile", config.toString());
      System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
      S3Config profile = S3Config.parse(MapSettings.of(Map.of("s3.profile", "team")));
      assertThat(S3Clients.region(profile).id()).isEqualTo("eu-north-7");
      S3Config nothing = S3Config.parse(MapSettings.empty());
      assertThat(S3Clients.region(nothing).id()).isEqualTo("us-east-1");
      System.setProperty("aws.region", "sa-east-3");
      assertThat(S3Clients.region(nothing).id()).isEqualTo("sa-east-3");
    } finally {
      before.forEach(S3ClientsTest::restore);
    }
  }

  private static void restore(String name, String value) {
    if (value.isEmpty()) {
      System.clearProperty(name);
    } else {
      System.setProperty(name, value);
    }
  }

  @Test
  void bucketsAreCreatedInTheRegion() throws IOException {
    StringBuilder sent = new StringBuilder();
    try (HttpFake buckets =
        HttpFake.start(
            (request, body) -> {
              sent.append(new String(body, StandardCharsets.UTF_8));
              return answer(request);
            })) {
      S3StoreProvider provider = new S3StoreProvider();
      provider.createContainer(S3Fixture.root(), S3Fixture.context(buckets, Map.of()));
      assertThat(sent.toString()).isEmpty();
      provider.createContainer(
          S3Fixture.root(), S3Fixture.context(buckets, Map.of("s3.region", "eu-west-9")));
      assertThat(sent.toString()).contains("<LocationConstraint>eu-west-9<");
      assertThat(provider.listContainers(S3Fixture.root(), S3Fixture.context(buckets, Map.of())))
          .isEmpty();
      provider.deleteContainer(S3Fixture.root(), S3Fixture.context(buckets, Map.of()));
      assertThat(buckets.requests())
          .extracting(RecordedRequest::operation)
          .containsExactly("CreateBucket", "CreateBucket", "ListBuckets", "DeleteBucket");
    }
  }

  @Test
  void aCertificateIsTrustedByItsBundleAlone() throws Exception {
    try (SelfSigned tls = SelfSigned.start(directory, fake.endpoint())) {
      String endpoint = tls.endpoint().toString();
      Map<String, String> trusted =
          Map.of("s3.endpoint", endpoint, "s3.ca-bundle", tls.certificate().toString());
      try (ObjectStore store = S3Fixture.open(fake, trusted)) {
        assertThat(store.put("k", bytes("x"), PutOptions.none()).etag()).isEqualTo("e");
      }
      try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.endpoint", endpoint))) {
        assertThatThrownBy(() -> store.stat("k"))
            .isExactlyInstanceOf(StoreException.class)
            .hasMessageContaining("s3dlio.s3.ca-bundle")
            .hasMessageContaining(endpoint);
      }
      String plain = "https://" + fake.endpoint().getAuthority();
      try (ObjectStore store = S3Fixture.open(fake, Map.of("s3.endpoint", plain))) {
        assertThatThrownBy(() -> store.list(ListQuery.recursive("")))
            .isInstanceOf(StoreException.class);
      }
    }
    Path noBundle = Files.writeString(directory.resolve("no.pem"), "no certificate");
    assertThatThrownBy(() -> S3Fixture.open(fake, Map.of("s3.ca-bundle", noBundle.toString())))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("s3dlio.s3.ca-bundle");
  }

  @ParameterizedTest
  @CsvSource({
    "s3.endpoint, 127.0.0.1:9000",
    "s3.endpoint, ftp://127.0.0.1",
    "s3.endpoint, http://user:CanaryPassword@127.0.0.1",
    "s3.proxy, proxy.example",
    "s3.proxy, http://user:CanaryPassword@proxy:3128",
    "s3.kms-key-id, key-42",
    "s3.encryption, rot13",
    "s3.credentials, guess",
    "s3.max-connections, 0",
    "s3.request-timeout, 5",
  })
  void whatCannotBeIsRefusedByTheNameOfItsOption(String option, String value) {
    assertThatThrownBy(() -> S3Fixture.open(fake, Map.of(option, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio." + option)
        .hasMessageNotContaining("CanaryPassword");
  }

  @ParameterizedTest
  @CsvSource({"s3:///k", "s3://bucket/prefix", "s3://127.0.0.1:9000/bucket", "s3://bu cket/"})
  void aRootIsABucketAndNothingMore(String root) {
    assertThatThrownBy(
            () ->
                new S3StoreProvider()
                    .open(ObjectUri.parse(root), S3Fixture.context(fake, Map.of())))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3://");
  }

  @Test
  void eachOptionIsDeclaredWithOneSentence() {
    for (ConfigKey<?> key : new S3StoreProvider().keys()) {
      assertThat(key.name()).startsWith("s3.");
      assertThat(key.sentence()).endsWith(".").doesNotContain(". ");
    }
  }

  @Test
  void namingTheProviderLoadsNoClassOfTheSdk() throws Exception {
    URI ours = S3StoreProvider.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    URI nulls = NullMarked.class.getProtectionDomain().getCodeSource().getLocation().toURI();
    try (URLClassLoader without =
        new URLClassLoader(
            new URL[] {ours.toURL(), nulls.toURL()}, ClassLoader.getPlatformClassLoader())) {
      Class<?> type = without.loadClass("io.s3dlio.store.s3.S3StoreProvider");
      Object provider = type.getConstructor().newInstance();
      Object keys = type.getMethod("keys").invoke(provider);
      assertThat((List<?>) keys).hasSameSizeAs(new S3StoreProvider().keys());
      assertThatThrownBy(() -> listContainers(without, provider))
          .hasRootCauseInstanceOf(ClassNotFoundException.class)
          .cause()
          .hasMessageContaining("software.amazon.awssdk:s3");
    }
  }

  /** Through reflection, in a class loader that has nothing but our own classes. */
  private static void listContainers(ClassLoader loader, Object provider) throws Exception {
    Class<?> uri = loader.loadClass("io.s3dlio.store.ObjectUri");
    Class<?> context = loader.loadClass("io.s3dlio.store.StoreContext");
    Class<?> settings = loader.loadClass("io.s3dlio.store.config.MapSettings");
    Object root = uri.getMethod("parse", String.class).invoke(null, "s3://bucket");
    Object none = settings.getMethod("empty").invoke(null);
    Object opened = context.getConstructors()[0].newInstance(null, none, null);
    provider.getClass().getMethod("listContainers", uri, context).invoke(provider, root, opened);
  }
}
