package io.s3dlio.testing.proof;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.testing.servers.AzuriteServer;
import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.SharedKeyHttp;
import java.io.IOException;
import java.net.URLDecoder;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.ConfigRedactor;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.security.alias.CredentialProvider;
import org.apache.hadoop.security.alias.CredentialProviderFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;

/**
 * Azure's secrets, planted in every setting that takes one, appear in no log, exception, text of an
 * object, or statistics, with every logger at its finest level: the account's key, the signature of
 * a token, a connection string.
 */
@Timeout(120)
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
final class AzCanaryTest {

  private static final String ROOT = "az://canary@" + AzuriteServer.ACCOUNT;
  private static final String KEY_OPTION = "fs.s3dlio.az.shared-key-secret";
  private static final String WRONG_KEY =
      Base64.getEncoder().encodeToString("canary, the key of nobody, Qx81".getBytes(UTF_8));
  private static final String PASSWORD = "canary:password of the proxy-Zr55";

  /** What Spark redacts by default, from its documentation. */
  private static final Pattern SPARK = Pattern.compile("(?i)secret|password|token|access[.]?key");

  private static AzuriteServer server;
  private static String token;
  private static Secrets secrets;
  private Relay relay;
  private Canary canary;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    server.createContainer("canary");
    token =
        SharedKeyHttp.containerToken(
            server.account(),
            server.key(),
            "canary",
            "racwdl",
            Instant.now().plus(Duration.ofHours(1)));
    String encoded = token.replaceFirst(".*sig=", "");
    secrets =
        new Secrets(
            List.of(server.key(), WRONG_KEY, PASSWORD, encoded, URLDecoder.decode(encoded, UTF_8)));
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() {
    relay = Relay.inFrontOf(server);
    canary = new Canary(ROOT, secrets);
  }

  @AfterEach
  void nothingIsInTheLogs() throws IOException {
    relay.close();
    canary.close();
  }

  private Configuration right() {
    return Connector.configuration(Service.AZ, relay);
  }

  private Configuration without(String option) {
    Configuration configuration = right();
    configuration.unset(option);
    return configuration;
  }

  private void useEverything(Configuration configuration) throws Exception {
    try (FileSystem files = Connector.open(ROOT, configuration)) {
      canary.useEverything(files);
    }
  }

  @Test
  void withTheAccountsKey() throws Exception {
    useEverything(right());
  }

  @Test
  void withAToken() throws Exception {
    Configuration configuration = without(KEY_OPTION);
    configuration.set("fs.s3dlio.az.sas-token", token);
    useEverything(configuration);
  }

  @Test
  void withAConnectionString() throws Exception {
    Configuration configuration = without(KEY_OPTION);
    configuration.unset("fs.s3dlio.az.endpoint");
    configuration.set(
        "fs.s3dlio.az.connection-string-secret",
        "AccountName=%s;AccountKey=%s;BlobEndpoint=%s"
            .formatted(server.account(), server.key(), relay.endpoint()));
    useEverything(configuration);
  }

  @Test
  void fromAFileOfCredentials() throws Exception {
    Configuration configuration = without(KEY_OPTION);
    java.nio.file.Path store = Connector.directory("canary").resolve("keys.jceks");
    configuration.set(
        CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, "localjceks://file" + store);
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    provider.createCredentialEntry(KEY_OPTION, server.key().toCharArray());
    provider.flush();
    useEverything(configuration);
  }

  private void assertFails(FileSystem files) {
    canary.fails(() -> files.open(new Path(ROOT + "/file")));
    canary.fails(() -> files.getFileStatus(new Path(ROOT + "/file")));
    canary.fails(() -> Connector.write(files, new Path(ROOT + "/file"), new byte[10]));
    canary.fails(() -> files.delete(new Path(ROOT + "/file"), true));
    canary.assertAbsentIn(files);
  }

  @Test
  void whereRequestsAreRetriedAndFail() throws Exception {
    List<Fault> faults =
        List.of(
            Fault.status(503, "ServerBusy"),
            Fault.status(403, "AuthenticationFailed"),
            Fault.status(500, "OperationTimedOut"),
            Fault.status(418, "Teapot"),
            new Fault.ResetBeforeAnswer(),
            new Fault.LoseAnswer());
    for (String option : List.of(KEY_OPTION, "fs.s3dlio.az.sas-token")) {
      Configuration configuration = without(KEY_OPTION);
      configuration.set(option, option.equals(KEY_OPTION) ? server.key() : token);
      configuration.set("fs.s3dlio.retry.base-delay", "1ms");
      configuration.set("fs.s3dlio.retry.max-delay", "5ms");
      for (Fault fault : faults) {
        try (FileSystem files = Connector.open(ROOT, configuration)) {
          relay.faults(FaultPlan.none().on(any -> true, fault).always());
          assertFails(files);
        }
      }
    }
  }

  @Test
  void whereTheyAreRefused() throws Exception {
    try (FileSystem files = Connector.open(ROOT, Connector.with(right(), KEY_OPTION, WRONG_KEY))) {
      assertFails(files);
    }
    Configuration expired = without(KEY_OPTION);
    String old =
        SharedKeyHttp.containerToken(
            server.account(),
            server.key(),
            "canary",
            "r",
            Instant.now().minus(Duration.ofHours(1)));
    expired.set("fs.s3dlio.az.sas-token", old);
    Secrets signature = new Secrets(List.of(old.replaceFirst(".*sig=", "")));
    try (FileSystem files = Connector.open(ROOT, expired)) {
      Throwable thrown = catchThrowable(() -> files.open(new Path(ROOT + "/file")));
      assertThat(thrown).isNotNull();
      signature.assertAbsent(thrown);
    }
  }

  @Test
  void throughAProxyThatAsksForAPassword() throws Exception {
    HttpFake proxy =
        HttpFake.start(
            (request, body) ->
                request.header("proxy-authorization").isEmpty()
                    ? HttpFake.Answer.of(407, "").with("Proxy-Authenticate", "Basic realm=\"x\"")
                    : HttpFake.Answer.of(404, ""));
    try (proxy) {
      Configuration configuration = right();
      configuration.set("fs.s3dlio.az.endpoint", "http://service.invalid");
      configuration.set("fs.s3dlio.az.proxy", proxy.endpoint().getAuthority());
      configuration.set("fs.s3dlio.az.proxy-user", "somebody");
      configuration.set("fs.s3dlio.az.proxy-password", PASSWORD);
      try (FileSystem files = Connector.open(ROOT, configuration)) {
        canary.fails(() -> files.open(new Path(ROOT + "/file")));
        canary.assertAbsentIn(files);
      }
      assertThat(proxy.requests())
          .anySatisfy(r -> assertThat(r.header("proxy-authorization")).isPresent());
    }
  }

  /** Secrets where none belongs: a mistake, but one that must not make it worse. */
  @Test
  void inTheWrongPlace() throws Exception {
    for (Map.Entry<String, String> wrong :
        Map.of(
                "fs.s3dlio.az.shared-key-secrte",
                WRONG_KEY,
                "fs.s3dlio.az.endpoint",
                "http://127.0.0.1:1/account?" + token,
                "fs.s3dlio.az.connection-string-secret",
                WRONG_KEY,
                KEY_OPTION,
                "AccountKey=" + WRONG_KEY,
                "fs.s3dlio.bucket.canary@devstoreaccount1.az.secret",
                WRONG_KEY)
            .entrySet()) {
      Configuration configuration = Connector.with(right(), wrong.getKey(), wrong.getValue());
      Throwable thrown = catchThrowable(() -> Connector.open(ROOT, configuration).close());
      assertThat(thrown).as(wrong.getKey()).isInstanceOf(IOException.class);
      secrets.assertAbsent(thrown);
    }
    // Something is logged in every test: Hadoop says which class serves the scheme.
    Connector.open(ROOT, right()).close();
  }

  /** Dumps of a configuration are redacted by name; so the names of our secrets must be right. */
  @Test
  void namesAreRedactedInDumps() throws Exception {
    Configuration configuration = new Configuration();
    List<String> options =
        List.of(
            "az.shared-key-secret",
            "az.connection-string-secret",
            "az.sas-token",
            "az.proxy-password");
    for (String option : options) {
      for (String prefix : List.of("fs.s3dlio.", "fs.s3dlio.bucket.some@account.")) {
        configuration.set(prefix + option, WRONG_KEY);
        assertThat(SPARK.matcher(prefix + option).find()).as("Spark redacts %s", option).isTrue();
      }
    }
    configuration.set(
        "hadoop.security.sensitive-config-keys",
        configuration.get("hadoop.security.sensitive-config-keys") + "\ntoken$");
    ConfigRedactor hadoop = new ConfigRedactor(configuration);
    for (String option : options) {
      assertThat(hadoop.redact("fs.s3dlio." + option, WRONG_KEY)).isNotEqualTo(WRONG_KEY);
    }
    Connector.open(ROOT, right()).close();
  }
}
