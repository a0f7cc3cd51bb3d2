package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.S3ProxyServer;
import io.s3dlio.testing.servers.S3Server;
import java.io.IOException;
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

/**
 * Secrets planted in every setting that takes one appear in no log, exception, text of an object,
 * or statistics, with every logger at its finest level.
 *
 * <p>Excepted are the loggers that {@code docs/security.md} lists: they print headers, which carry
 * a session token. In the bundle they are off, which the bundle's own tests show; that Spark's
 * event log is clean, the demo's.
 */
@Timeout(120)
final class CanaryTest {

  private static final String ROOT = "s3://canary";
  private static final String TOKEN = "canary/token+of=a-session-7Yh2";
  private static final String KEY = "canary/key+never=shown-Qx81";
  private static final String PASSWORD = "canary:password of the proxy-Zr55";

  /** What Spark redacts by default, from its documentation. */
  private static final Pattern SPARK = Pattern.compile("(?i)secret|password|token|access[.]?key");

  private static S3Server server;
  private static Secrets secrets;
  private Relay relay;
  private Canary canary;

  @BeforeAll
  static void start() throws IOException {
    server = S3ProxyServer.start();
    server.createBucket("canary");
    // The server's own key is a canary as well: with it requests succeed.
    secrets = new Secrets(List.of(server.secretKey(), TOKEN, KEY, PASSWORD));
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

  @Test
  void whereRequestsSucceed() throws Exception {
    try (FileSystem files = Connector.open(ROOT, Connector.configuration(relay))) {
      canary.useEverything(files);
    }
  }

  @Test
  void whereRequestsAreRetriedAndFail() throws Exception {
    Configuration configuration = Connector.configuration(relay);
    configuration.set("fs.s3dlio.retry.base-delay", "1ms");
    configuration.set("fs.s3dlio.retry.max-delay", "5ms");
    List<Fault> faults =
        List.of(
            Fault.slowDown(),
            Fault.expiredToken(),
            Fault.permanentRedirect("eu-west-1"),
            Fault.status(403, "SignatureDoesNotMatch"),
            Fault.status(418, "Teapot"),
            new Fault.ResetBeforeAnswer(),
            new Fault.LoseAnswer());
    for (Fault fault : faults) {
      try (FileSystem files = Connector.open(ROOT, configuration)) {
        relay.faults(FaultPlan.none().on(any -> true, fault).always());
        canary.fails(() -> files.open(new Path(ROOT + "/file")));
        canary.fails(() -> files.getFileStatus(new Path(ROOT + "/file")));
        canary.fails(() -> Connector.write(files, new Path(ROOT + "/file"), new byte[10]));
        canary.assertAbsentIn(files);
      }
    }
  }

  /** The server refuses key and token; both are in the requests. */
  @Test
  void whereCredentialsAreRefused() throws Exception {
    Configuration configuration = Connector.configuration(relay);
    configuration.set("fs.s3dlio.s3.access-key-secret", KEY);
    configuration.set("fs.s3dlio.s3.session-token", TOKEN);
    try (FileSystem files = Connector.open(ROOT, configuration)) {
      canary.fails(() -> files.open(new Path(ROOT + "/file")));
      canary.fails(() -> files.getFileStatus(new Path(ROOT + "/file")));
      canary.fails(() -> Connector.write(files, new Path(ROOT + "/file"), new byte[10]));
      canary.fails(() -> files.delete(new Path(ROOT + "/file"), true));
      canary.assertAbsentIn(files);
    }
    assertThat(relay.requests())
        .allSatisfy(r -> assertThat(r.header("x-amz-security-token")).contains("***"));
  }

  @Test
  void fromAFileOfCredentials() throws Exception {
    Configuration configuration = Connector.configuration(relay);
    configuration.unset("fs.s3dlio.s3.access-key-secret");
    java.nio.file.Path store = Connector.directory("canary").resolve("keys.jceks");
    configuration.set(
        CredentialProviderFactory.CREDENTIAL_PROVIDER_PATH, "localjceks://file" + store);
    CredentialProvider provider = CredentialProviderFactory.getProviders(configuration).get(0);
    provider.createCredentialEntry(
        "fs.s3dlio.s3.access-key-secret", server.secretKey().toCharArray());
    provider.flush();
    try (FileSystem files = Connector.open(ROOT, configuration)) {
      canary.useEverything(files);
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
      Configuration configuration = Connector.configuration(server);
      configuration.set("fs.s3dlio.s3.endpoint", "http://service.invalid");
      configuration.set("fs.s3dlio.s3.proxy", proxy.endpoint().getAuthority());
      configuration.set("fs.s3dlio.s3.proxy-user", "somebody");
      configuration.set("fs.s3dlio.s3.proxy-password", PASSWORD);
      configuration.set("fs.s3dlio.s3.session-token", TOKEN);
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
                "fs.s3dlio.s3.access-key-secrte",
                KEY,
                "fs.s3dlio.s3.endpoint",
                "http://user:" + TOKEN.replace('/', 'x') + "@127.0.0.1:1",
                "fs.s3dlio.s3.proxy",
                "user:" + TOKEN.replace('/', 'x') + "@127.0.0.1:1",
                "fs.s3dlio.bucket.canary.s3.secret",
                KEY)
            .entrySet()) {
      Configuration configuration =
          Connector.with(Connector.configuration(relay), wrong.getKey(), wrong.getValue());
      Throwable thrown = catchThrowable(() -> Connector.open(ROOT, configuration).close());
      assertThat(thrown).as(wrong.getKey()).isInstanceOf(IOException.class);
      secrets.assertAbsent(thrown);
      assertThat(Secrets.text(thrown)).doesNotContain(TOKEN.replace('/', 'x'));
    }
    Throwable inUri =
        catchThrowable(
            () -> Connector.open("s3://id:canary-in-uri@canary", configurationOf()).close());
    assertThat(Secrets.text(inUri)).doesNotContain("canary-in-uri");
    // Something is logged in every test: Hadoop says which class serves the scheme.
    Connector.open(ROOT, Connector.configuration(relay)).close();
  }

  private Configuration configurationOf() {
    return Connector.configuration(relay);
  }

  /** Dumps of a configuration are redacted by name; so the names of our secrets must be right. */
  @Test
  void namesAreRedactedInDumps() throws Exception {
    Configuration configuration = new Configuration();
    for (String option :
        List.of(
            "s3.access-key-secret",
            "s3.session-token",
            "s3.sse-c-key-secret",
            "s3.proxy-password")) {
      for (String prefix : List.of("fs.s3dlio.", "fs.s3dlio.bucket.some.bucket.")) {
        configuration.set(prefix + option, KEY);
        assertThat(SPARK.matcher(prefix + option).find()).as("Spark redacts %s", option).isTrue();
      }
    }
    ConfigRedactor hadoop = new ConfigRedactor(configuration);
    assertThat(hadoop.redact("fs.s3dlio.s3.access-key-secret", KEY)).isNotEqualTo(KEY);
    assertThat(hadoop.redact("fs.s3dlio.s3.proxy-password", KEY)).isNotEqualTo(KEY);
    configuration.set(
        "hadoop.security.sensitive-config-keys",
        configuration.get("hadoop.security.sensitive-config-keys") + "\ntoken$");
    assertThat(new ConfigRedactor(configuration).redact("fs.s3dlio.s3.session-token", KEY))
        .isNotEqualTo(KEY);
    Connector.open(ROOT, Connector.configuration(relay)).close();
  }
}
