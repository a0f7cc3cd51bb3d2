package io.s3dlio.store.s3;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Who asks: options that say where credentials come from. */
record S3Login(
    Source source,
    Optional<String> accessKeyId,
    Optional<Secret> accessKeySecret,
    Optional<Secret> sessionToken,
    Optional<String> profile,
    Optional<S3Role> role) {

  /** Where credentials are looked for. */
  enum Source {
    DEFAULT,
    STATIC,
    ANONYMOUS,
    ENVIRONMENT,
    PROFILE,
    WEB_IDENTITY,
    CONTAINER,
    INSTANCE
  }

  private static final ConfigKey<Source> CREDENTIALS =
      ConfigKey.choice(
          "s3.credentials",
          Source.DEFAULT,
          Source.class,
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

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS =
      Stream.concat(
              Stream.of(CREDENTIALS, ACCESS_KEY_ID, ACCESS_KEY_SECRET, SESSION_TOKEN, PROFILE),
              S3Role.KEYS.stream())
          .toList();

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for a value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  static S3Login parse(Settings settings) throws IOException {
    S3Login login =
        new S3Login(
            CREDENTIALS.in(settings),
            ACCESS_KEY_ID.givenIn(settings),
            ACCESS_KEY_SECRET.secretIn(settings),
            SESSION_TOKEN.secretIn(settings),
            PROFILE.givenIn(settings),
            S3Role.parse(settings));
    boolean half = login.accessKeyId().isPresent() != login.accessKeySecret().isPresent();
    boolean needed = login.source() == Source.STATIC || login.sessionToken().isPresent();
    if (half || (needed && login.accessKeyId().isEmpty())) {
      throw new IllegalArgumentException(
          "static credentials need both "
              + settings.spell(ACCESS_KEY_ID.name())
              + " and "
              + settings.spell(ACCESS_KEY_SECRET.name()));
    }
    if (login.role().isPresent() && login.source() == Source.ANONYMOUS) {
      throw new IllegalArgumentException(
          settings.spell(CREDENTIALS.name())
              + " = anonymous cannot assume the role of "
              + settings.spell("s3.role-arn"));
    }
    return login;
  }

  /** Whether asking again can bring other credentials. */
  boolean refreshable() {
    return role.isPresent() || (accessKeyId.isEmpty() && source != Source.ANONYMOUS);
  }
}
