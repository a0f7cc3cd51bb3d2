package io.s3dlio.store.azure;

import com.azure.core.credential.AzureSasCredential;
import com.azure.core.credential.TokenCredential;
import com.azure.core.credential.TokenRequestContext;
import com.azure.core.http.policy.AzureSasCredentialPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.storage.blob.sas.BlobSasPermission;
import com.azure.storage.blob.sas.BlobServiceSasSignatureValues;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.StorageSharedKeyCredential;
import com.azure.storage.common.policy.StorageBearerTokenChallengeAuthorizationPolicy;
import com.azure.storage.common.policy.StorageSharedKeyCredentialPolicy;
import io.s3dlio.store.config.Secret;
import java.time.Duration;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.Base64;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What authorises requests, and the sources of copies. Thread-safe. */
final class AzureCredentials {

  private static final String SCOPE = "https://storage.azure.com/.default";

  /** Long enough for the largest part to be copied, and no longer than a day. */
  private static final Duration SIGNED_FOR = Duration.ofHours(1);

  /** How far the service's clock may be behind. */
  private static final Duration CLOCKS = Duration.ofMinutes(15);

  private final AzureConfig config;
  private final InstantSource clock;
  private final @Nullable StorageSharedKeyCredential key;
  private volatile @Nullable TokenCredential chain;

  private AzureCredentials(
      AzureConfig config, InstantSource clock, @Nullable StorageSharedKeyCredential key) {
    this.config = config;
    this.clock = clock;
    this.key = key;
  }

  /**
   * Looks nothing up yet.
   *
   * @throws IllegalArgumentException for a shared key that is not base 64
   */
  static AzureCredentials of(AzureConfig config, InstantSource clock) {
    AzureLogin login = config.login();
    StorageSharedKeyCredential key = null;
    if (login.kind() == AzureLogin.Kind.SHARED_KEY) {
      key =
          new StorageSharedKeyCredential(
              config.address().account(), checkedKey(login, secret(login)));
    }
    return new AzureCredentials(config, clock, key);
  }

  private static String checkedKey(AzureLogin login, String text) {
    try {
      Base64.getDecoder().decode(text);
      return text;
    } catch (IllegalArgumentException e) {
      // Without the decoder's words, which quote from the key.
      throw new IllegalArgumentException(
          "the shared key from " + login.from() + " is not base 64: copy it whole");
    }
  }

  private static String secret(AzureLogin login) {
    return login.secret().map(Secret::reveal).orElseThrow();
  }

  /** What signs each request; empty for anonymous ones. */
  Optional<HttpPipelinePolicy> policy(AzureHttp http) {
    return switch (config.login().kind()) {
      case SHARED_KEY -> Optional.of(new StorageSharedKeyCredentialPolicy(sharedKey()));
      case SAS ->
          Optional.of(
              new AzureSasCredentialPolicy(new AzureSasCredential(secret(config.login())), false));
      case DEFAULT_CHAIN -> {
        TokenCredential found = AzureIdentity.defaultChain(http);
        chain = found;
        yield Optional.of(new StorageBearerTokenChallengeAuthorizationPolicy(found, SCOPE));
      }
      case ANONYMOUS -> Optional.empty();
    };
  }

  private StorageSharedKeyCredential sharedKey() {
    if (key == null) {
      throw new IllegalStateException("no shared key");
    }
    return key;
  }

  /**
   * The URL that the service itself reads a copy's source by: it does not take the request's own
   * authorisation for it, says "Copy Blob From URL".
   */
  String sourceUrl(BlockBlobClient source) {
    return switch (config.login().kind()) {
      case SHARED_KEY -> source.getBlobUrl() + "?" + signature(source);
      case SAS -> source.getBlobUrl() + "?" + secret(config.login());
      case DEFAULT_CHAIN, ANONYMOUS -> source.getBlobUrl();
    };
  }

  /** Signed here, so no request is sent for it. */
  private String signature(BlockBlobClient source) {
    var now = clock.instant().atOffset(ZoneOffset.UTC);
    BlobServiceSasSignatureValues values =
        new BlobServiceSasSignatureValues(
                now.plus(SIGNED_FOR), new BlobSasPermission().setReadPermission(true))
            .setStartTime(now.minus(CLOCKS));
    return source.generateSas(values);
  }

  /** The bearer token that a copy's source is read by; null where its URL is signed. */
  @Nullable String sourceToken() {
    TokenCredential found = chain;
    return found == null
        ? null
        : found.getTokenSync(new TokenRequestContext().addScopes(SCOPE)).getToken();
  }

  /** What was used, for messages: no part of a secret. */
  String describe() {
    return switch (config.login().kind()) {
      case SHARED_KEY ->
          "the shared key of " + config.address().account() + " from " + config.login().from();
      case SAS -> "the SAS token from " + config.login().from();
      case DEFAULT_CHAIN -> "a token of " + config.login().from();
      case ANONYMOUS -> "no credentials";
    };
  }

  /** What the user can set to use other credentials. */
  String cure() {
    return "set "
        + config.spelling().apply("az.shared-key-secret")
        + ", "
        + config.spelling().apply("az.sas-token")
        + " or "
        + config.spelling().apply("az.connection-string-secret")
        + ", or choose a source with "
        + config.spelling().apply("az.credentials");
  }

  @Override
  public String toString() {
    return "AzureCredentials(" + config.login().from() + ")";
  }
}
