package io.s3dlio.store.s3;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** Encryption at rest. */
record S3Encryption(Kind kind, Optional<String> kmsKeyId, Optional<S3CustomerKey> customerKey) {

  /** Who encrypts objects at rest. */
  enum Kind {
    NONE,
    SSE_S3,
    SSE_KMS,
    SSE_C
  }

  private static final ConfigKey<Kind> ENCRYPTION =
      ConfigKey.choice(
          "s3.encryption",
          Kind.NONE,
          Kind.class,
          "Encryption at rest asked for with each write; none leaves it to the bucket, sse-c uses a"
              + " key of your own, which every read needs as well.");
  private static final ConfigKey<String> KMS_KEY_ID =
      ConfigKey.text(
          "s3.kms-key-id", "", "Key for sse-kms; by default the account's own key for S3.");
  private static final ConfigKey<Secret> CUSTOMER_KEY =
      ConfigKey.secret(
          "s3.sse-c-key-secret",
          "Key for sse-c: 32 bytes in Base64, sent with each request and kept by nobody but you.");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS = List.of(ENCRYPTION, KMS_KEY_ID, CUSTOMER_KEY);

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for a value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  static S3Encryption parse(Settings settings) throws IOException {
    Kind kind = ENCRYPTION.in(settings);
    Optional<String> kmsKeyId = KMS_KEY_ID.givenIn(settings);
    if (kmsKeyId.isPresent() && kind != Kind.SSE_KMS) {
      throw S3Config.refusal(
          settings, KMS_KEY_ID, "needs " + settings.spell(ENCRYPTION.name()) + " = sse-kms");
    }
    Optional<Secret> key = CUSTOMER_KEY.secretIn(settings);
    if (key.isPresent() != (kind == Kind.SSE_C)) {
      throw S3Config.refusal(
          settings,
          CUSTOMER_KEY,
          "and " + settings.spell(ENCRYPTION.name()) + " = sse-c need each other");
    }
    try {
      return new S3Encryption(kind, kmsKeyId, key.map(S3CustomerKey::new));
    } catch (IllegalArgumentException e) {
      throw S3Config.refusal(settings, CUSTOMER_KEY, "is not 32 bytes in Base64");
    }
  }
}
