package io.s3dlio.testing.servers.gcs;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.security.Signature;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Who may call: bearer tokens, the endpoint that gives them for a signed JWT ("Using OAuth 2.0 for
 * server to server applications"), and the one that gives them for another account ("Method:
 * projects.serviceAccounts.generateAccessToken").
 */
final class Tokens {
  static final String ACCOUNT = "tests@s3dlio-tests.iam.gserviceaccount.com";

  private static final String KEY_ID = "0123456789abcdef0123456789abcdef01234567";
  private static final Duration LIFE = Duration.ofHours(1);
  private static final int MOST = 10_000;
  private static final String GOOGLES_ENDPOINT = "https://oauth2.googleapis.com/token";

  private final boolean required;
  private final String project;

  /** Made when first needed: it takes a while. */
  private @Nullable KeyPair keys;

  private final Set<String> issued = ConcurrentHashMap.newKeySet();

  /**
   * @param required whether storage answers only calls with a token of ours
   */
  Tokens(boolean required, String project) {
    this.required = required;
    this.project = project;
  }

  private synchronized KeyPair keys() {
    try {
      KeyPair known = keys;
      if (known == null) {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
        generator.initialize(2048);
        known = generator.generateKeyPair();
        keys = known;
      }
      return known;
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has RSA", e);
    }
  }

  /** The text of a service account's key file, as the console hands it out. */
  String serviceAccountFile(String endpoint) {
    Map<String, String> file = new LinkedHashMap<>();
    file.put("type", "service_account");
    file.put("project_id", project);
    file.put("private_key_id", KEY_ID);
    file.put(
        "private_key",
        "-----BEGIN PRIVATE KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'})
                .encodeToString(keys().getPrivate().getEncoded())
            + "\n-----END PRIVATE KEY-----\n");
    file.put("client_email", ACCOUNT);
    file.put("client_id", "100000000000000000001");
    file.put("token_uri", endpoint + "/token");
    return Json.text(file);
  }

  /** A new token that holds until {@link #revoke}. */
  String issue() {
    if (issued.size() >= MOST) {
      issued.clear();
    }
    String token = "ya29.fake-" + UUID.randomUUID();
    issued.add(token);
    return token;
  }

  void revoke() {
    issued.clear();
  }

  /** "401: Unauthorized": without a token, or with one that does not hold. */
  void check(Call call) throws Refusal {
    if (!required) {
      return;
    }
    String header = call.header("authorization").orElse("");
    if (header.isEmpty()) {
      throw new Refusal(
          401,
          "required",
          "Anonymous caller does not have storage.objects access to the Google Cloud Storage"
              + " object. Permission denied on resource (or it may not exist).");
    }
    if (!header.startsWith("Bearer ") || !issued.contains(header.substring("Bearer ".length()))) {
      throw new Refusal(401, "authError", "Invalid Credentials");
    }
  }

  /** The token endpoint: a form with a JWT that the account's key has signed. */
  Answer exchange(Call call, String endpoint) {
    Call form = Call.of("POST", "?" + call.body().text(), Map.of(), Content.EMPTY);
    if (!form.query("grant_type")
        .orElse("")
        .equals("urn:ietf:params:oauth:grant-type:jwt-bearer")) {
      return refused("unsupported_grant_type", "Invalid grant_type");
    }
    String[] jwt = form.query("assertion").orElse("").split("\\.");
    if (jwt.length != 3 || !isOurs(jwt)) {
      return refused("invalid_grant", "Invalid JWT Signature.");
    }
    Map<String, Object> claims = Json.object(decoded(jwt[1]));
    Object expiry = claims.getOrDefault("exp", 0L);
    if (!ACCOUNT.equals(claims.get("iss"))
        || !isAudience(claims.get("aud"), endpoint)
        || !(expiry instanceof Long seconds)
        || seconds < Instant.now().getEpochSecond()) {
      return refused("invalid_grant", "Invalid JWT: issuer, audience or expiry.");
    }
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("access_token", issue());
    answer.put("expires_in", LIFE.toSeconds());
    answer.put("token_type", "Bearer");
    return Answer.json(200, answer);
  }

  /** Google's Java library names Google's own endpoint, whatever the key file says. */
  private static boolean isAudience(@Nullable Object claim, String endpoint) {
    return (endpoint + "/token").equals(claim) || GOOGLES_ENDPOINT.equals(claim);
  }

  /** A token of another account for a caller that has one of its own. */
  Answer impersonate(Call call) throws Refusal {
    check(call);
    Map<String, Object> answer = new LinkedHashMap<>();
    answer.put("accessToken", issue());
    answer.put("expireTime", Instant.now().plus(LIFE).truncatedTo(ChronoUnit.SECONDS).toString());
    return Answer.json(200, answer);
  }

  private boolean isOurs(String[] jwt) {
    try {
      Signature signature = Signature.getInstance("SHA256withRSA");
      signature.initVerify(keys().getPublic());
      signature.update((jwt[0] + "." + jwt[1]).getBytes(UTF_8));
      return signature.verify(Base64.getUrlDecoder().decode(jwt[2]));
    } catch (GeneralSecurityException | IllegalArgumentException e) {
      return false;
    }
  }

  private static String decoded(String part) {
    return new String(Base64.getUrlDecoder().decode(part), UTF_8);
  }

  private static Answer refused(String error, String description) {
    return Answer.json(400, Map.of("error", error, "error_description", description));
  }
}
