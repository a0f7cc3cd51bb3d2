package io.s3dlio.store.s3;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.NetworkKeys;
import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * The options of the s3 backend, parsed: where the service is, who asks, and how bytes travel.
 *
 * @param spelling names of options as the user writes them, for messages
 */
record S3Config(
    Address address,
    Login login,
    Encryption encryption,
    NetworkConfig network,
    Care care,
    UnaryOperator<String> spelling) {

  /** Where credentials are looked for. */
  enum CredentialSource {
    DEFAULT,
    STATIC,
    ANONYMOUS,
    ENVIRONMENT,
    PROFILE,
    WEB_IDENTITY,
    CONTAINER,
    INSTANCE
  }

  /** How the bucket is named in a request. */
  enum PathStyle {
    AUTO,
    TRUE,
    FALSE
  }

  /** Who encrypts objects at rest. */
  enum EncryptionKind {
    NONE,
    SSE_S3,
    SSE_KMS
  }

  /** The checksum that goes along with a body. */
  enum Checksum {
    CRC32C,
    NONE
  }

  private static final ConfigKey<String> ENDPOINT =
      ConfigKey.text(
          "s3.endpoint",
          "",
          "URL of the service, such as http://127.0.0.1:9000; by default AWS_ENDPOINT_URL_S3 or"
              + " AWS_ENDPOINT_URL, else Amazon S3 of the region.");
  private static final ConfigKey<String> REGION =
      ConfigKey.text(
          "s3.region",
          "",
          "Region to sign for; by default AWS_REGION, then the profile's region, else us-east-1.");
  private static final ConfigKey<PathStyle> PATH_STYLE =
      ConfigKey.choice(
          "s3.path-style",
          PathStyle.AUTO,
          PathStyle.class,
          "Whether the bucket stands in the path instead of the host name; auto means yes with an"
              + " endpoint of your own.");
  private static final ConfigKey<CredentialSource> CREDENTIALS =
      ConfigKey.choice(
          "s3.credentials",
          CredentialSource.DEFAULT,
          CredentialSource.class,
          "Where credentials come from; default means the keys given here, else system properties,"
              + " environment, web identity, profile, container, instance, in this order.");
  private static final ConfigKey<String> ACCESS_KEY_ID =
      ConfigKey.text("s3.access-key-id", "", "Access key id of static credentials.");
  private static final ConfigKey<Secret> ACCESS_KEY_SECRET =
      ConfigKey.secret("s3.access-key-secret", "Secret access key of static credentials.");
  private static final ConfigKey<Secret> SESSION_TOKEN =
      ConfigKey.secret(
          "s3.session-token", "Session token, when the static credentials are temporary.");
  private static final ConfigKey<String> PROFILE =
      ConfigKey.text(
          "s3.profile",
          "",
          "Profile of the AWS config files, with SSO, process and role entries; by default"
              + " AWS_PROFILE, else default.");
  private static final ConfigKey<EncryptionKind> ENCRYPTION =
      ConfigKey.choice(
          "s3.encryption",
          EncryptionKind.NONE,
          EncryptionKind.class,
          "Encryption at rest asked for with each write; none leaves it to the bucket.");
  private static final ConfigKey<String> KMS_KEY_ID =
      ConfigKey.text(
          "s3.kms-key-id", "", "Key for sse-kms; by default the account's own key for S3.");
  private static final NetworkKeys NETWORK = new NetworkKeys("s3");
  private static final ConfigKey<Checksum> CHECKSUM =
      ConfigKey.choice(
          "s3.checksum",
          Checksum.CRC32C,
          Checksum.class,
          "Checksum sent as a header with each body, which the service verifies; none for services"
              + " that refuse it.");
  private static final ConfigKey<Boolean> VERIFY_AFTER_COMPLETE =
      ConfigKey.flag(
          "s3.verify-after-complete",
          false,
          "Whether a large write ends with a HEAD that compares the object's size, for services"
              + " that lose parts.");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.<ConfigKey<?>>of(
                  ENDPOINT,
                  REGION,
                  PATH_STYLE,
                  CREDENTIALS,
                  ACCESS_KEY_ID,
                  ACCESS_KEY_SECRET,
                  SESSION_TOKEN,
                  PROFILE,
                  ENCRYPTION,
                  KMS_KEY_ID),
              NETWORK.all(),
              List.<ConfigKey<?>>of(CHECKSUM, VERIFY_AFTER_COMPLETE))
          .flatMap(List::stream)
          .toList();

  /** Where the service is; an absent region is looked up by {@link S3Clients}. */
  record Address(Optional<URI> endpoint, Optional<String> region, PathStyle pathStyle) {}

  /** Who asks. */
  record Login(
      CredentialSource source,
      Optional<String> accessKeyId,
      Optional<Secret> accessKeySecret,
      Optional<Secret> sessionToken,
      Optional<String> profile) {}

  /** Encryption at rest. */
  record Encryption(EncryptionKind kind, Optional<String> kmsKeyId) {}

  /** What is done against bytes going wrong on their way. */
  record Care(boolean checksums, boolean verifyAfterComplete) {}

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for a value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  static S3Config parse(Settings settings) throws IOException {
    Address address =
        new Address(
            NetworkKeys.endpoint(settings, ENDPOINT),
            REGION.givenIn(settings),
            PATH_STYLE.in(settings));
    Encryption encryption = new Encryption(ENCRYPTION.in(settings), KMS_KEY_ID.givenIn(settings));
    if (encryption.kmsKeyId().isPresent() && encryption.kind() != EncryptionKind.SSE_KMS) {
      throw refusal(
          settings, KMS_KEY_ID, "needs " + settings.spell("s3.encryption") + " = sse-kms");
    }
    Care care =
        new Care(CHECKSUM.in(settings) == Checksum.CRC32C, VERIFY_AFTER_COMPLETE.in(settings));
    return new S3Config(
        address, login(settings), encryption, NETWORK.parse(settings), care, settings::spell);
  }

  private static Login login(Settings settings) throws IOException {
    Login login =
        new Login(
            CREDENTIALS.in(settings),
            ACCESS_KEY_ID.givenIn(settings),
            ACCESS_KEY_SECRET.secretIn(settings),
            SESSION_TOKEN.secretIn(settings),
            PROFILE.givenIn(settings));
    boolean half = login.accessKeyId().isPresent() != login.accessKeySecret().isPresent();
    boolean needed = login.source() == CredentialSource.STATIC || login.sessionToken().isPresent();
    if (half || (needed && login.accessKeyId().isEmpty())) {
      throw new IllegalArgumentException(
          "static credentials need both "
              + settings.spell(ACCESS_KEY_ID.name())
              + " and "
              + settings.spell(ACCESS_KEY_SECRET.name()));
    }
    return login;
  }

  private static IllegalArgumentException refusal(Settings settings, ConfigKey<?> key, String why) {
    return new IllegalArgumentException(settings.spell(key.name()) + " " + why);
  }
}
