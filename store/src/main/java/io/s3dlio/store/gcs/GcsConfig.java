package io.s3dlio.store.gcs;

import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.NetworkKeys;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The options of the gcs backend, parsed: where the service is, who asks, who pays.
 *
 * @param project whose buckets are listed and made; by default that of the environment
 * @param location where buckets are made
 * @param userProject who pays for requests to buckets that want that
 * @param spelling names of options as the user writes them, for messages
 */
record GcsConfig(
    Optional<URI> endpoint,
    Login login,
    Optional<String> project,
    Optional<String> location,
    Optional<String> userProject,
    NetworkConfig network,
    UnaryOperator<String> spelling) {

  /** Where credentials are looked for. */
  enum CredentialSource {
    AUTO,
    DEFAULT,
    SERVICE_ACCOUNT_FILE,
    IMPERSONATION,
    ANONYMOUS
  }

  static final ConfigKey<String> ENDPOINT =
      ConfigKey.text(
          "gs.endpoint",
          "",
          "URL of the service, such as http://127.0.0.1:4443; by default STORAGE_EMULATOR_HOST,"
              + " else Google's.");
  private static final ConfigKey<CredentialSource> CREDENTIALS =
      ConfigKey.choice(
          "gs.credentials",
          CredentialSource.AUTO,
          CredentialSource.class,
          "Where credentials come from; auto means the service account file when one is given,"
              + " anonymous for an endpoint without TLS (an emulator), else default: Google's"
              + " application default credentials.");
  private static final ConfigKey<String> SERVICE_ACCOUNT_FILE =
      ConfigKey.text("gs.service-account-file", "", "JSON key file of a service account.");
  private static final ConfigKey<String> IMPERSONATED_ACCOUNT =
      ConfigKey.text(
          "gs.impersonated-account",
          "",
          "E-mail address of the service account to act as, when gs.credentials is impersonation;"
              + " the service account file or the default credentials ask for its tokens.");
  private static final ConfigKey<String> PROJECT =
      ConfigKey.text(
          "gs.project",
          "",
          "Project whose buckets are listed and made; by default GOOGLE_CLOUD_PROJECT, then that of"
              + " the credentials.");
  private static final ConfigKey<String> LOCATION =
      ConfigKey.text(
          "gs.location", "", "Location of buckets that are made; by default the service's, US.");
  private static final ConfigKey<String> USER_PROJECT =
      ConfigKey.text(
          "gs.user-project", "", "Project that pays for requests to requester-pays buckets.");
  private static final NetworkKeys NETWORK = new NetworkKeys("gs");

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS =
      Stream.of(
              List.<ConfigKey<?>>of(
                  ENDPOINT,
                  CREDENTIALS,
                  SERVICE_ACCOUNT_FILE,
                  IMPERSONATED_ACCOUNT,
                  PROJECT,
                  LOCATION,
                  USER_PROJECT),
              NETWORK.all())
          .flatMap(List::stream)
          .toList();

  /** Who asks; never {@link CredentialSource#AUTO}, which is decided here. */
  record Login(
      CredentialSource source,
      Optional<Path> serviceAccountFile,
      Optional<String> impersonatedAccount) {}

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for a value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  static GcsConfig parse(Settings settings) throws IOException {
    Optional<URI> endpoint =
        NetworkKeys.endpoint(settings, ENDPOINT).or(() -> emulator(System.getenv(EMULATOR)));
    return new GcsConfig(
        endpoint,
        login(settings, endpoint),
        PROJECT.givenIn(settings),
        LOCATION.givenIn(settings),
        USER_PROJECT.givenIn(settings),
        NETWORK.parse(settings),
        settings::spell);
  }

  private static final String EMULATOR = "STORAGE_EMULATOR_HOST";

  /**
   * What the variable of Google's client libraries says, with or without a scheme.
   *
   * @throws IllegalArgumentException when it is no address
   */
  static Optional<URI> emulator(@Nullable String value) {
    if (value == null || value.isBlank()) {
      return Optional.empty();
    }
    String text = value.trim();
    URI uri = URI.create(text.contains("://") ? text : "http://" + text);
    if (uri.getHost() == null || uri.getUserInfo() != null) {
      throw new IllegalArgumentException(
          "the environment's " + EMULATOR + " is not of the form host:port or http://host:port");
    }
    return Optional.of(uri);
  }

  private static Login login(Settings settings, Optional<URI> endpoint) {
    CredentialSource source = CREDENTIALS.in(settings);
    Optional<Path> file = SERVICE_ACCOUNT_FILE.givenIn(settings).map(Path::of);
    Optional<String> account = IMPERSONATED_ACCOUNT.givenIn(settings);
    if (source == CredentialSource.AUTO) {
      source = automatic(file, endpoint);
    }
    if (source == CredentialSource.SERVICE_ACCOUNT_FILE && file.isEmpty()) {
      throw missing(settings, SERVICE_ACCOUNT_FILE, source);
    }
    if (source == CredentialSource.IMPERSONATION && account.isEmpty()) {
      throw missing(settings, IMPERSONATED_ACCOUNT, source);
    }
    if (account.isPresent() && source != CredentialSource.IMPERSONATION) {
      throw new IllegalArgumentException(
          settings.spell(IMPERSONATED_ACCOUNT.name())
              + " needs "
              + settings.spell(CREDENTIALS.name())
              + " = impersonation");
    }
    return new Login(source, file, account);
  }

  /** A token never goes to an endpoint without TLS unless the user says so. */
  private static CredentialSource automatic(Optional<Path> file, Optional<URI> endpoint) {
    if (file.isPresent()) {
      return CredentialSource.SERVICE_ACCOUNT_FILE;
    }
    boolean plain = endpoint.filter(uri -> "http".equalsIgnoreCase(uri.getScheme())).isPresent();
    return plain ? CredentialSource.ANONYMOUS : CredentialSource.DEFAULT;
  }

  private static IllegalArgumentException missing(
      Settings settings, ConfigKey<?> key, CredentialSource source) {
    return new IllegalArgumentException(
        settings.spell(CREDENTIALS.name())
            + " = "
            + source.name().toLowerCase(Locale.ROOT).replace('_', '-')
            + " needs "
            + settings.spell(key.name()));
  }
}
