package io.s3dlio.testing.proof;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.HttpFake;
import io.s3dlio.testing.servers.Relay;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The private key of a service account, what it signs and the tokens it gets appear nowhere, with
 * every logger at its finest level.
 *
 * @see CanaryTest
 */
@Timeout(120)
final class GsCanaryTest {
  private static final String ROOT = "gs://canary";
  private static final String PASSWORD = "canary:password of the proxy-Zr55";

  /** How every token of the server begins. */
  private static final String TOKEN = "ya29.fake-";

  /** How everything begins that the account signs: the head of a JWT, by its algorithm. */
  private static final String SIGNED = "eyJhbGciOiJSUzI1NiI";

  private static GcsFake server;
  private static String file;
  private static Secrets secrets;

  @TempDir private Path folder;
  private Relay relay;
  private Canary canary;
  private Configuration configuration;

  @BeforeAll
  static void start() {
    server = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    server.createBucket("canary");
    file = server.serviceAccountFile();
    List<String> words = new ArrayList<>(List.of(PASSWORD, TOKEN, SIGNED));
    words.addAll(keyLines());
    assertThat(words).hasSizeGreaterThan(20);
    secrets = new Secrets(words);
  }

  /** The key's lines; they stand in the file with escaped line ends between them. */
  private static List<String> keyLines() {
    return Stream.of(file.split("\\\\n"))
        .filter(line -> line.matches("[A-Za-z0-9+/]{64}"))
        .toList();
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void open() throws IOException {
    relay = Relay.inFrontOf(server);
    configuration = Connector.configuration(Service.GS, relay);
    configuration.set("fs.s3dlio.gs.service-account-file", write(file).toString());
    canary = new Canary(ROOT, secrets);
  }

  private Path write(String text) throws IOException {
    return Files.writeString(folder.resolve("account.json"), text);
  }

  @AfterEach
  void nothingIsInTheLogs() throws IOException {
    relay.close();
    canary.close();
  }

  @Test
  void whereRequestsSucceed() throws Exception {
    try (FileSystem files = Connector.open(ROOT, configuration)) {
      canary.useEverything(files);
    }
    assertThat(relay.requests())
        .allSatisfy(request -> assertThat(request.header("authorization")).contains("***"));
  }

  @Test
  void whereRequestsAreRetriedAndFail() throws Exception {
    configuration.set("fs.s3dlio.retry.base-delay", "1ms");
    configuration.set("fs.s3dlio.retry.max-delay", "5ms");
    List<Fault> faults =
        List.of(
            Service.GS.slowDown(),
            Fault.status(401, "authError"),
            Fault.status(403, "forbidden"),
            Fault.status(418, "teapot"),
            new Fault.ResetBeforeAnswer(),
            new Fault.LoseAnswer());
    for (Fault fault : faults) {
      try (FileSystem files = Connector.open(ROOT, configuration)) {
        org.apache.hadoop.fs.Path path = new org.apache.hadoop.fs.Path(ROOT + "/file");
        relay.faults(FaultPlan.none().on(any -> true, fault).always());
        canary.fails(() -> files.open(path));
        canary.fails(() -> files.getFileStatus(path));
        canary.fails(() -> Connector.write(files, path, new byte[10]));
        canary.assertAbsentIn(files);
      }
    }
  }

  /** The token endpoint refuses, breaks, and answers nonsense; what it is sent is a secret. */
  @Test
  void whereNoTokenIsGiven() throws Exception {
    List<HttpFake.Answer> answers =
        List.of(
            HttpFake.Answer.of(400, "{\"error\":\"invalid_grant\"}"),
            HttpFake.Answer.of(500, "broken"),
            HttpFake.Answer.of(200, "no JSON"));
    for (HttpFake.Answer answer : answers) {
      try (HttpFake tokens = HttpFake.start((request, body) -> answer)) {
        write(file.replace(server.endpoint().toString(), tokens.endpoint().toString()));
        try (FileSystem files = Connector.open(ROOT, configuration)) {
          canary.fails(() -> files.open(new org.apache.hadoop.fs.Path(ROOT + "/file")));
          canary.assertAbsentIn(files);
        }
        assertThat(tokens.requests()).isNotEmpty();
      }
    }
  }

  /** A key file that is cut in the middle of its key. */
  @Test
  void whereTheFileIsBroken() throws Exception {
    int middle = file.indexOf(keyLines().get(10)) + 30;
    for (String broken :
        List.of(file.substring(0, middle), file.replace("\"private_key\"", "\"x\""))) {
      write(broken);
      Throwable thrown =
          catchThrowable(
              () -> {
                try (FileSystem files = Connector.open(ROOT, configuration)) {
                  files.open(new org.apache.hadoop.fs.Path(ROOT + "/file")).close();
                }
              });
      assertThat(thrown).isInstanceOf(IOException.class);
      secrets.assertAbsent(thrown);
    }
    Connector.open(ROOT, Connector.configuration(Service.GS, relay)).close();
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
      configuration.unset("fs.s3dlio.gs.service-account-file");
      configuration.set("fs.s3dlio.gs.endpoint", "http://service.invalid");
      configuration.set("fs.s3dlio.gs.proxy", proxy.endpoint().getAuthority());
      configuration.set("fs.s3dlio.gs.proxy-user", "somebody");
      configuration.set("fs.s3dlio.gs.proxy-password", PASSWORD);
      try (FileSystem files = Connector.open(ROOT, configuration)) {
        canary.fails(() -> files.open(new org.apache.hadoop.fs.Path(ROOT + "/file")));
        canary.assertAbsentIn(files);
      }
      assertThat(proxy.requests())
          .anySatisfy(r -> assertThat(r.header("proxy-authorization")).isPresent());
    }
  }
}
