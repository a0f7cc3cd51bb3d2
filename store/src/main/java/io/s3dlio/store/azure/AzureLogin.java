package io.s3dlio.store.azure;

import io.s3dlio.store.config.Secret;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Who asks, as found in options and environment.
 *
 * @param kind how requests are authorised
 * @param secret the shared key or SAS token
 * @param from where it was found, for messages
 * @param account that the secret is of, where its place names one
 * @param endpoint of the blob service, where a connection string names one
 */
record AzureLogin(
    Kind kind,
    Optional<Secret> secret,
    String from,
    Optional<String> account,
    Optional<URI> endpoint) {

  /** How requests are authorised. */
  enum Kind {
    SHARED_KEY,
    SAS,
    DEFAULT_CHAIN,
    ANONYMOUS
  }

  /** The key of the emulators' account, published in "Use the Azurite emulator". */
  private static final String EMULATOR_KEY =
      "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

  static AzureLogin sharedKey(Secret key, String from) {
    return new AzureLogin(
        Kind.SHARED_KEY, Optional.of(key), from, Optional.empty(), Optional.empty());
  }

  /** A token with or without the question mark that portals put before it. */
  static AzureLogin sas(Secret token, String from) {
    Secret bare = Secret.of(token.reveal().trim().replaceFirst("^\\?", ""));
    return new AzureLogin(Kind.SAS, Optional.of(bare), from, Optional.empty(), Optional.empty());
  }

  static AzureLogin defaultChain() {
    return new AzureLogin(
        Kind.DEFAULT_CHAIN,
        Optional.empty(),
        "the default chain (environment, workload and managed identity, developer tools)",
        Optional.empty(),
        Optional.empty());
  }

  static AzureLogin anonymous() {
    return new AzureLogin(
        Kind.ANONYMOUS, Optional.empty(), "nobody", Optional.empty(), Optional.empty());
  }

  static AzureLogin emulator() {
    return sharedKey(Secret.of(EMULATOR_KEY), "the emulator's well-known key");
  }

  /**
   * Reads a connection string, as "Configure Azure Storage connection strings" describes it.
   *
   * @throws IllegalArgumentException without its text, which holds a secret
   */
  static AzureLogin connectionString(Secret text, String from) {
    Map<String, String> fields = fields(text.reveal(), from);
    if ("true".equalsIgnoreCase(fields.get("usedevelopmentstorage"))) {
      return emulator();
    }
    Optional<String> account = Optional.ofNullable(fields.get("accountname"));
    Optional<URI> endpoint = endpoint(fields, account, from);
    String key = fields.get("accountkey");
    String token = fields.get("sharedaccesssignature");
    AzureLogin login;
    if (key != null) {
      login = sharedKey(Secret.of(key), from);
    } else if (token != null) {
      login = sas(Secret.of(token), from);
    } else {
      throw new IllegalArgumentException(
          from + " holds neither AccountKey nor SharedAccessSignature");
    }
    return new AzureLogin(login.kind(), login.secret(), from, account, endpoint);
  }

  private static Map<String, String> fields(String text, String from) {
    Map<String, String> fields = new HashMap<>();
    for (String field : text.split(";")) {
      int equals = field.indexOf('=');
      if (equals > 0) {
        fields.put(
            field.substring(0, equals).trim().toLowerCase(Locale.ROOT),
            field.substring(equals + 1).trim());
      } else if (!field.isBlank()) {
        throw new IllegalArgumentException(from + " is not of the form Name=value;Name=value");
      }
    }
    return fields;
  }

  private static Optional<URI> endpoint(
      Map<String, String> fields, Optional<String> account, String from) {
    String given = fields.get("blobendpoint");
    String suffix = fields.get("endpointsuffix");
    if (given == null && (suffix == null || account.isEmpty())) {
      return Optional.empty();
    }
    String scheme = fields.getOrDefault("defaultendpointsprotocol", "https");
    String text = given != null ? given : scheme + "://" + account.get() + ".blob." + suffix;
    URI uri;
    try {
      uri = new URI(text);
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException(from + " names an endpoint that is no URL");
    }
    // Messages show the endpoint, and portals offer one with a token behind it.
    if (uri.getHost() == null || uri.getUserInfo() != null || uri.getQuery() != null) {
      throw new IllegalArgumentException(
          from + " names an endpoint with more than host, port and path, or without a host");
    }
    return Optional.of(uri);
  }
}
