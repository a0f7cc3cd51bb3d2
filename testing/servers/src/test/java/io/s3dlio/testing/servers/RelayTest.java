package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.InputStream;
import java.net.URL;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateFactory;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import javax.net.ssl.HttpsURLConnection;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The relay in front of a server that checks signatures: what it changes, the server refuses. */
final class RelayTest {
  private static final byte[] NOTHING = new byte[0];
  private static S3ProxyServer server;

  private Relay relay;
  private SignedHttp http;

  @BeforeAll
  static void startServer() throws Exception {
    server = S3ProxyServer.start();
    server.createBucket("bucket");
  }

  @AfterAll
  static void stopServer() {
    server.close();
  }

  @BeforeEach
  void startRelay() {
    relay = Relay.inFrontOf(server);
    http = SignedHttp.of(relay);
  }

  @AfterEach
  void stopRelay() {
    relay.close();
  }

  @Test
  void recordsWhatItPassesOn() throws Exception {
    http.send("PUT", "/bucket/dir/a%20b", Map.of("If-None-Match", "*"), "hello".getBytes(UTF_8));
    HttpResponse<byte[]> got =
        http.send("GET", "/bucket/dir/a%20b", Map.of("Range", "bytes=1-3"), NOTHING);
    assertThat(got.body()).isEqualTo("ell".getBytes(UTF_8));

    List<RecordedRequest> requests = relay.requests();
    assertThat(requests).hasSize(2);
    RecordedRequest put = requests.get(0);
    assertThat(put.method()).isEqualTo("PUT");
    assertThat(put.path()).isEqualTo("/bucket/dir/a%20b");
    assertThat(put.bucket()).isEqualTo("bucket");
    assertThat(put.key()).isEqualTo("dir/a b");
    assertThat(put.header("if-none-match")).contains("*");
    assertThat(put.header("authorization")).contains("***");
    assertThat(put.requestBytes()).isEqualTo(5);
    assertThat(put.status()).isEqualTo(200);
    assertThat(put.fault()).isEmpty();
    RecordedRequest get = requests.get(1);
    assertThat(get.header("range")).contains("bytes=1-3");
    assertThat(get.status()).isEqualTo(206);
    assertThat(get.answerBytes()).isEqualTo(3);
    assertThat(get.connection()).as("kept alive").isEqualTo(put.connection());

    relay.reset();
    assertThat(relay.requests()).isEmpty();
  }

  @Test
  void namesOperations() throws Exception {
    http.send("PUT", "/bucket/o", Map.of(), new byte[] {1});
    http.send("HEAD", "/bucket/o", Map.of(), NOTHING);
    http.send("GET", "/bucket/o", Map.of(), NOTHING);
    http.send("GET", "/bucket?list-type=2", Map.of(), NOTHING);
    http.send("PUT", "/bucket/c", Map.of("x-amz-copy-source", "/bucket/o"), NOTHING);
    HttpResponse<byte[]> started = http.send("POST", "/bucket/m?uploads", Map.of(), NOTHING);
    String id =
        new String(started.body(), UTF_8).replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    http.send("PUT", "/bucket/m?partNumber=1&uploadId=" + id, Map.of(), new byte[] {1});
    http.send("GET", "/bucket/m?uploadId=" + id, Map.of(), NOTHING);
    http.send("GET", "/bucket?uploads", Map.of(), NOTHING);
    http.send("DELETE", "/bucket/m?uploadId=" + id, Map.of(), NOTHING);
    http.send("DELETE", "/bucket/o", Map.of(), NOTHING);

    assertThat(relay.operations())
        .containsExactly(
            "PutObject",
            "HeadObject",
            "GetObject",
            "ListObjectsV2",
            "CopyObject",
            "CreateMultipartUpload",
            "UploadPart",
            "ListParts",
            "ListMultipartUploads",
            "AbortMultipartUpload",
            "DeleteObject");
    assertThat(relay.requests()).allMatch(request -> request.status() / 100 == 2);
  }

  @Test
  void carriesLargeBodiesBothWays() throws Exception {
    byte[] large = new byte[40 * 1024 * 1024 + 7];
    new Random(1).nextBytes(large);
    assertThat(http.send("PUT", "/bucket/large", Map.of(), large).statusCode()).isEqualTo(200);
    assertThat(http.send("GET", "/bucket/large", Map.of(), NOTHING).body()).isEqualTo(large);
    assertThat(relay.requests().get(0).requestBytes()).isEqualTo(large.length);
    assertThat(relay.requests().get(1).answerBytes()).isEqualTo(large.length);
  }

  @Test
  void servesManyConnectionsAtOnce() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(16);
    try {
      List<Future<Integer>> answers =
          IntStream.range(0, 200)
              .mapToObj(
                  i ->
                      threads.submit(
                          () ->
                              http.send("PUT", "/bucket/many/" + i, Map.of(), new byte[] {1})
                                  .statusCode()))
              .toList();
      for (Future<Integer> answer : answers) {
        assertThat(answer.get()).isEqualTo(200);
      }
    } finally {
      threads.shutdown();
    }
    assertThat(relay.requests()).hasSize(200);
    assertThat(relay.requests().stream().map(RecordedRequest::number)).doesNotHaveDuplicates();
  }

  @Test
  void opensTheServersConnectionAnewWhenIdle() throws Exception {
    http.send("PUT", "/bucket/idle", Map.of(), new byte[] {1});
    Thread.sleep(1_200);
    assertThat(http.send("GET", "/bucket/idle", Map.of(), NOTHING).statusCode()).isEqualTo(200);
  }

  @Test
  void speaksTlsWhenGivenACertificate(@TempDir Path directory) throws Exception {
    TestCertificate certificate = TestCertificate.create(directory);
    http.send("PUT", "/bucket/tls", Map.of(), "secured".getBytes(UTF_8));
    try (Relay secured = Relay.withTls(server, certificate)) {
      HttpsURLConnection connection =
          (HttpsURLConnection) new URL(secured.endpoint() + "/bucket/tls").openConnection();
      connection.setSSLSocketFactory(trusting(certificate.pem()).getSocketFactory());
      assertThat(connection.getResponseCode()).as("unsigned").isEqualTo(403);
      connection.disconnect();
      assertThat(secured.operations()).containsExactly("GetObject");
      assertThatThrownBy(
              () -> new URL(secured.endpoint() + "/bucket/tls").openConnection().getInputStream())
          .isInstanceOf(SSLHandshakeException.class);
    }
  }

  private static SSLContext trusting(Path pem) throws Exception {
    KeyStore trusted = KeyStore.getInstance(KeyStore.getDefaultType());
    trusted.load(null, null);
    try (InputStream in = Files.newInputStream(pem)) {
      trusted.setCertificateEntry(
          "server", CertificateFactory.getInstance("X.509").generateCertificate(in));
    }
    TrustManagerFactory managers =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    managers.init(trusted);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, managers.getTrustManagers(), null);
    return context;
  }

  @Test
  void closingEndsItsThreads() throws Exception {
    http.send("GET", "/bucket/none", Map.of(), NOTHING);
    relay.close();
    LeakCheck.assertNoThreads("relay-");
  }
}
