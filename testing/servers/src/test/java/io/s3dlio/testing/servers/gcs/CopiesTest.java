package io.s3dlio.testing.servers.gcs;

import static io.s3dlio.testing.servers.gcs.FakeClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Compose, rewrite, copy, move and batches. */
final class CopiesTest {
  private static final int STEP = 1 << 20;

  private GcsFake fake;
  private FakeClient client;

  @BeforeEach
  void start() {
    fake = GcsFake.start(GcsFake.Options.standard().rewriteBytesPerCall(STEP));
    fake.createBucket("bkt");
    fake.createBucket("other");
    client = new FakeClient(fake);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private Reply compose(String target, String sources, String parameters) {
    return client.send(
        "POST",
        object(target) + "/compose?" + parameters,
        "{\"sourceObjects\":[" + sources + "],\"destination\":{\"contentType\":\"text/y\"}}");
  }

  @Test
  void composingJoinsInOrderAndCanAppendToItself() {
    client.put("1", "one");
    client.put("2", "two");
    Reply composed = compose("c", "{\"name\":\"1\"},{\"name\":\"2\"}", "ifGenerationMatch=0");
    assertThat(composed.json())
        .containsEntry("componentCount", 2L)
        .containsEntry("contentType", "text/y")
        .doesNotContainKey("md5Hash");
    assertThat(compose("c", "{\"name\":\"c\"},{\"name\":\"1\"}", "").json())
        .containsEntry("componentCount", 3L)
        .containsEntry("crc32c", Content.of("onetwoone").crc32c());
    assertThat(client.get("c", "").text()).isEqualTo("onetwoone");
    assertThat(client.get("c", "", "Range", "bytes=2-6").text()).isEqualTo("etwoo");
  }

  @Test
  void composingObeysItsConditions() {
    long generation = client.put("1", "one");
    client.put("c", "there");
    String source = "{\"name\":\"1\"";
    assertThat(compose("c", source + "}", "ifGenerationMatch=0").status()).isEqualTo(412);
    assertThat(compose("n", source + ",\"generation\":\"7\"}", "").status()).isEqualTo(404);
    assertThat(
            compose("n", source + ",\"objectPreconditions\":{\"ifGenerationMatch\":7}}", "")
                .status())
        .isEqualTo(412);
    assertThat(compose("n", source + ",\"generation\":" + generation + "}", "").status())
        .isEqualTo(200);
    assertThat(compose("n", "{\"name\":\"none\"}", "").status()).isEqualTo(404);
    assertThat(compose("n", "", "").status()).isEqualTo(400);
    String many =
        IntStream.range(0, 33).mapToObj(i -> "{\"name\":\"1\"}").collect(Collectors.joining(","));
    assertThat(compose("n", many, "").status()).isEqualTo(400);
  }

  @Test
  void aLargeRewriteTakesSeveralCalls() {
    long generation = client.put("s", "s".repeat(2 * STEP + 1));
    String target = object("s") + "/rewriteTo/b/other/o/t?sourceGeneration=" + generation;
    Reply first = client.send("POST", target, "");
    assertThat(first.json())
        .containsEntry("done", false)
        .containsEntry("totalBytesRewritten", Integer.toString(STEP));
    assertThat(client.send("GET", "/storage/v1/b/other/o/t", "").status()).isEqualTo(404);
    String token = first.field("rewriteToken");
    Reply second = client.send("POST", target + "&rewriteToken=" + token, "");
    assertThat(client.send("POST", target + "&rewriteToken=" + token, "").status()).isEqualTo(400);
    Reply last = client.send("POST", target + "&rewriteToken=" + second.field("rewriteToken"), "");
    assertThat(last.json()).containsEntry("done", true).containsKey("resource");
    assertThat(client.send("GET", "/storage/v1/b/other/o/t", "").field("contentType"))
        .isEqualTo("text/plain");
  }

  @Test
  void aRewriteObeysItsConditionsAndTakesMetadata() {
    client.put("s", "x");
    client.put("t", "y");
    String target = object("s") + "/rewriteTo/b/bkt/o/t";
    assertThat(client.send("POST", target + "?ifGenerationMatch=0", "").status()).isEqualTo(412);
    assertThat(client.send("POST", target + "?ifSourceGenerationMatch=1", "").status())
        .isEqualTo(412);
    assertThat(client.send("POST", target + "?sourceGeneration=1", "").status()).isEqualTo(404);
    client.send("POST", target, "{\"contentType\":\"text/z\"}");
    assertThat(client.stat("t", "").field("contentType")).isEqualTo("text/z");
    assertThat(client.send("POST", object("s") + "/copyTo/b/bkt/o/u", "").status()).isEqualTo(200);
  }

  @Test
  void aMoveLeavesNothingBehind() {
    client.put("s", "x");
    client.put("t", "y");
    String target = object("s") + "/moveTo/o/t";
    assertThat(client.send("POST", target + "?ifGenerationMatch=0", "").status()).isEqualTo(412);
    assertThat(client.send("POST", target, "").status()).isEqualTo(200);
    assertThat(client.stat("s", "").status()).isEqualTo(404);
    assertThat(client.get("t", "").text()).isEqualTo("x");
  }

  private Reply batch(int calls, String line) {
    String body =
        IntStream.range(0, calls)
            .mapToObj(
                i ->
                    "--y\r\nContent-Type: application/http\r\nContent-ID: <c-"
                        + i
                        + ">\r\n\r\n"
                        + line.replace("#", Integer.toString(i))
                        + "\r\n\r\n\r\n")
            .collect(Collectors.joining("", "", "--y--"));
    return client.send(
        "POST", "/batch/storage/v1", body, "Content-Type", "multipart/mixed; boundary=y");
  }

  @Test
  void aBatchAnswersEachCall() {
    client.put("0", "x");
    client.put("2", "x");
    Reply answer = batch(3, "DELETE /storage/v1/b/bkt/o/#" + " HTTP/1.1");
    assertThat(answer.header("content-type")).startsWith("multipart/mixed; boundary=");
    assertThat(answer.text())
        .containsSubsequence("<response-c-0>", " 204 ", "<response-c-1>", " 404 ", " 204 ");
    assertThat(client.stat("2", "").status()).isEqualTo(404);
    assertThat(batch(101, "DELETE /storage/v1/b/bkt/o/#").status()).isEqualTo(400);
    assertThat(batch(1, "GET /download/storage/v1/b/bkt/o/#").status()).isEqualTo(400);
  }
}
