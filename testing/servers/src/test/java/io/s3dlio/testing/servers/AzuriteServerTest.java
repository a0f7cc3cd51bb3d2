package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** Azurite starts, behaves as the other tests expect, is seen through the relay, and ends. */
@DisabledIfSystemProperty(
    named = "s3dlio.without",
    matches = "azure",
    disabledReason = "-Dwithout=azure")
final class AzuriteServerTest {
  private static final byte[] NOTHING = new byte[0];
  private static final Map<String, String> BLOCK_BLOB = Map.of("x-ms-blob-type", "BlockBlob");

  private static AzuriteServer server;
  private static Relay relay;
  private static SharedKeyHttp http;

  @BeforeAll
  static void start() throws IOException {
    server = AzuriteServer.start();
    relay = Relay.inFrontOf(server);
    http = SharedKeyHttp.of(relay.endpoint(), server.account(), server.key());
    server.createContainer("container");
  }

  @AfterAll
  static void stop() {
    relay.close();
    server.close();
  }

  @Test
  void keepsWhatItIsGiven() throws IOException {
    byte[] body = "body".getBytes(UTF_8);
    String target = "/container/dir/a%20b%2Bc%25";
    assertThat(http.send("PUT", target, BLOCK_BLOB, body).statusCode()).isEqualTo(201);
    assertThat(http.send("GET", target, Map.of(), NOTHING).body()).isEqualTo(body);
    HttpResponse<byte[]> page =
        http.send("GET", "/container?restype=container&comp=list&prefix=dir%2F", Map.of(), NOTHING);
    assertThat(new String(page.body(), UTF_8)).contains("<Name>dir/a b+c%</Name>");
  }

  @Test
  void keepsIdleConnectionsLongerThanNodeWould() throws IOException {
    HttpResponse<byte[]> answer = http.send("GET", "/?comp=list", Map.of(), NOTHING);
    assertThat(answer.headers().firstValue("Keep-Alive")).contains("timeout=120");
  }

  @Test
  void refusesOtherKeys() throws IOException {
    String wrong = Base64.getEncoder().encodeToString(new byte[64]);
    SharedKeyHttp other = SharedKeyHttp.of(server.endpoint(), server.account(), wrong);
    assertThat(other.send("GET", "/?comp=list", Map.of(), NOTHING).statusCode()).isEqualTo(403);
  }

  @Test
  void letsOneOfManyWritersWin() throws Exception {
    int writers = 16;
    Map<String, String> headers = Map.of("x-ms-blob-type", "BlockBlob", "If-None-Match", "*");
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 10; round++) {
        String target = "/container/race/" + round;
        List<Callable<Integer>> puts = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          byte[] body = new byte[10_000 + writer];
          puts.add(() -> http.send("PUT", target, headers, body).statusCode());
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> put : threads.invokeAll(puts)) {
          statuses.add(put.get());
        }
        assertThat(statuses).filteredOn(status -> status == 201).as("winners").hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 409).hasSize(writers - 1);
      }
    } finally {
      threads.shutdown();
    }
  }

  @Test
  void theRelayKnowsAzuresOperations() throws IOException {
    relay.reset();
    http.send("GET", "/?comp=list", Map.of(), NOTHING);
    http.send("PUT", "/container/b?comp=block&blockid=AAAA", Map.of(), new byte[] {1});
    String list = "<BlockList><Latest>AAAA</Latest></BlockList>";
    http.send("PUT", "/container/b?comp=blocklist", Map.of(), list.getBytes(UTF_8));
    http.send("HEAD", "/container/b", Map.of(), NOTHING);
    http.send("GET", "/container/b", Map.of("Range", "bytes=0-0"), NOTHING);
    String source = server.endpoint() + "/container/b";
    http.send("PUT", "/container/c", Map.of("x-ms-copy-source", source), NOTHING);
    http.send("DELETE", "/container/b", Map.of(), NOTHING);
    http.send("GET", "/container?restype=container&comp=list", Map.of(), NOTHING);
    assertThat(relay.operations())
        .containsExactly(
            "ListContainers",
            "PutBlock",
            "PutBlockList",
            "GetBlobProperties",
            "GetBlob",
            "CopyBlob",
            "DeleteBlob",
            "ListBlobs");
    assertThat(relay.requests().get(4).bucket()).isEqualTo("container");
    assertThat(relay.requests().get(4).key()).isEqualTo("b");
    assertThat(relay.requests())
        .allSatisfy(request -> assertThat(request.status()).isLessThan(300));
    assertThatThrownBy(relay::accessKey).isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void faultsAreAnsweredInAzuresForm() throws IOException {
    relay.faults(
        FaultPlan.none().on("GetBlobProperties", Fault.status(503, "ServerBusy")).times(1));
    HttpResponse<byte[]> answer = http.send("HEAD", "/container/b", Map.of(), NOTHING);
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("x-ms-error-code")).contains("ServerBusy");
    assertThat(answer.headers().firstValue("x-ms-request-id")).isPresent();
  }

  @Test
  void theRelayForgetsSignatures() throws Exception {
    relay.reset();
    URI signed = URI.create(relay.endpoint() + "/container/b?sp=r&sig=canary%3D&sv=2021-12-02");
    HttpRequest request =
        HttpRequest.newBuilder(signed)
            .header("x-ms-version", "2021-12-02")
            .header("x-ms-copy-source", "http://other/c/k?sig=canary")
            .build();
    HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.discarding());
    assertThat(relay.requests().get(0).query()).isEqualTo("sp=r&sig=***&sv=2021-12-02");
    assertThat(relay.requests().get(0).headers().toString()).doesNotContain("canary");
  }

  @Test
  void filesOutliveTheServerThatWroteThem(@TempDir Path directory) throws IOException {
    AzuriteServer first = AzuriteServer.onDirectory(0, directory.resolve("new"));
    try (first) {
      first.createContainer("kept");
      assertThat(first.http().send("PUT", "/kept/x", BLOCK_BLOB, new byte[] {7}).statusCode())
          .isEqualTo(201);
    }
    assertThatThrownBy(() -> first.createContainer("late")).isInstanceOf(IOException.class);
    try (AzuriteServer second = AzuriteServer.onDirectory(0, directory.resolve("new"))) {
      assertThat(second.http().send("GET", "/kept/x", Map.of(), NOTHING).body()).containsExactly(7);
    }
  }

  @Test
  void aMissingNodeSaysHowToGoOn() {
    assertThatThrownBy(() -> NodeTools.check("no-such-node"))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("needs Node.js 20 or later")
        .hasMessageContaining("no-such-node")
        .hasMessageContaining("-Dwithout=azure");
  }

  @Test
  void onlyAzureCanBeLeftOut() {
    assertThatThrownBy(() -> Azurite.main(new String[] {"s3"}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("-Dwithout=s3");
  }
}
