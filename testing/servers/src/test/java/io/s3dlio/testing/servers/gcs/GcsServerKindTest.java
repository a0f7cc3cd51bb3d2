package io.s3dlio.testing.servers.gcs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.testing.servers.GcsServer;
import io.s3dlio.testing.servers.GcsServerKind;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every server with Google's interface starts, answers alike in what the store relies on, and ends:
 * our fake is so held against one that others wrote.
 */
final class GcsServerKindTest {

  static List<GcsServerKind> installed() {
    return GcsServerKind.allInstalled();
  }

  @ParameterizedTest
  @MethodSource("installed")
  void answersAsTheOthersDo(GcsServerKind kind) throws Exception {
    GcsServer running;
    try (GcsServer server = kind.start();
        Relay relay = Relay.inFrontOf(server)) {
      running = server;
      server.createBucket("bkt");
      server.createBucket("bkt");
      FakeClient client = new FakeClient(relay);
      long generation = client.put("d/a b+c", "hello");
      assertReads(client, generation);
      assertThat(client.media("d/a b+c", "x", "&ifGenerationMatch=0").status()).isEqualTo(412);
      assertThat(client.media("d/a b+c", "x", "&ifGenerationMatch=1").status()).isEqualTo(412);
      assertLists(client);
      assertCopies(client);
    }
    FakeClient late = new FakeClient(running);
    assertThatThrownBy(() -> late.put("x", "late")).hasCauseInstanceOf(ConnectException.class);
  }

  private static void assertReads(FakeClient client, long generation) {
    Reply whole = client.get("d/a b+c", "");
    assertThat(whole.text()).isEqualTo("hello");
    assertThat(whole.header("x-goog-generation")).isEqualTo(Long.toString(generation));
    assertThat(whole.header("x-goog-hash")).contains("crc32c=mnG7TA==");
    assertThat(whole.header("x-goog-stored-content-length")).isEqualTo("5");
    Reply range = client.get("d/a b+c", "", "Range", "bytes=1-2");
    assertThat(range.status()).isEqualTo(206);
    assertThat(range.text()).isEqualTo("el");
    assertThat(range.header("content-range")).isEqualTo("bytes 1-2/5");
    assertThat(client.get("d/a b+c", "", "Range", "bytes=5-").status()).isEqualTo(416);
    assertThat(client.get("d/a b+c", "&generation=1").status()).isEqualTo(404);
    assertThat(client.stat("d/a b+c", "").json())
        .containsEntry("generation", Long.toString(generation))
        .containsEntry("size", "5")
        .containsEntry("crc32c", "mnG7TA==");
    assertThat(client.stat("none", "").status()).isEqualTo(404);
  }

  private static void assertLists(FakeClient client) {
    client.put("d/e/f", "1");
    Reply page = client.send("GET", "/storage/v1/b/bkt/o?prefix=d/&delimiter=/", "");
    assertThat(page.field("prefixes")).isEqualTo("[d/e/]");
    assertThat(String.valueOf(page.json().get("items"))).contains("name=d/a b+c");
    Reply first = client.send("GET", "/storage/v1/b/bkt/o?maxResults=1", "");
    String token = FakeClient.encode(first.field("nextPageToken"));
    assertThat(client.send("GET", "/storage/v1/b/bkt/o?pageToken=" + token, "").text())
        .contains("\"d/e/f\"")
        .doesNotContain("\"d/a b+c\"");
  }

  private static void assertCopies(FakeClient client) {
    client.put("1", "one");
    client.put("2", "two");
    String sources = "{\"sourceObjects\":[{\"name\":\"1\"},{\"name\":\"2\"}],\"destination\":{}}";
    assertThat(client.send("POST", "/storage/v1/b/bkt/o/c/compose", sources).status())
        .isEqualTo(200);
    assertThat(client.get("c", "").text()).isEqualTo("onetwo");
    Reply copied = client.send("POST", "/storage/v1/b/bkt/o/c/rewriteTo/b/bkt/o/d", "");
    assertThat(copied.json()).containsEntry("done", true);
    assertThat(client.get("d", "").text()).isEqualTo("onetwo");
    assertThat(client.send("DELETE", "/storage/v1/b/bkt/o/d", "").status()).isIn(200, 204);
    assertThat(client.stat("d", "").status()).isEqualTo(404);
  }

  @Test
  void aMissingBinarySaysHowToInstallIt() {
    if (GcsServerKind.FAKE_GCS_SERVER.installed()) {
      assertThat(GcsServerKind.allInstalled()).containsExactly(GcsServerKind.values());
    } else {
      assertThatThrownBy(GcsServerKind.FAKE_GCS_SERVER::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("S3DLIO_TEST_FAKE_GCS_SERVER")
          .hasMessageContaining(".ci/install-go-servers.sh");
    }
  }
}
