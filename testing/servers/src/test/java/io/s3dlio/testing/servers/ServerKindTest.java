package io.s3dlio.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every server of this environment starts, behaves as its traits say, and ends. */
final class ServerKindTest {
  private static final byte[] NOTHING = new byte[0];

  static List<ServerKind> installed() {
    return ServerKind.allInstalled();
  }

  @ParameterizedTest
  @MethodSource("installed")
  void behavesAsItsTraitsSay(ServerKind kind) throws Exception {
    S3Server running;
    try (S3Server server = kind.start();
        Relay relay = Relay.inFrontOf(server)) {
      running = server;
      server.createBucket("bucket");
      SignedHttp http = SignedHttp.of(relay);
      Set<ServerTrait> traits = server.traits();
      assertThat(refusesOtherKeys(http)).isEqualTo(traits.contains(ServerTrait.AUTHENTICATES));
      assertThat(takesKeyBesidePrefix(http))
          .isEqualTo(traits.contains(ServerTrait.KEY_BESIDE_PREFIX));
      assertThat(refusesPartsAfterAbort(http))
          .isEqualTo(traits.contains(ServerTrait.REFUSES_PARTS_AFTER_ABORT));
      assertThat(verifiesTrailers(http)).isEqualTo(traits.contains(ServerTrait.VERIFIES_TRAILERS));
      assertThat(listsPrefixesOnce(http))
          .isEqualTo(traits.contains(ServerTrait.LISTS_PREFIXES_ONCE));
      if (traits.contains(ServerTrait.JUDGES_RACES)) {
        // Without the trait a race may still end well, so its absence cannot be shown.
        assertRacesHaveOneWinner(http);
      }
    }
    assertThatThrownBy(() -> running.createBucket("late")).isInstanceOf(IOException.class);
  }

  private static boolean refusesOtherKeys(SignedHttp http) throws IOException {
    return status(http.withSecretKey("wrong"), "GET", "/bucket?list-type=2", NOTHING) == 403;
  }

  private static boolean takesKeyBesidePrefix(SignedHttp http) throws IOException {
    boolean taken =
        status(http, "PUT", "/bucket/p", new byte[] {1}) == 200
            && status(http, "PUT", "/bucket/p/q", new byte[] {1}) == 200;
    String listing =
        new String(
            http.send("GET", "/bucket?list-type=2&prefix=p", Map.of(), NOTHING).body(), UTF_8);
    return taken && listing.contains("<Key>p</Key>") && listing.contains("<Key>p/q</Key>");
  }

  private static boolean refusesPartsAfterAbort(SignedHttp http) throws IOException {
    String started =
        new String(http.send("POST", "/bucket/m?uploads", Map.of(), NOTHING).body(), UTF_8);
    String id = started.replaceFirst("(?s).*<UploadId>(.*)</UploadId>.*", "$1");
    assertThat(status(http, "DELETE", "/bucket/m?uploadId=" + id, NOTHING)).isEqualTo(204);
    return status(http, "PUT", "/bucket/m?partNumber=1&uploadId=" + id, new byte[] {1}) == 404;
  }

  private static boolean verifiesTrailers(SignedHttp http) throws IOException {
    assertThat(putWithTrailer(http, "26gLsg==")).as("the CRC32 of 'body'").isEqualTo(200);
    return putWithTrailer(http, "AAAAAA==") == 400;
  }

  /** The status for an unsigned aws-chunked body with this trailing CRC32, sent as SDKs do. */
  private static int putWithTrailer(SignedHttp http, String crc32) throws IOException {
    String body = "4\r\nbody\r\n0\r\nx-amz-checksum-crc32:" + crc32 + "\r\n\r\n";
    Map<String, String> headers =
        Map.of(
            "x-amz-content-sha256", "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            "x-amz-trailer", "x-amz-checksum-crc32",
            "x-amz-sdk-checksum-algorithm", "CRC32",
            "x-amz-decoded-content-length", "4",
            "Content-Encoding", "aws-chunked");
    return http.send("PUT", "/bucket/t", headers, body.getBytes(UTF_8)).statusCode();
  }

  /** Pages of two, so that a prefix is the last entry of a page. */
  private static boolean listsPrefixesOnce(SignedHttp http) throws IOException {
    for (String key : List.of("0", "a/1", "a/2", "a/3", "b", "c/1", "c/2", "c/3", "d")) {
      assertThat(status(http, "PUT", "/bucket/s/" + key, new byte[] {1})).isEqualTo(200);
    }
    List<String> prefixes = new ArrayList<>();
    Optional<String> next = Optional.of("");
    for (int page = 0; page < 10 && next.isPresent(); page++) {
      String token =
          next.get().isEmpty()
              ? ""
              : "&continuation-token=" + URLEncoder.encode(next.get(), UTF_8).replace("+", "%20");
      String target = "/bucket?delimiter=%2F&list-type=2&max-keys=2&prefix=s%2F" + token;
      String xml = new String(http.send("GET", target, Map.of(), NOTHING).body(), UTF_8);
      Pattern.compile("<CommonPrefixes><Prefix>(.*?)</Prefix>")
          .matcher(xml)
          .results()
          .forEach(found -> prefixes.add(found.group(1)));
      next =
          Pattern.compile("<NextContinuationToken>(.+?)</NextContinuationToken>")
              .matcher(xml)
              .results()
              .findFirst()
              .map(found -> found.group(1));
    }
    assertThat(prefixes).contains("s/a/", "s/c/");
    return prefixes.size() == 2;
  }

  private static void assertRacesHaveOneWinner(SignedHttp http) throws Exception {
    int writers = 16;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 10; round++) {
        String target = "/bucket/race/" + round;
        List<Callable<Integer>> puts = new ArrayList<>();
        for (int writer = 0; writer < writers; writer++) {
          byte[] body = new byte[10_000 + writer];
          puts.add(() -> http.send("PUT", target, Map.of("If-None-Match", "*"), body).statusCode());
        }
        List<Integer> statuses = new ArrayList<>();
        for (Future<Integer> put : threads.invokeAll(puts)) {
          statuses.add(put.get());
        }
        assertThat(statuses).filteredOn(status -> status == 200).as("winners").hasSize(1);
        assertThat(statuses).filteredOn(status -> status == 412).hasSize(writers - 1);
      }
    } finally {
      threads.shutdown();
    }
  }

  private static int status(SignedHttp http, String method, String target, byte[] body)
      throws IOException {
    return http.send(method, target, Map.of(), body).statusCode();
  }

  @ParameterizedTest
  @EnumSource
  void aMissingBinarySaysHowToInstallIt(ExternalS3Server server) {
    if (server.binary().isEmpty()) {
      assertThatThrownBy(server::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("S3DLIO_TEST_" + server.name())
          .hasMessageContaining(".ci/install-go-servers.sh");
    } else {
      assertThat(ServerKind.allInstalled()).contains(ServerKind.valueOf(server.name()));
    }
  }

  @Test
  void aServerThatDoesNotStartShowsItsLog() {
    Path directory = ChildProcess.newDirectory("broken");
    ChildProcess process =
        ChildProcess.start(
            "broken", directory, List.of("sh", "-c", "echo no space for data; exit 3"), Map.of());
    assertThatThrownBy(
            () -> process.await("a miracle", Duration.ofSeconds(20), log -> Optional.empty()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("broken ended with exit code 3; awaited: a miracle")
        .hasMessageContaining("no space for data");
    assertThat(Files.exists(directory)).isFalse();
  }

  @Test
  void aServerThatHangsIsEnded() {
    Path directory = ChildProcess.newDirectory("hanging");
    ChildProcess process =
        ChildProcess.start("hanging", directory, List.of("sleep", "1000"), Map.of());
    assertThatThrownBy(
            () ->
                process.await(
                    "an answer",
                    Duration.ofMillis(300),
                    log -> {
                      throw new IOException("connection refused");
                    }))
        .hasMessageContaining("was not ready within")
        .hasMessageContaining("connection refused");
    assertThat(ProcessHandle.of(process.pid()).map(ProcessHandle::isAlive).orElse(false)).isFalse();
  }
}
