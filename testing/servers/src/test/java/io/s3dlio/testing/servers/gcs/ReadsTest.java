package io.s3dlio.testing.servers.gcs;

import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Downloads, ranges, conditions of reads, and pages of names. */
final class ReadsTest {
  private static GcsFake fake;
  private static FakeClient client;

  @BeforeAll
  static void start() {
    fake = GcsFake.start();
    fake.createBucket("bkt");
    client = new FakeClient(fake);
    client.put("digits", "0123456789");
    client.put("empty", "");
    for (String name : List.of("l/", "l/a", "l/a/b", "l/c", "l/\uFFFD", "l/\uD83D\uDE00")) {
      client.put(name, "x");
    }
  }

  @AfterAll
  static void stop() {
    fake.close();
  }

  @ParameterizedTest
  @CsvSource({
    "bytes=2-4, 206, 234, bytes 2-4/10",
    "bytes=7-, 206, 789, bytes 7-9/10",
    "bytes=8-100, 206, 89, bytes 8-9/10",
    "bytes=-3, 206, 789, bytes 7-9/10",
    "bytes=-100, 206, 0123456789, bytes 0-9/10",
    "'bytes=0-1,3-4', 200, 0123456789, ''",
    "bytes=4-2, 200, 0123456789, ''"
  })
  void ranges(String range, int status, String body, String contentRange) {
    Reply reply = client.get("digits", "", "Range", range);
    assertThat(reply.status()).isEqualTo(status);
    assertThat(reply.text()).isEqualTo(body);
    assertThat(reply.header("content-range")).isEqualTo(contentRange);
    assertThat(reply.header("x-goog-stored-content-length")).isEqualTo("10");
  }

  @Test
  void aRangePastTheEndIsRefused() {
    assertThat(client.get("digits", "", "Range", "bytes=10-").status()).isEqualTo(416);
    assertThat(client.get("empty", "", "Range", "bytes=0-0").status()).isEqualTo(416);
    assertThat(client.get("empty", "").bytes()).isEmpty();
  }

  @Test
  void headersNameTheVersion() {
    Reply reply = client.get("digits", "");
    Reply stat = client.stat("digits", "");
    assertThat(reply.header("x-goog-generation")).isEqualTo(stat.field("generation"));
    assertThat(reply.header("etag")).isEqualTo(stat.field("etag"));
    assertThat(reply.header("x-goog-hash"))
        .isEqualTo("crc32c=" + stat.field("crc32c") + ",md5=" + stat.field("md5Hash"));
  }

  @Test
  void conditionsOfReads() {
    long generation = client.stat("digits", "").generation();
    assertThat(client.get("digits", "&generation=" + generation).status()).isEqualTo(200);
    assertThat(client.get("digits", "&generation=1").status()).isEqualTo(404);
    assertThat(client.get("digits", "&ifGenerationMatch=1").status()).isEqualTo(412);
    assertThat(client.stat("digits", "ifGenerationMatch=0").status()).isEqualTo(412);
    assertThat(client.stat("digits", "ifMetagenerationMatch=2").status()).isEqualTo(412);
    Reply unchanged = client.get("digits", "&ifGenerationNotMatch=" + generation);
    assertThat(unchanged.status()).isEqualTo(304);
    assertThat(unchanged.bytes()).isEmpty();
    assertThat(client.stat("digits", "ifMetagenerationNotMatch=1").status()).isEqualTo(304);
  }

  @Test
  void compressedObjectsAreUnpackedForCallersThatDoNotTakeGzip() {
    byte[] packed = FakeClient.gzip("plain text");
    client.send(
        "POST",
        "/upload/storage/v1/b/bkt/o?uploadType=media&name=packed&contentEncoding=gzip",
        packed);
    assertThat(client.get("packed", "", "Accept-Encoding", "gzip").bytes()).isEqualTo(packed);
    Reply unpacked = client.get("packed", "", "Range", "bytes=0-1");
    assertThat(unpacked.status()).isEqualTo(200);
    assertThat(unpacked.text()).isEqualTo("plain text");
    assertThat(unpacked.header("x-goog-stored-content-encoding")).isEqualTo("gzip");
    assertThat(unpacked.headers()).doesNotContainKey("content-encoding");
  }

  private static Reply list(String parameters) {
    return client.send("GET", "/storage/v1/b/bkt/o?" + parameters, "");
  }

  private static List<String> names(Reply page) {
    List<?> items = (List<?>) page.json().getOrDefault("items", List.of());
    return items.stream().map(item -> String.valueOf(Json.asObject(item).get("name"))).toList();
  }

  @Test
  void namesAreSortedByTheirBytes() {
    assertThat(names(list("prefix=l/")))
        .containsExactly("l/", "l/a", "l/a/b", "l/c", "l/\uFFFD", "l/\uD83D\uDE00");
  }

  @Test
  void aDelimiterRollsUp() {
    Reply page = list("prefix=l&delimiter=/");
    assertThat(names(page)).isEmpty();
    assertThat(page.field("prefixes")).isEqualTo("[l/]");
    Reply below = list("prefix=l/a&delimiter=/&includeTrailingDelimiter=true");
    assertThat(names(below)).containsExactly("l/a");
    assertThat(below.field("prefixes")).isEqualTo("[l/a/]");
    assertThat(names(list("delimiter=/&includeTrailingDelimiter=true"))).contains("l/");
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    List<String> seen = new java.util.ArrayList<>();
    String token = "";
    int pages = 0;
    do {
      Reply page = list("prefix=l/&delimiter=/&maxResults=1&pageToken=" + token);
      seen.addAll(names(page));
      ((List<?>) page.json().getOrDefault("prefixes", List.of()))
          .forEach(prefix -> seen.add(String.valueOf(prefix)));
      token = String.valueOf(page.json().getOrDefault("nextPageToken", ""));
      pages++;
    } while (!token.isEmpty());
    assertThat(seen).containsExactly("l/", "l/a", "l/a/", "l/c", "l/\uFFFD", "l/\uD83D\uDE00");
    assertThat(pages).isEqualTo(6);
    assertThat(list("pageToken=***").status()).isEqualTo(400);
  }

  @Test
  void offsetsIncludeTheStartAndExcludeTheEnd() {
    assertThat(names(list("startOffset=l/a&endOffset=l/c"))).containsExactly("l/a", "l/a/b");
    assertThat(names(list("prefix=l/&startOffset=a&endOffset=l/a"))).containsExactly("l/");
  }

  @Test
  void onlyChosenFieldsAreThere() {
    Reply page = list("prefix=l/c&fields=items(name,size),nextPageToken");
    assertThat(page.text()).isEqualTo("{\"items\":[{\"name\":\"l/c\",\"size\":\"1\"}]}");
    assertThat(client.stat("digits", "fields=size").text()).isEqualTo("{\"size\":\"10\"}");
    assertThat(client.stat("digits", "fields=size(").status()).isEqualTo(400);
  }
}
