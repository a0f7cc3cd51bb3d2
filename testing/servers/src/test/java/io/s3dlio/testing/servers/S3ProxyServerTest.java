package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class S3ProxyServerTest {

  @Test
  void keepsObjectsAndChecksSignatures() throws Exception {
    try (S3ProxyServer server = S3ProxyServer.start()) {
      SignedHttp http = SignedHttp.of(server);
      server.createBucket("bucket");
      server.createBucket("bucket");
      byte[] body = "hello".getBytes(UTF_8);

      assertThat(http.send("PUT", "/bucket/a%20b%2Bc", Map.of(), body).statusCode()).isEqualTo(200);
      HttpResponse<byte[]> answer =
          http.send("GET", "/bucket/a%20b%2Bc", Map.of("Range", "bytes=1-3"), new byte[0]);
      assertThat(answer.statusCode()).isEqualTo(206);
      assertThat(answer.body()).isEqualTo("ell".getBytes(UTF_8));
      assertThat(
              new String(
                  http.send("GET", "/bucket?list-type=2&prefix=a", Map.of(), new byte[0]).body(),
                  UTF_8))
          .contains("<Key>a b+c</Key>");

      HttpRequest unsigned =
          HttpRequest.newBuilder(server.endpoint().resolve("/bucket/a%20b%2Bc")).build();
      assertThat(
              HttpClient.newHttpClient()
                  .send(unsigned, HttpResponse.BodyHandlers.discarding())
                  .statusCode())
          .isEqualTo(403);
      assertThat(
              http.withSecretKey("wrong")
                  .send("GET", "/bucket/a%20b%2Bc", Map.of(), new byte[0])
                  .statusCode())
          .isEqualTo(403);
    }
  }

  @Test
  void closingEndsItsThreadsAndItsPort() throws Exception {
    S3ProxyServer server = S3ProxyServer.start();
    server.close();
    server.close();
    LeakCheck.assertNoThreads("S3Proxy");
    assertThatThrownBy(() -> server.createBucket("late")).isInstanceOf(IOException.class);
  }

  @Test
  void keepsObjectsAsFilesWhenAskedTo(@TempDir Path directory) throws Exception {
    try (S3ProxyServer server =
        S3ProxyServer.onDirectory(ServerJars.s3proxy(), 0, directory.resolve("data"))) {
      server.createBucket("bucket");
      SignedHttp.of(server).send("PUT", "/bucket/x/y", Map.of(), new byte[] {1, 2, 3});
    }
    assertThat(Files.size(directory.resolve("data/bucket/x/y"))).isEqualTo(3);
  }

  @Test
  void namesTheMissingJarAndTheCure(@TempDir Path directory) {
    assertThatThrownBy(() -> S3ProxyServer.inMemory(directory.resolve("none.jar"), 0))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("none.jar is missing")
        .hasMessageContaining("mvn -pl testing/servers");
  }
}
