package io.s3dlio.store.s3;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.NetworkKeys;
import io.s3dlio.store.config.Settings;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A role to assume with the credentials that are found. Bounds: "AssumeRole" in the AWS STS API
 * reference.
 *
 * @param duration how long what the role gives is valid; it is renewed before
 * @param endpoint of the token service, by default that of Amazon for the region
 */
record S3Role(
    String arn,
    Optional<String> externalId,
    String sessionName,
    Duration duration,
    Optional<URI> endpoint) {

  private static final ConfigKey<String> ARN =
      ConfigKey.text(
          "s3.role-arn",
          "",
          "Role to assume, as arn:aws:iam::ACCOUNT:role/NAME, with the credentials that are found"
              + " otherwise.");
  private static final ConfigKey<String> EXTERNAL_ID =
      ConfigKey.text(
          "s3.role-external-id", "", "External id that the role's trust policy asks for.");
  private static final ConfigKey<String> SESSION_NAME =
      ConfigKey.text(
          "s3.role-session-name",
          "s3dlio",
          "Name of the session under the role, to be found in the service's logs.");
  private static final ConfigKey<Duration> DURATION =
      ConfigKey.duration(
          "s3.role-duration",
          "1h",
          "15m",
          "12h",
          "How long credentials of the role are asked for; they are renewed before they expire.");
  private static final ConfigKey<String> ENDPOINT =
      ConfigKey.text(
          "s3.sts-endpoint",
          "",
          "URL of the service that gives out a role's credentials; by default AWS_ENDPOINT_URL_STS,"
              + " else Amazon's of the region.");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS =
      List.of(ARN, EXTERNAL_ID, SESSION_NAME, DURATION, ENDPOINT);

  /**
   * Reads the options; empty when no role is named.
   *
   * @throws IllegalArgumentException for a value that cannot be
   */
  static Optional<S3Role> parse(Settings settings) {
    Optional<String> arn = ARN.givenIn(settings);
    Optional<String> externalId = matching(settings, EXTERNAL_ID, "[\\w+=,.@:/-]{2,1224}");
    Optional<String> sessionName = matching(settings, SESSION_NAME, "[\\w+=,.@-]{2,64}");
    Duration duration = DURATION.in(settings);
    Optional<URI> endpoint = NetworkKeys.endpoint(settings, ENDPOINT);
    if (arn.isEmpty()) {
      if (externalId.isPresent()) {
        throw S3Config.refusal(settings, EXTERNAL_ID, "needs " + settings.spell(ARN.name()));
      }
      return Optional.empty();
    }
    if (!arn.get().startsWith("arn:")) {
      throw S3Config.refusal(settings, ARN, "is not of the form arn:aws:iam::ACCOUNT:role/NAME");
    }
    String session = sessionName.orElse(SESSION_NAME.defaultText());
    return Optional.of(new S3Role(arn.get(), externalId, session, duration, endpoint));
  }

  private static Optional<String> matching(
      Settings settings, ConfigKey<String> key, String pattern) {
    Optional<String> given = key.givenIn(settings);
    if (given.isPresent() && !given.get().matches(pattern)) {
      throw S3Config.refusal(settings, key, "is not of the form " + pattern);
    }
    return given;
  }
}
