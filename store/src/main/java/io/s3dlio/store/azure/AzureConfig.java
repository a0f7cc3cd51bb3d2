package io.s3dlio.store.azure;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.config.ConfigKey;
import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.NetworkKeys;
import io.s3dlio.store.config.Secret;
import io.s3dlio.store.config.Settings;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * The options of the azure backend, parsed for one root: where the service is, who asks, and how
 * bytes travel.
 *
 * @param checksums whether an MD5 goes along with each body
 * @param spelling names of options as the user writes them, for messages
 */
record AzureConfig(
    AzureAddress address,
    AzureLogin login,
    NetworkConfig network,
    boolean checksums,
    UnaryOperator<String> spelling) {

  /** Where credentials are looked for. */
  enum CredentialSource {
    AUTO,
    SHARED_KEY,
    SAS,
    CONNECTION_STRING,
    DEFAULT,
    ANONYMOUS,
    EMULATOR
  }

  /** The checksum that goes along with a body. */
  enum Checksum {
    MD5,
    NONE
  }

  private static final ConfigKey<String> ENDPOINT =
      ConfigKey.text(
          "az.endpoint",
          "",
          "URL of the blob service, such as Azurite's http://127.0.0.1:10000/devstoreaccount1; by"
              + " default https://ACCOUNT.blob.core.windows.net of the account in the URI.");
  private static final ConfigKey<String> ACCOUNT =
      ConfigKey.text(
          "az.account",
          "",
          "Account that requests are signed for, where the URI names another host than the"
              + " account's own.");
  private static final ConfigKey<CredentialSource> CREDENTIALS =
      ConfigKey.choice(
          "az.credentials",
          CredentialSource.AUTO,
          CredentialSource.class,
          "Where credentials come from; auto means the connection string, key or token given here,"
              + " else those of AZURE_STORAGE_CONNECTION_STRING, AZURE_STORAGE_KEY or"
              + " AZURE_STORAGE_SAS_TOKEN when they are of this account, else Microsoft's default"
              + " chain.");
  private static final ConfigKey<Secret> CONNECTION_STRING =
      ConfigKey.secret(
          "az.connection-string-secret", "Connection string, as the Azure portal shows it.");
  private static final ConfigKey<Secret> SHARED_KEY =
      ConfigKey.secret("az.shared-key-secret", "Access key of the account, in base 64.");
  private static final ConfigKey<Secret> SAS_TOKEN =
      ConfigKey.secret("az.sas-token", "Shared access signature for the account or container.");
  private static final ConfigKey<Checksum> CHECKSUM =
      ConfigKey.choice(
          "az.checksum",
          Checksum.MD5,
          Checksum.class,
          "Checksum sent as a header with each body, which the service verifies; none saves the"
              + " time of computing it.");
  private static final NetworkKeys NETWORK = new NetworkKeys("az");

  private static final String CONNECTION_STRING_VARIABLE =
      "environment (AZURE_STORAGE_CONNECTION_STRING)";

  /** Every option declared here. */
  static final List<ConfigKey<?>> KEYS = keys();

  private static List<ConfigKey<?>> keys() {
    List<ConfigKey<?>> keys = new ArrayList<>();
    keys.addAll(List.of(ENDPOINT, ACCOUNT, CREDENTIALS, CONNECTION_STRING, SHARED_KEY, SAS_TOKEN));
    keys.addAll(NETWORK.all());
    keys.add(CHECKSUM);
    return List.copyOf(keys);
  }

  /**
   * Reads the options.
   *
   * @param environment variables by name
   * @throws IllegalArgumentException for a root or value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  static AzureConfig parse(ObjectUri root, Settings settings, Map<String, String> environment)
      throws IOException {
    AzureAddress named = AzureAddress.parse(root);
    AzureLogin login = login(named, settings, environment);
    Optional<URI> chosen = NetworkKeys.endpoint(settings, ENDPOINT).or(login::endpoint);
    AzureAddress address = named.at(chosen, ACCOUNT.givenIn(settings).or(login::account));
    if (login.kind() == AzureLogin.Kind.DEFAULT_CHAIN) {
      checkChain(address, chosen.isPresent(), settings);
    }
    return new AzureConfig(
        address,
        login,
        NETWORK.parse(settings),
        CHECKSUM.in(settings) == Checksum.MD5,
        settings::spell);
  }

  /** A token of the chain opens all that its owner may see, so not every host is to have it. */
  private static void checkChain(AzureAddress address, boolean chosen, Settings settings) {
    if (!"https".equalsIgnoreCase(address.endpoint().getScheme())) {
      throw new IllegalArgumentException(
          address.endpoint()
              + " is no https, which the default chain's tokens are sent by only; give "
              + settings.spell(SHARED_KEY.name())
              + " or choose anonymous with "
              + settings.spell(CREDENTIALS.name()));
    }
    if (!chosen && !address.isOfAzure()) {
      throw new IllegalArgumentException(
          address.root()
              + " names a host that is not Azure's own, which the default chain's tokens are not"
              + " sent to; if it is to have them, give "
              + settings.spell(ENDPOINT.name())
              + " = "
              + address.endpoint());
    }
  }

  private static AzureLogin login(
      AzureAddress address, Settings settings, Map<String, String> environment) throws IOException {
    return switch (CREDENTIALS.in(settings)) {
      case AUTO -> automatic(address, settings, environment);
      case SHARED_KEY -> needed(settings, SHARED_KEY, given(settings, SHARED_KEY));
      case SAS -> needed(settings, SAS_TOKEN, given(settings, SAS_TOKEN));
      case CONNECTION_STRING ->
          needed(settings, CONNECTION_STRING, given(settings, CONNECTION_STRING));
      case DEFAULT -> AzureLogin.defaultChain();
      case ANONYMOUS -> AzureLogin.anonymous();
      case EMULATOR -> AzureLogin.emulator();
    };
  }

  private static AzureLogin automatic(
      AzureAddress address, Settings settings, Map<String, String> environment) throws IOException {
    for (ConfigKey<Secret> key : List.of(CONNECTION_STRING, SHARED_KEY, SAS_TOKEN)) {
      Optional<AzureLogin> login = given(settings, key);
      if (login.isPresent()) {
        return login.get();
      }
    }
    if (address.account().equals(AzureAddress.EMULATOR)) {
      return AzureLogin.emulator();
    }
    boolean meant = address.isOfAzure() || NetworkKeys.endpoint(settings, ENDPOINT).isPresent();
    return inEnvironment(address.account(), meant, environment).orElseGet(AzureLogin::defaultChain);
  }

  /**
   * What Microsoft's command line reads too; never the secret of another account. A key signs and
   * stays here, but a token is sent as it is: to the account that is named beside it, and to no
   * host that nobody has chosen.
   *
   * @param meant whether the host is Azure's own or given by an option
   */
  private static Optional<AzureLogin> inEnvironment(
      String account, boolean meant, Map<String, String> environment) {
    Optional<AzureLogin> whole =
        variable(environment, "AZURE_STORAGE_CONNECTION_STRING")
            .map(text -> AzureLogin.connectionString(Secret.of(text), CONNECTION_STRING_VARIABLE))
            .filter(login -> login.account().filter(account::equals).isPresent())
            .filter(
                login ->
                    meant || login.endpoint().isPresent() || login.kind() != AzureLogin.Kind.SAS);
    Optional<String> owner = variable(environment, "AZURE_STORAGE_ACCOUNT");
    if (whole.isPresent() || owner.filter(name -> !name.equals(account)).isPresent()) {
      return whole;
    }
    return variable(environment, "AZURE_STORAGE_KEY")
        .map(key -> AzureLogin.sharedKey(Secret.of(key), "environment (AZURE_STORAGE_KEY)"))
        .or(
            () ->
                variable(environment, "AZURE_STORAGE_SAS_TOKEN")
                    .filter(token -> meant && owner.isPresent())
                    .map(
                        token ->
                            AzureLogin.sas(
                                Secret.of(token), "environment (AZURE_STORAGE_SAS_TOKEN)")));
  }

  private static Optional<String> variable(Map<String, String> environment, String name) {
    return Optional.ofNullable(environment.get(name)).filter(text -> !text.isBlank());
  }

  private static Optional<AzureLogin> given(Settings settings, ConfigKey<Secret> key)
      throws IOException {
    String from = "option " + settings.spell(key.name());
    Optional<Secret> secret = key.secretIn(settings);
    if (key == SHARED_KEY) {
      return secret.map(value -> AzureLogin.sharedKey(value, from));
    }
    return key == SAS_TOKEN
        ? secret.map(value -> AzureLogin.sas(value, from))
        : secret.map(value -> AzureLogin.connectionString(value, from));
  }

  private static AzureLogin needed(
      Settings settings, ConfigKey<Secret> key, Optional<AzureLogin> login) {
    return login.orElseThrow(
        () ->
            new IllegalArgumentException(
                settings.spell(CREDENTIALS.name())
                    + " = "
                    + settings.find(CREDENTIALS.name()).orElse("")
                    + " needs "
                    + settings.spell(key.name())));
  }
}
