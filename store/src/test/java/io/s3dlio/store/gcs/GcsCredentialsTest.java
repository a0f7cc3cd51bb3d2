package io.s3dlio.store.gcs;

import static io.s3dlio.store.gcs.GcsFixture.BUCKET;
import static io.s3dlio.store.gcs.GcsFixture.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.TransientException;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import io.s3dlio.testing.servers.Relay;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each source of credentials, through a service that takes no request without a good token. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
@Timeout(60)
class GcsCredentialsTest {

  @TempDir private Path directory;
  private GcsFake server;
  private Relay relay;

  @BeforeEach
  void start() {
    server = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    server.createBucket(BUCKET);
    relay = Relay.inFrontOf(server);
  }

  @AfterEach
  void stop() {
    relay.close();
    server.close();
  }

  private Path keyFile() throws IOException {
    return Files.writeString(directory.resolve("key.json"), server.serviceAccountFile());
  }

  private ObjectStore withFile(String file) throws IOException {
    return GcsFixture.open(relay.endpoint(), Map.of("gs.service-account-file", file));
  }

  @Test
  void aServiceAccountsFileIsEnough() throws IOException {
    try (ObjectStore store = withFile(keyFile().toString())) {
      store.put("k", bytes("x"), PutOptions.none());
      assertThat(store.stat("k").size()).isEqualTo(1);
    }
    assertThat(relay.requests()).allMatch(each -> each.header("authorization").isPresent());
  }

  @Test
  void nobodyIsRefusedWithTheCure() throws IOException {
    try (ObjectStore store = GcsFixture.open(relay.endpoint())) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("anonymous")
          .hasMessageContaining("s3dlio.gs.service-account-file")
          .hasMessageContaining("GOOGLE_APPLICATION_CREDENTIALS");
    }
  }

  @Test
  void anExpiredTokenIsRenewedOnceForAllThatFail() throws Exception {
    try (ObjectStore store = withFile(keyFile().toString())) {
      store.put("k", bytes("x"), PutOptions.none());
      server.revokeTokens();
      relay.reset();
      ExecutorService threads = Executors.newFixedThreadPool(8);
      try {
        List<Callable<Long>> stats = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
          stats.add(() -> store.stat("k").size());
        }
        for (Future<Long> each : threads.invokeAll(stats)) {
          assertThat(each.get()).isEqualTo(1);
        }
      } finally {
        threads.shutdownNow();
      }
      assertThat(relay.requests()).hasSizeBetween(9, 16);
      server.revokeTokens();
      assertThat(store.list(ListQuery.recursive("")).objects()).hasSize(1);
      server.revokeTokens();
      assertThat(store.delete(List.of("k", "l"))).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "not json at all",
        "{}",
        "{\"type\": \"service_account\"}",
        "{\"type\": \"authorized_user\", \"client_id\": \"x\"}",
        ""
      })
  void aFileThatIsNoKeySaysSoAtTheFirstCall(String content) throws IOException {
    Path file = Files.writeString(directory.resolve("bad.json"), content);
    try (ObjectStore store = withFile(file.toString())) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("STAT gs://bucket/k")
          .hasMessageContaining(file.toString())
          .hasMessageContaining("s3dlio.gs.service-account-file");
    }
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void aFileThatIsMissingSaysSo() throws IOException {
    try (ObjectStore store = withFile(directory.resolve("none.json").toString())) {
      assertThatThrownBy(() -> store.stat("k"))
          .isInstanceOf(AccessDeniedException.class)
          .hasMessageContaining("none.json")
          .hasMessageContaining("NoSuchFile");
    }
  }

  @Test
  void aKeyThatTheTokenEndpointDoesNotTakeIsDeniedAndShowsNoSecret() throws IOException {
    try (HttpFake tokens =
        HttpFake.start(
            (request, body) ->
                HttpFake.Answer.of(400, "{\"error\": \"invalid_grant\"}")
                    .with("Content-Type", "application/json"))) {
      Path file = fileFor(tokens.endpoint());
      try (ObjectStore store = withFile(file.toString())) {
        Throwable thrown = catchThrowable(() -> store.stat("k"));
        assertThat(thrown)
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining("no token")
            .hasMessageContaining("s3dlio.gs.credentials");
        for (Throwable each = thrown; each != null; each = each.getCause()) {
          assertThat(each.toString()).doesNotContain("PRIVATE KEY", "assertion=");
        }
      }
      assertThat(tokens.requests()).hasSize(1);
    }
  }

  @Test
  void aTokenEndpointThatIsDownMayComeBack() throws IOException {
    try (HttpFake tokens = HttpFake.start((request, body) -> HttpFake.Answer.of(503, "busy"))) {
      try (ObjectStore store = withFile(fileFor(tokens.endpoint()).toString())) {
        assertThatThrownBy(() -> store.stat("k"))
            .isInstanceOf(TransientException.class)
            .hasMessageContaining("no token");
      }
      assertThat(tokens.requests()).as("retries are the layer's").hasSize(1);
    }
  }

  /** The fake's key with another token endpoint. */
  private Path fileFor(URI tokens) throws IOException {
    String changed =
        server
            .serviceAccountFile()
            .replaceAll("\"token_uri\"\\s*:\\s*\"[^\"]*\"", "\"token_uri\": \"" + tokens + "/t\"");
    assertThat(changed).contains(tokens.toString());
    return Files.writeString(directory.resolve("other.json"), changed);
  }

  @Test
  void anotherAccountIsImpersonated() throws IOException {
    List<RecordedRequest> asked = new ArrayList<>();
    try (HttpFake iam =
        HttpFake.start(
            (request, body) -> {
              asked.add(request);
              return HttpFake.Answer.of(
                      200,
                      "{\"accessToken\": \"theirs\", \"expireTime\": \"2099-01-01T00:00:00Z\"}")
                  .with("Content-Type", "application/json");
            })) {
      Map<String, String> options =
          Map.of(
              "gs.credentials", "impersonation",
              "gs.service-account-file", keyFile().toString(),
              "gs.impersonated-account", "other@project.iam.gserviceaccount.com");
      GcsConfig config = GcsConfig.parse(MapSettings.of(options));
      GcsTransport real = GcsTransport.open(config);
      GcsCredentials credentials = GcsCredentials.of(config, new Diverted(real, iam.endpoint()));
      assertThat(credentials.headers(URI.create("https://storage.googleapis.com")))
          .containsEntry("Authorization", List.of("Bearer theirs"));
      assertThat(credentials.describe()).contains("other@project");
      real.shutdown();
    }
    assertThat(asked).hasSize(1);
    assertThat(asked.get(0).path()).contains("other@project", "generateAccessToken");
    assertThat(asked.get(0).header("authorization")).isPresent();
  }

  /** Sends what is meant for Google's IAM service to a server of ours. */
  private static final class Diverted extends HttpTransport {
    private final GcsTransport real;
    private final URI iam;

    Diverted(GcsTransport real, URI iam) {
      this.real = real;
      this.iam = iam;
    }

    @Override
    protected LowLevelHttpRequest buildRequest(String method, String url) {
      return real.buildRequest(
          method, url.replaceFirst("^https://iamcredentials[^/]*", iam.toString()));
    }
  }

  @Test
  void whoIsAskedFollowsFromTheOptions() throws IOException {
    assertThat(source(Map.of())).isEqualTo(GcsConfig.CredentialSource.DEFAULT);
    assertThat(source(Map.of("gs.endpoint", "https://storage.example")))
        .isEqualTo(GcsConfig.CredentialSource.DEFAULT);
    assertThat(source(Map.of("gs.endpoint", "http://127.0.0.1:4443")))
        .as("no token goes where anybody can read it")
        .isEqualTo(GcsConfig.CredentialSource.ANONYMOUS);
    assertThat(source(Map.of("gs.service-account-file", "/k.json")))
        .isEqualTo(GcsConfig.CredentialSource.SERVICE_ACCOUNT_FILE);
    for (Map<String, String> half :
        List.of(
            Map.of("gs.credentials", "service-account-file"),
            Map.of("gs.credentials", "impersonation"),
            Map.of("gs.impersonated-account", "x@y"))) {
      assertThatThrownBy(() -> source(half))
          .as(half.toString())
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("s3dlio.gs.");
    }
  }

  private static GcsConfig.CredentialSource source(Map<String, String> options) throws IOException {
    return GcsConfig.parse(MapSettings.of(options)).login().source();
  }

  @Test
  void theEmulatorsVariableIsReadAsGooglesLibrariesDo() {
    assertThat(GcsConfig.emulator(null)).isEmpty();
    assertThat(GcsConfig.emulator(" ")).isEmpty();
    assertThat(GcsConfig.emulator("127.0.0.1:4443")).hasValue(URI.create("http://127.0.0.1:4443"));
    assertThat(GcsConfig.emulator("https://host:1/")).hasValue(URI.create("https://host:1/"));
    assertThatThrownBy(() -> GcsConfig.emulator("http:///x"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("STORAGE_EMULATOR_HOST");
  }

  @Test
  void nothingShowsASecret() throws IOException {
    GcsConfig config =
        GcsConfig.parse(
            MapSettings.of(
                Map.of(
                    "gs.service-account-file", keyFile().toString(),
                    "gs.proxy", "proxy:3128",
                    "gs.proxy-user", "me",
                    "gs.proxy-password", "CanaryPassword")));
    assertThat(config.toString()).doesNotContain("CanaryPassword", "PRIVATE");
    GcsTransport transport = GcsTransport.open(config);
    GcsCredentials credentials = GcsCredentials.of(config, transport);
    credentials.find();
    assertThat(credentials.toString()).isEqualTo("GcsCredentials(service_account_file)");
    transport.shutdown();
  }
}
