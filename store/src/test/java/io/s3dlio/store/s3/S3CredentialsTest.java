package io.s3dlio.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.store.ListQuery;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.RecordedRequest;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each source of credentials, through a service that shows whose signature it got. */
@SuppressWarnings("NullAway.Init") // JUnit fills the fields before the first test.
class S3CredentialsTest {

  private static final String CANARY = "CanarySecretThatMustNotShow";

  @TempDir private Path directory;
  private Properties before;
  private HttpFake service;
  private String signer = "";

  @BeforeEach
  void start() {
    before = (Properties) System.getProperties().clone();
    // Whatever this machine has must not answer for what a test takes away.
    System.setProperty("aws.configFile", directory.resolve("none").toString());
    System.setProperty("aws.sharedCredentialsFile", directory.resolve("none").toString());
    System.setProperty("aws.disableEc2Metadata", "true");
    service =
        HttpFake.start(
            (request, body) -> {
              signer = signer(request);
              return HttpFake.Answer.of(200, "").with("ETag", "\"e\"");
            });
  }

  @AfterEach
  void stop() {
    service.close();
    System.setProperties(before);
  }

  /** What kind of credentials signed; the fake keeps no signature. */
  private static String signer(RecordedRequest request) {
    return request.header("x-amz-security-token").isPresent()
        ? "temporary"
        : request.header("authorization").isPresent() ? "permanent" : "nobody";
  }

  private ObjectStore open(String source, Map<String, String> more) throws IOException {
    Map<String, String> options = new HashMap<>();
    options.put("s3.access-key-id", "");
    options.put("s3.access-key-secret", "");
    options.put("s3.credentials", source);
    options.putAll(more);
    return S3Fixture.open(service, options);
  }

  private String signerWith(String source, Map<String, String> more) throws IOException {
    try (ObjectStore store = open(source, more)) {
      store.stat("k");
    }
    return signer;
  }

  @Test
  void keysGivenAsOptions() throws IOException {
    Map<String, String> keys =
        Map.of("s3.access-key-id", "AKIDEXAMPLE", "s3.access-key-secret", CANARY);
    assertThat(signerWith("static", keys)).isEqualTo("permanent");
    assertThat(signerWith("default", keys)).isEqualTo("permanent");
    Map<String, String> session = new HashMap<>(keys);
    session.put("s3.session-token", CANARY);
    assertThat(signerWith("default", session)).isEqualTo("temporary");
  }

  @Test
  void anonymousSignsNothing() throws IOException {
    assertThat(signerWith("anonymous", Map.of())).isEqualTo("nobody");
  }

  @Test
  void systemPropertiesStandForTheEnvironment() throws IOException {
    System.setProperty("aws.accessKeyId", "AKIDEXAMPLE");
    System.setProperty("aws.secretAccessKey", CANARY);
    assertThat(signerWith("environment", Map.of())).isEqualTo("permanent");
    assertThat(signerWith("default", Map.of())).isEqualTo("permanent");
  }

  @Test
  void aProfileByNameAndOneWithAProcess() throws IOException {
    Path config =
        Files.writeString(
            directory.resolve("credentials"),
            "[team]\naws_access_key_id = AKIDEXAMPLE\naws_secret_access_key = "
                + CANARY
                + "\n[made]\ncredential_process = echo '"
                + temporary()
                + "'\n");
    System.setProperty("aws.sharedCredentialsFile", config.toString());
    assertThat(signerWith("profile", Map.of("s3.profile", "team"))).isEqualTo("permanent");
    assertThat(signerWith("default", Map.of("s3.profile", "team"))).isEqualTo("permanent");
    assertThat(signerWith("profile", Map.of("s3.profile", "made"))).isEqualTo("temporary");
  }

  @Test
  void theContainersEndpoint() throws IOException {
    try (HttpFake container =
        HttpFake.start((request, body) -> HttpFake.Answer.of(200, temporary()))) {
      System.setProperty("aws.containerCredentialsFullUri", container.endpoint() + "/role");
      assertThat(signerWith("container", Map.of())).isEqualTo("temporary");
      assertThat(signerWith("default", Map.of())).isEqualTo("temporary");
      assertThat(container.requests()).hasSize(2);
    }
  }

  @Test
  void theInstancesMetadataService() throws IOException {
    try (HttpFake metadata = HttpFake.start((request, body) -> instance(request))) {
      System.setProperty("aws.disableEc2Metadata", "false");
      System.setProperty("aws.ec2MetadataServiceEndpoint", metadata.endpoint().toString());
      assertThat(signerWith("instance", Map.of())).isEqualTo("temporary");
      assertThat(signerWith("default", Map.of())).isEqualTo("temporary");
    }
  }

  private static HttpFake.Answer instance(RecordedRequest request) {
    if (request.path().equals("/latest/api/token")) {
      return HttpFake.Answer.of(200, "token").with("x-aws-ec2-metadata-token-ttl-seconds", "21600");
    }
    return HttpFake.Answer.of(200, request.path().endsWith("/") ? "role" : temporary());
  }

  @Test
  void aWebIdentityTokenIsExchanged() throws IOException {
    Path token = Files.writeString(directory.resolve("token"), CANARY);
    try (HttpFake sts = HttpFake.start((request, body) -> HttpFake.Answer.of(200, assumedRole()))) {
      System.setProperty("aws.webIdentityTokenFile", token.toString());
      System.setProperty("aws.roleArn", "arn:aws:iam::123456789012:role/reader");
      System.setProperty("aws.endpointUrlSts", sts.endpoint().toString());
      System.setProperty("aws.region", "us-east-1");
      assertThat(signerWith("web-identity", Map.of())).isEqualTo("temporary");
      assertThat(sts.requests()).hasSize(1);
    }
  }

  @Test
  @Timeout(20)
  void withoutAnyCredentialsTheFirstCallFailsSoonAndNamesEverySource() throws IOException {
    // A service that takes connections and never answers, as 169.254.169.254 can off AWS.
    try (ServerSocket silent = new ServerSocket(0)) {
      System.setProperty("aws.disableEc2Metadata", "false");
      System.setProperty(
          "aws.ec2MetadataServiceEndpoint", "http://127.0.0.1:" + silent.getLocalPort());
      try (ObjectStore store = open("default", Map.of())) {
        assertThatThrownBy(() -> store.stat("k"))
            .isInstanceOf(AccessDeniedException.class)
            .hasMessageContaining("STAT s3://bucket/k")
            .hasMessageContaining("system properties")
            .hasMessageContaining("environment")
            .hasMessageContaining("web identity")
            .hasMessageContaining("profile")
            .hasMessageContaining("container")
            .hasMessageContaining("instance")
            .hasMessageContaining("s3dlio.s3.access-key-id");
      }
    }
    assertThat(service.requests()).isEmpty();
  }

  @Test
  void anExpiredTokenIsRenewedOnce() throws IOException {
    AtomicInteger issued = new AtomicInteger();
    try (HttpFake container =
            HttpFake.start(
                (request, body) -> {
                  issued.incrementAndGet();
                  return HttpFake.Answer.of(200, temporary());
                });
        HttpFake strict =
            HttpFake.start(
                (request, body) ->
                    issued.get() < 2
                        ? HttpFake.Answer.of(400, expired())
                        : HttpFake.Answer.of(200, listing()))) {
      System.setProperty("aws.containerCredentialsFullUri", container.endpoint() + "/role");
      try (ObjectStore store =
          open("container", Map.of("s3.endpoint", strict.endpoint().toString()))) {
        assertThat(store.list(ListQuery.recursive("")).objects()).isEmpty();
        assertThat(issued.get()).isEqualTo(2);
        assertThat(strict.requests()).hasSize(2);
      }
    }
  }

  @Test
  void ofManyRequestsThatFailAtOnceTheFirstRefreshesForAll() throws IOException {
    try (HttpFake container =
        HttpFake.start((request, body) -> HttpFake.Answer.of(200, temporary()))) {
      System.setProperty("aws.containerCredentialsFullUri", container.endpoint() + "/role");
      Map<String, String> options = Map.of("s3.credentials", "container");
      try (S3Credentials credentials = S3Credentials.of(S3Config.parse(MapSettings.of(options)))) {
        credentials.resolveCredentials();
        int seen = credentials.generation();
        for (int request = 0; request < 3; request++) {
          credentials.refresh(seen);
          credentials.resolveCredentials();
        }
        assertThat(container.requests()).hasSize(2);
        credentials.refresh(credentials.generation());
        credentials.resolveCredentials();
        assertThat(container.requests()).hasSize(3);
      }
    }
  }

  @Test
  void noSecretShowsAnywhere() throws IOException {
    Map<String, String> options =
        Map.of(
            "s3.access-key-id",
            "AKIDEXAMPLE",
            "s3.access-key-secret",
            CANARY,
            "s3.session-token",
            CANARY + "2",
            "s3.proxy-password",
            CANARY + "3");
    try (HttpFake strict = HttpFake.start((request, body) -> HttpFake.Answer.of(400, expired()));
        ObjectStore store =
            open("static", with(options, "s3.endpoint", strict.endpoint().toString()))) {
      Throwable thrown = catchThrowable(() -> store.list(ListQuery.recursive("")));
      assertThat(thrown).isInstanceOf(AccessDeniedException.class);
      for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
        assertThat(cause.toString()).doesNotContain(CANARY).doesNotContain("AKIDEXAMPLE");
      }
      assertThat(thrown).hasMessageContaining("...MPLE");
      assertThat(store.toString()).doesNotContain(CANARY);
    }
    S3Config config = S3Config.parse(MapSettings.of(options));
    assertThat(config.toString()).doesNotContain(CANARY);
    assertThat(S3Credentials.of(config).toString()).doesNotContain(CANARY);
  }

  private static Map<String, String> with(Map<String, String> map, String name, String value) {
    Map<String, String> more = new HashMap<>(map);
    more.put(name, value);
    return more;
  }

  @Test
  void halfAKeyIsRefusedAtOnce() {
    assertThatThrownBy(() -> open("default", Map.of("s3.access-key-id", "AKIDEXAMPLE")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio.s3.access-key-secret");
    assertThatThrownBy(() -> open("static", Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("s3dlio.s3.access-key-id");
  }

  private static String temporary() {
    return "{\"Version\":1,\"Code\":\"Success\",\"Type\":\"AWS-HMAC\",\"AccessKeyId\":\"ASIDEXAMPLE\","
        + "\"SecretAccessKey\":\""
        + CANARY
        + "\",\"SessionToken\":\"session\",\"Token\":\"session\",\"Expiration\":\""
        + Instant.now().plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS)
        + "\"}";
  }

  private static String assumedRole() {
    return "<AssumeRoleWithWebIdentityResponse><AssumeRoleWithWebIdentityResult><Credentials>"
        + "<AccessKeyId>ASIDEXAMPLE</AccessKeyId><SecretAccessKey>"
        + CANARY
        + "</SecretAccessKey><SessionToken>session</SessionToken><Expiration>"
        + Instant.now().plus(Duration.ofHours(6)).truncatedTo(ChronoUnit.SECONDS)
        + "</Expiration></Credentials></AssumeRoleWithWebIdentityResult>"
        + "</AssumeRoleWithWebIdentityResponse>";
  }

  private static String expired() {
    return "<Error><Code>ExpiredToken</Code><Message>expired</Message></Error>";
  }

  private static String listing() {
    return "<ListBucketResult><Name>bucket</Name><IsTruncated>false</IsTruncated></ListBucketResult>";
  }
}
