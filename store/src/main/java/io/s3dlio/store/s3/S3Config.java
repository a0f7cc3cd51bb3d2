package io.s3dlio.store.s3;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.NetworkKeys;
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
 * @param requesterPays whether every request says that who asks pays for it
 * @param spelling names of options as the user writes them, for messages
 */
record S3Config(
    Address address,
    S3Login login,
    S3Encryption encryption,
    NetworkConfig network,
    Care care,
    boolean requesterPays,
    UnaryOperator<String> spelling) {

  /** How the bucket is named in a request. */
  enum PathStyle {
    AUTO,
    TRUE,
    FALSE
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

  private static final ConfigKey<Boolean> REQUESTER_PAYS =
      ConfigKey.flag(
          "s3.requester-pays",
          false,
          "Whether each request agrees to be charged for, as buckets whose requesters pay demand.");

  /** Every option of the backend. */
  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.<ConfigKey<?>>of(ENDPOINT, REGION, PATH_STYLE),
              S3Login.KEYS,
              S3Encryption.KEYS,
              NETWORK.all(),
              List.<ConfigKey<?>>of(CHECKSUM, VERIFY_AFTER_COMPLETE, REQUESTER_PAYS))
          .flatMap(List::stream)
          .toList();

  /** Where the service is; an absent region is looked up by {@link S3Clients}. */
  record Address(Optional<URI> endpoint, Optional<String> region, PathStyle pathStyle) {}

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
    Care care =
        new Care(CHECKSUM.in(settings) == Checksum.CRC32C, VERIFY_AFTER_COMPLETE.in(settings));
    return new S3Config(
        address,
        S3Login.parse(settings),
        S3Encryption.parse(settings),
        NETWORK.parse(settings),
        care,
        REQUESTER_PAYS.in(settings),
        settings::spell);
  }

  /** Names the option, never its value, which may be a secret. */
  static IllegalArgumentException refusal(Settings settings, ConfigKey<?> key, String why) {
    return new IllegalArgumentException(settings.spell(key.name()) + " " + why);
  }
}
