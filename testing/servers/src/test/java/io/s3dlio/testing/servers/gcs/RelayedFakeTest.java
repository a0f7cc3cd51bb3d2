package io.s3dlio.testing.servers.gcs;

import static io.s3dlio.testing.servers.gcs.FakeClient.object;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.Fault;
import io.s3dlio.testing.servers.FaultPlan;
import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.Relay;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The fake behind a relay: Google's names for requests, and errors in Google's form. */
final class RelayedFakeTest {
  private GcsFake fake;
  private Relay relay;
  private FakeClient client;

  @BeforeEach
  void start() {
    fake = GcsFake.start();
    fake.createBucket("bkt");
    relay = Relay.inFrontOf(fake);
    client = new FakeClient(relay);
  }

  @AfterEach
  void stop() {
    relay.close();
    fake.close();
  }

  @Test
  void requestsHaveGooglesNames() {
    String project = "?project=" + GcsFake.PROJECT;
    client.send("POST", "/storage/v1/b" + project, "{\"name\":\"new\"}");
    client.send("GET", "/storage/v1/b" + project, "");
    client.send("GET", "/storage/v1/b/new", "");
    client.send("DELETE", "/storage/v1/b/new", "");
    client.put("d/x", "1");
    client.get("d/x", "");
    client.stat("d/x", "");
    client.send("GET", "/storage/v1/b/bkt/o?prefix=d/", "");
    client.send("PATCH", object("d/x"), "{}");
    client.send("POST", object("d/x") + "/rewriteTo/b/bkt/o/y", "");
    client.send("POST", object("z") + "/compose", "{\"sourceObjects\":[{\"name\":\"y\"}]}");
    client.send("DELETE", object("z"), "");
    String body = "--y\r\n\r\nDELETE /storage/v1/b/bkt/o/y HTTP/1.1\r\n\r\n\r\n--y--";
    client.send("POST", "/batch/storage/v1", body, "Content-Type", "multipart/mixed; boundary=y");
    assertThat(relay.operations())
        .containsExactly(
            "buckets.insert",
            "buckets.list",
            "buckets.get",
            "buckets.delete",
            "objects.insert",
            "objects.download",
            "objects.get",
            "objects.list",
            "objects.patch",
            "objects.rewrite",
            "objects.compose",
            "objects.delete",
            "batch");
    assertThat(relay.requests()).allSatisfy(r -> assertThat(r.status()).isLessThan(300));
    assertThat(relay.requests().get(5).bucket()).isEqualTo("bkt");
    assertThat(relay.requests().get(5).key()).isEqualTo("d/x");
  }

  @Test
  void sessionsGoThroughTheRelayToo() {
    Reply started =
        client.send("POST", "/upload/storage/v1/b/bkt/o?uploadType=resumable&name=r", "");
    assertThat(started.header("location")).startsWith(relay.endpoint().toString());
    assertThat(client.send("PUT", started.header("location"), "x").status()).isEqualTo(200);
    assertThat(relay.operations()).containsExactly("objects.insert", "objects.resume");
  }

  @Test
  void faultsAnswerInGooglesForm() {
    relay.faults(FaultPlan.none().on("objects.get", Fault.slowDown(7)).times(1));
    client.put("x", "1");
    Reply refused = client.stat("x", "");
    assertThat(refused.status()).isEqualTo(503);
    assertThat(refused.header("retry-after")).isEqualTo("7");
    assertThat(refused.reason()).isEqualTo("SlowDown");
    assertThat(client.stat("x", "").status()).isEqualTo(200);
  }
}
