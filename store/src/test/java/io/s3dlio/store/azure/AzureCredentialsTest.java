package io.s3dlio.store.azure;

import static io.s3dlio.store.azure.AzureFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobContainerClientBuilder;
import com.azure.storage.blob.sas.BlobContainerSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.common.StorageSharedKeyCredential;
import io.s3dlio.store.CopyOptions;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.TestCertificate;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import reactor.core.publisher.Mono;

/** Each source of credentials, on Azurite, which judges signatures and tokens. */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
final class AzureCredentialsTest {

  private static final ObjectUri ROOT = AzureFixture.root(AzureFixture.CONTAINER);
  private static AzuriteServer server;

  @TempDir private Path directory;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    server.createContainer(AzureFixture.CONTAINER);
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  private static ObjectStore open(Map<String, String> options) throws IOException {
    return new AzureStoreProvider().open(ROOT, AzureFixture.contextOf(server, options));
  }

  /** Puts, lists and copies: a copy needs a right of its own to read its source. */
  private static void use(Map<String, String> options) throws IOException {
    try (ObjectStore store = open(options)) {
      store.put("a b", bytes("x"), PutOptions.none());
      store.copy("a b", "c", CopyOptions.none());
      assertThat(store.list(ListQuery.recursive("")).objects()).hasSizeGreaterThan(1);
      assertThat(store.delete(List.of("a b", "c"))).isEmpty();
    }
  }

  /** A token of the container, made by Azure's own library. */
  private static String sas(Duration life) {
    OffsetDateTime expiry = OffsetDateTime.now(ZoneOffset.UTC).plus(life);
    BlobContainerClient client =
        new BlobContainerClientBuilder()
            .endpoint(server.endpoint().toString())
            .containerName(AzureFixture.CONTAINER)
            .credential(new StorageSharedKeyCredential(server.account(), server.key()))
            .httpClient(request -> Mono.empty())
            .buildClient();
    BlobContainerSasPermission all = BlobContainerSasPermission.parse("racwdl");
    return client.generateSas(new BlobServiceSasSignatureValues(expiry, all));
  }

  private static String connectionString(String more) {
    return "DefaultEndpointsProtocol=http;AccountName="
        + server.account()
        + ";BlobEndpoint="
        + server.endpoint()
        + ";"
        + more;
  }

  @Test
  void theSharedKey() throws IOException {
    use(Map.of("az.shared-key-secret", server.key()));
    use(Map.of("az.shared-key-secret", server.key(), "az.credentials", "shared-key"));
  }

  @Test
  void aTokenWithOrWithoutItsQuestionMark() throws IOException {
    String token = sas(Duration.ofHours(1));
    use(Map.of("az.sas-token", token));
    use(Map.of("az.sas-token", "?" + token, "az.credentials", "sas"));
  }

  @Test
  void aConnectionStringNamesItsEndpoint() throws IOException {
    String whole = connectionString("AccountKey=" + server.key());
    use(Map.of("az.endpoint", "", "az.connection-string-secret", whole));
    String token = sas(Duration.ofHours(1));
    use(
        Map.of(
            "az.endpoint",
            "",
            "az.credentials",
            "connection-string",
            "az.connection-string-secret",
            connectionString("SharedAccessSignature=" + token)));
  }

  @Test
  void theEmulatorsKeyIsKnown() throws IOException {
    use(Map.of());
    use(Map.of("az.credentials", "emulator"));
  }

  @Test
  void anonymousIsAskedForAndAzuriteRefusesIt() throws IOException {
    try (ObjectStore store = open(Map.of("az.credentials", "anonymous"))) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOfAny(AccessDeniedException.class, FileNotFoundException.class);
      denied(() -> store.put("k", bytes("x"), PutOptions.none()), "no credentials");
    }
  }

  @Test
  void aWrongKeyAndAnExpiredTokenAreSaidToBe() throws IOException {
    try (ObjectStore store = open(Map.of("az.shared-key-secret", AzureFixture.SOME_KEY))) {
      denied(
          () -> store.list(ListQuery.recursive("")),
          "the shared key of devstoreaccount1 from option s3dlio.az.shared-key-secret");
      denied(() -> store.stat("k"), "set s3dlio.az.shared-key-secret");
    }
    String expired = sas(Duration.ofMinutes(-5));
    try (ObjectStore store = open(Map.of("az.sas-token", expired))) {
      denied(() -> store.list(ListQuery.recursive("")), "the SAS token from option");
      denied(() -> store.put("k", bytes("x"), PutOptions.none()), "the clock here says");
    }
  }

  private static void denied(ThrowingCallable call, String words) {
    assertThatThrownBy(call)
        .isInstanceOf(AccessDeniedException.class)
        .hasMessageContaining(ROOT.toString())
        .hasMessageContaining(words)
        .satisfies(AzureCredentialsTest::noSecret);
  }

  private static void noSecret(Throwable thrown) {
    for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      assertThat(cause.toString())
          .doesNotContain(server.key(), AzureFixture.SOME_KEY, "sig=", "SharedKey ");
    }
  }

  private static AzureLogin login(
      String account, Map<String, String> options, Map<String, String> environment)
      throws IOException {
    ObjectUri root = ObjectUri.parse("az://container@" + account);
    return AzureConfig.parse(root, MapSettings.of(options), environment).login();
  }

  @Test
  void aTokenOfTheEnvironmentGoesToItsAccountAndToHostsThatAreMeant() throws IOException {
    Map<String, String> mine =
        Map.of("AZURE_STORAGE_ACCOUNT", "mine", "AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=x");
    assertThat(login("mine", Map.of(), mine).kind()).isEqualTo(AzureLogin.Kind.SAS);
    assertThat(login("other", Map.of(), mine).kind()).isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    Map<String, String> nobodys = Map.of("AZURE_STORAGE_SAS_TOKEN", "sv=1&sig=x");
    assertThat(login("any", Map.of(), nobodys).kind()).isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    Map<String, String> whole =
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING", "AccountName=mine;SharedAccessSignature=sv=1&sig=x");
    for (Map<String, String> environment : List.of(mine, whole)) {
      assertThatThrownBy(() -> login("mine.evil.example", Map.of(), environment))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("not Azure's own")
          .satisfies(AzureCredentialsTest::noSecret);
      String elsewhere = "https://mine.storage.example";
      assertThat(
              login("mine.storage.example", Map.of("az.endpoint", elsewhere), environment).kind())
          .isEqualTo(AzureLogin.Kind.SAS);
    }
  }

  @Test
  void theEnvironmentIsReadAsMicrosoftsCommandLineReadsItAndForItsAccountOnly() throws IOException {
    String key = AzureFixture.SOME_KEY;
    Map<String, String> mine = Map.of("AZURE_STORAGE_ACCOUNT", "mine", "AZURE_STORAGE_KEY", key);
    assertThat(login("mine", Map.of(), mine).kind()).isEqualTo(AzureLogin.Kind.SHARED_KEY);
    assertThat(login("mine", Map.of(), mine).from()).contains("AZURE_STORAGE_KEY");
    assertThat(login("other", Map.of(), mine).kind()).isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    Map<String, String> whole =
        Map.of(
            "AZURE_STORAGE_CONNECTION_STRING",
            "AccountName=mine;AccountKey=" + key + ";EndpointSuffix=core.chinacloudapi.cn");
    AzureLogin login = login("mine", Map.of(), whole);
    assertThat(login.kind()).isEqualTo(AzureLogin.Kind.SHARED_KEY);
    assertThat(login.endpoint()).hasToString("Optional[https://mine.blob.core.chinacloudapi.cn]");
    assertThat(login("other", Map.of(), whole).kind()).isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    assertThat(login("mine", Map.of("az.sas-token", "sv=1&sig=y"), mine).kind())
        .isEqualTo(AzureLogin.Kind.SAS);
    assertThat(login("mine", Map.of("az.credentials", "default"), mine).kind())
        .isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    assertThat(login("mine", Map.of(), mine).toString()).doesNotContain(key);
  }

  @Test
  void whatCannotBeIsRefusedAtOnceWithoutTheSecret() {
    refused(Map.of("az.credentials", "shared-key"), "needs s3dlio.az.shared-key-secret");
    refused(Map.of("az.credentials", "sas"), "needs s3dlio.az.sas-token");
    refused(Map.of("az.shared-key-secret", "not base 64!"), "is not base 64");
    refused(Map.of("az.connection-string-secret", "AccountName=a"), "neither AccountKey");
    refused(Map.of("az.connection-string-secret", "canary"), "Name=value");
    refused(
        Map.of(
            "az.connection-string-secret",
            "SharedAccessSignature=x;BlobEndpoint=https://acct.blob.core.windows.net/?sig=canary"),
        "more than host, port and path");
    refused(Map.of("az.credentials", "default"), "is no https");
    refused(
        Map.of("az.endpoint", "http://blobs.example/devstoreaccount1"),
        "az.endpoint: http://blobs.example/devstoreaccount1 would be asked as");
  }

  @Test
  void theChainsTokensGoToAzureOrWhereTheUserSays() throws IOException {
    Map<String, String> chosen = Map.of("az.endpoint", "https://acct.blobs.example");
    for (String azure : List.of("acct", "acct.blob.core.chinacloudapi.cn")) {
      assertThat(login(azure, Map.of(), Map.of()).kind()).isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    }
    assertThat(login("acct.blobs.example", chosen, Map.of()).kind())
        .isEqualTo(AzureLogin.Kind.DEFAULT_CHAIN);
    for (String foreign : List.of("acct.blobs.example", "acct.blob.core.windows.net.example")) {
      assertThatThrownBy(() -> login(foreign, Map.of(), Map.of()))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("az.endpoint = https://" + foreign);
    }
  }

  private static void refused(Map<String, String> options, String words) {
    assertThatThrownBy(() -> open(options))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(words)
        .satisfies(
            thrown -> assertThat(thrown.getMessage()).doesNotContain("canary", "not base 64!"));
  }

  /** Nothing of the machine that runs the test may answer for what the chain asks. */
  @Test
  @Timeout(60)
  void withoutAnyTokenTheFirstCallFailsAndNamesTheCure() throws IOException {
    Properties before = (Properties) System.getProperties().clone();
    System.setProperty("AZURE_TOKEN_CREDENTIALS", "EnvironmentCredential");
    TestCertificate certificate = TestCertificate.create(directory);
    Map<String, String> options =
        Map.of("az.credentials", "default", "az.ca-bundle", certificate.pem().toString());
    try (HttpFake fake = HttpFake.start((request, body) -> HttpFake.Answer.of(200, ""));
        Relay tls = Relay.withTls(fake, certificate);
        ObjectStore store =
            new AzureStoreProvider().open(ROOT, AzureFixture.contextOf(tls, options))) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("no token")
          .hasMessageContaining("s3dlio.az.shared-key-secret");
      assertThat(fake.requests()).isEmpty();
    } finally {
      System.setProperties(before);
    }
  }
}
