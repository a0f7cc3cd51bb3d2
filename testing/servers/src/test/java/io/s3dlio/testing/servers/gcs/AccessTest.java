package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.s3dlio.testing.servers.GcsFake;
import io.s3dlio.testing.servers.gcs.FakeClient.Reply;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tokens and who gives them; buckets and whose they are. */
final class AccessTest {
  private static final String LIST = "/storage/v1/b?project=" + GcsFake.PROJECT;

  private GcsFake fake;
  private FakeClient client;

  @BeforeEach
  void start() {
    fake = GcsFake.start(GcsFake.Options.standard().access(GcsFake.Access.TOKENS));
    client = new FakeClient(fake);
  }

  @AfterEach
  void stop() {
    fake.close();
  }

  private Reply list(String token) {
    return client.send("GET", LIST, "", "Authorization", "Bearer " + token);
  }

  @Test
  void callsNeedATokenThatHolds() {
    assertThat(client.send("GET", LIST, "").reason()).isEqualTo("required");
    assertThat(list("wrong").reason()).isEqualTo("authError");
    String token = fake.accessToken();
    assertThat(list(token).status()).isEqualTo(200);
    fake.revokeTokens();
    assertThat(list(token).status()).isEqualTo(401);
  }

  @Test
  void aSignedJwtIsExchangedForAToken() throws Exception {
    Map<String, Object> file = Json.object(fake.serviceAccountFile());
    String uri = String.valueOf(file.get("token_uri"));
    Reply token = exchange(uri, jwt(file, uri, Instant.now().getEpochSecond() + 60));
    assertThat(list(token.field("access_token")).status()).isEqualTo(200);
    assertThat(exchange(uri, jwt(file, "https://oauth2.googleapis.com/token", 1L << 40)).status())
        .isEqualTo(200);
    assertThat(exchange(uri, jwt(file, uri, 1)).field("error")).isEqualTo("invalid_grant");
    assertThat(exchange(uri, jwt(file, "elsewhere", 1L << 40)).status()).isEqualTo(400);
    assertThat(exchange(uri, jwt(file, uri, 1L << 40) + "AA").status()).isEqualTo(400);
    assertThat(client.send("POST", uri, "grant_type=password").field("error"))
        .isEqualTo("unsupported_grant_type");
  }

  @Test
  void aTokenOfOneAccountGetsOneOfAnother() {
    String path = "/v1/projects/-/serviceAccounts/other@x.example:generateAccessToken";
    assertThat(client.send("POST", path, "{}").status()).isEqualTo(401);
    Reply other = client.send("POST", path, "{}", "Authorization", "Bearer " + fake.accessToken());
    assertThat(list(other.field("accessToken")).status()).isEqualTo(200);
  }

  private Reply exchange(String uri, String jwt) {
    return client.send(
        "POST",
        uri,
        "grant_type=urn%3Aietf%3Aparams%3Aoauth%3Agrant-type%3Ajwt-bearer&assertion=" + jwt);
  }

  private static String jwt(Map<String, Object> file, String audience, long expiry)
      throws Exception {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    Map<String, Object> claims =
        Map.of("iss", String.valueOf(file.get("client_email")), "aud", audience, "exp", expiry);
    String signed =
        encoder.encodeToString("{\"alg\":\"RS256\"}".getBytes(UTF_8))
            + "."
            + encoder.encodeToString(Json.text(claims).getBytes(UTF_8));
    String pem = String.valueOf(file.get("private_key")).replaceAll("-----[A-Z ]+-----", "");
    PrivateKey key =
        KeyFactory.getInstance("RSA")
            .generatePrivate(new PKCS8EncodedKeySpec(Base64.getMimeDecoder().decode(pem)));
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(key);
    signature.update(signed.getBytes(UTF_8));
    return signed + "." + encoder.encodeToString(signature.sign());
  }

  @Test
  void bucketsAreMadeListedAndRemovedWhenEmpty() {
    try (GcsFake open = GcsFake.start()) {
      FakeClient buckets = new FakeClient(open);
      assertThat(buckets.send("POST", LIST, "{\"name\":\"b\"}").status()).isEqualTo(400);
      assertThat(buckets.send("POST", "/storage/v1/b", "{\"name\":\"bbb\"}").reason())
          .isEqualTo("required");
      assertThat(buckets.send("POST", LIST, "{\"name\":\"bbb\"}").status()).isEqualTo(200);
      assertThat(buckets.send("POST", LIST, "{\"name\":\"bbb\"}").reason()).isEqualTo("conflict");
      buckets.send("POST", LIST, "{\"name\":\"aaa\"}");
      Reply page = buckets.send("GET", LIST + "&maxResults=1&fields=nextPageToken,items/name", "");
      assertThat(page.text())
          .contains("{\"name\":\"aaa\"}")
          .doesNotContain("\"bbb\"")
          .contains("nextPageToken");
      assertThat(buckets.send("GET", LIST + "&pageToken=" + page.field("nextPageToken"), "").text())
          .contains("\"bbb\"");
      open.createBucket("bkt");
      buckets.put("x", "x");
      assertThat(buckets.send("DELETE", "/storage/v1/b/bkt", "").status()).isEqualTo(409);
      assertThat(buckets.send("DELETE", "/storage/v1/b/bbb", "").status()).isEqualTo(204);
      assertThat(buckets.send("GET", "/storage/v1/b/bbb", "").status()).isEqualTo(404);
    }
  }

  @Test
  void bucketsOfOthersAreForbiddenAndTheirNamesTaken() {
    try (GcsFake open = GcsFake.start()) {
      FakeClient buckets = new FakeClient(open);
      open.createForeignBucket("theirs");
      assertThat(buckets.send("GET", "/storage/v1/b/theirs/o", "").reason()).isEqualTo("forbidden");
      assertThat(buckets.send("POST", LIST, "{\"name\":\"theirs\"}").text())
          .contains("not available");
      assertThat(buckets.send("GET", LIST, "").text()).doesNotContain("theirs");
      assertThat(buckets.send("GET", "/storage/v1/b?project=another", "").status()).isEqualTo(403);
    }
  }
}
