package io.s3dlio.testing.servers.gcs;

import static io.s3dlio.testing.servers.gcs.FakeClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Uploads in their three forms, conditions and the races they decide, patches and deletes. */
final class WritesTest {
  private GcsFake fake;
  private FakeClient client;

  @BeforeEach
  void start() {
    fake = GcsFake.start();
    fake.createBucket("bkt");
    client = new FakeClient(fake);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  @Test
  void anUploadAnswersWithItsResource() {
    Reply stored = client.media("a/b c+d", "hello", "");
    assertThat(stored.status()).isEqualTo(200);
    assertThat(stored.json())
        .containsEntry("name", "a/b c+d")
        .containsEntry("bucket", "bkt")
        .containsEntry("size", "5")
        .containsEntry("metageneration", "1")
        .containsEntry("contentType", "text/plain")
        .containsEntry("crc32c", "mnG7TA==")
        .containsEntry("md5Hash", "XUFAKrxLKna5cZ2REBfFkg==");
    assertThat(client.get("a/b c+d", "").text()).isEqualTo("hello");
  }

  @Test
  void aMultipartUploadCarriesMetadataAndMayBeCompressed() {
    String body =
        "--x\r\nContent-Type: application/json\r\n\r\n"
            + "{\"name\":\"m\",\"metadata\":{\"k\":\"v\"},\"crc32c\":\"mnG7TA==\"}"
            + "\r\n--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--\r\n";
    String target = "/upload/storage/v1/b/bkt/o?uploadType=multipart";
    String type = "multipart/related; boundary=x";
    assertThat(client.send("POST", target, body, "Content-Type", type).status()).isEqualTo(200);
    Reply stored =
        client.send(
            "POST",
            target,
            FakeClient.gzip(body),
            "Content-Type",
            type,
            "Content-Encoding",
            "gzip");
    assertThat(stored.json().get("metadata")).hasToString("{k=v}");
    assertThat(stored.field("contentType")).isEqualTo("text/plain");
    assertThat(client.get("m", "").text()).isEqualTo("hello");
  }

  @Test
  void aWrongSumStoresNothing() {
    String body =
        "--x\r\nContent-Type: application/json\r\n\r\n{\"name\":\"m\",\"crc32c\":\"AAAAAA==\"}"
            + "\r\n--x\r\nContent-Type: text/plain\r\n\r\nhello\r\n--x--";
    Reply refused =
        client.send(
            "POST",
            "/upload/storage/v1/b/bkt/o?uploadType=multipart",
            body,
            "Content-Type",
            "multipart/related; boundary=\"x\"");
    assertThat(refused.status()).isEqualTo(400);
    assertThat(client.stat("m", "").status()).isEqualTo(404);
  }

  @Test
  void aResumableUploadKeepsWhatCameAndSaysHowMuch() {
    String session =
        client
            .send(
                "POST",
                "/upload/storage/v1/b/bkt/o?uploadType=resumable&name=r&ifGenerationMatch=0",
                "{}",
                "X-Upload-Content-Type",
                "text/x")
            .header("location");
    String grain = "g".repeat(256 * 1024);
    assertThat(client.send("PUT", session, "", "Content-Range", "bytes */*").headers())
        .doesNotContainKey("range");
    Reply first = client.send("PUT", session, grain + "rest", "Content-Range", "bytes 0-262147/*");
    assertThat(first.status()).isEqualTo(308);
    assertThat(first.header("range")).isEqualTo("bytes=0-262143");
    // Sent again from the start: what is there already is passed over.
    Reply again =
        client.send("PUT", session, grain + "rest", "Content-Range", "bytes 0-262147/262148");
    assertThat(again.json()).containsEntry("size", "262148").containsEntry("contentType", "text/x");
    assertThat(client.send("PUT", session, "", "Content-Range", "bytes */262148").generation())
        .isEqualTo(again.generation());
  }

  @Test
  void aResumableUploadIsJudgedWhenItEndsAndCanBeCancelled() {
    String target = "/upload/storage/v1/b/bkt/o?uploadType=resumable&name=r&ifGenerationMatch=0";
    String session = client.send("POST", target, "").header("location");
    client.put("r", "first");
    assertThat(client.send("PUT", session, "late").status()).isEqualTo(412);
    String other = client.send("POST", target, "").header("location");
    assertThat(client.send("PUT", other, "x", "Content-Range", "bytes 5-5/6").status())
        .isEqualTo(503);
    assertThat(client.send("DELETE", other, "").status()).isEqualTo(499);
    assertThat(client.send("PUT", other, "x").status()).isEqualTo(410);
    assertThat(client.get("r", "").text()).isEqualTo("first");
  }

  @Test
  void conditionsOfWrites() {
    assertThat(client.media("c", "1", "&ifGenerationMatch=0").status()).isEqualTo(200);
    Reply refused = client.media("c", "2", "&ifGenerationMatch=0");
    assertThat(refused.status()).isEqualTo(412);
    assertThat(refused.reason()).isEqualTo("conditionNotMet");
    long generation = client.stat("c", "").generation();
    assertThat(client.media("c", "2", "&ifGenerationNotMatch=" + generation).status())
        .isEqualTo(412);
    assertThat(client.media("c", "2", "&ifMetagenerationMatch=2").status()).isEqualTo(412);
    assertThat(client.media("c", "2", "&ifMetagenerationNotMatch=1").status()).isEqualTo(412);
    assertThat(client.media("c", "2", "&ifGenerationMatch=" + generation).status()).isEqualTo(200);
    assertThat(client.media("c", "3", "&ifGenerationMatch=" + generation).status()).isEqualTo(412);
    assertThat(client.media("none", "3", "&ifGenerationMatch=7").status()).isEqualTo(412);
    assertThat(client.get("c", "").text()).isEqualTo("2");
  }

  @Test
  void ofManyWritersOneWins() throws Exception {
    int writers = 16;
    ExecutorService threads = Executors.newFixedThreadPool(writers);
    try {
      for (int round = 0; round < 20; round++) {
        String name = "race-" + round;
        CountDownLatch together = new CountDownLatch(writers);
        List<Future<Integer>> answers = new ArrayList<>();
        for (int i = 0; i < writers; i++) {
          String body = "writer-" + i;
          answers.add(
              threads.submit(
                  () -> {
                    together.countDown();
                    together.await();
                    return client.media(name, body, "&ifGenerationMatch=0").status();
                  }));
        }
        int winner = -1;
        for (int i = 0; i < writers; i++) {
          int status = answers.get(i).get();
          assertThat(status).isIn(200, 412);
          if (status == 200) {
            assertThat(winner).as("a second winner").isEqualTo(-1);
            winner = i;
          }
        }
        assertThat(client.get(name, "").text()).isEqualTo("writer-" + winner);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void aPatchKeepsWhatItDoesNotNameAndRaisesTheMetageneration() {
    long generation = client.put("p", "x");
    String[] override = {"X-HTTP-Method-Override", "PATCH"};
    String patch = "{\"metadata\":{\"a\":\"1\",\"b\":\"2\"},\"cacheControl\":\"no-store\"}";
    assertThat(client.send("POST", object("p"), patch, override).field("metageneration"))
        .isEqualTo("2");
    Reply second =
        client.send(
            "PATCH", object("p") + "?ifMetagenerationMatch=2", "{\"metadata\":{\"a\":null}}");
    assertThat(second.json().get("metadata")).hasToString("{b=2}");
    assertThat(second.field("cacheControl")).isEqualTo("no-store");
    assertThat(second.generation()).isEqualTo(generation);
    assertThat(client.send("PATCH", object("p") + "?ifMetagenerationMatch=2", "{}").status())
        .isEqualTo(412);
    assertThat(client.send("PUT", object("p"), "{}").json()).doesNotContainKey("cacheControl");
  }

  @Test
  void aDeleteObeysItsConditions() {
    long generation = client.put("d", "x");
    String at = object("d") + "?ifGenerationMatch=";
    assertThat(client.send("DELETE", at + (generation + 1), "").status()).isEqualTo(412);
    assertThat(client.send("DELETE", object("d") + "?generation=1", "").status()).isEqualTo(404);
    assertThat(client.send("DELETE", at + generation, "").status()).isEqualTo(204);
    assertThat(client.send("DELETE", at + generation, "").status()).isEqualTo(404);
  }

  @Test
  void whatItCannotDoItRefuses() {
    client.put("a", "x");
    assertThat(client.media("line\nend", "x", "").status()).isEqualTo(400);
    assertThat(client.media("n".repeat(1025), "x", "").status()).isEqualTo(400);
    assertThat(client.media("a", "x", "&predefinedAcl=private").status()).isEqualTo(501);
    assertThat(client.send("PATCH", object("a"), "{\"acl\":[]}").status()).isEqualTo(501);
    assertThat(client.send("POST", "/storage/v1/b/bkt/o/a/restore", "").status()).isEqualTo(501);
    assertThat(client.send("PATCH", object("a"), "no json").reason()).isEqualTo("parseError");
    assertThat(client.send("GET", "/storage/v1/b/none/o", "").reason()).isEqualTo("notFound");
  }

  @Test
  void memoryIsBounded() {
    try (GcsFake small = GcsFake.start(GcsFake.Options.standard().space(10))) {
      small.createBucket("bkt");
      FakeClient there = new FakeClient(small);
      there.put("a", "123456");
      assertThat(there.media("b", "12345", "").status()).isEqualTo(507);
      there.send("DELETE", object("a"), "");
      there.put("b", "12345");
    }
  }
}
