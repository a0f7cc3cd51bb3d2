package io.s3dlio.store.config;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The options by which a service is reached over HTTP: the same ones for each area. */
public final class NetworkKeys {

  private final ConfigKey<String> caBundle;
  private final ConfigKey<String> proxy;
  private final ConfigKey<String> proxyUser;
  private final ConfigKey<Secret> proxyPassword;
  private final ConfigKey<Integer> maxConnections;
  private final ConfigKey<Duration> connectTimeout;
  private final ConfigKey<Duration> requestTimeout;
  private final ConfigKey<String> userAgent;

  /**
   * The options of one area.
   *
   * @param area what their names begin with, such as {@code s3}
   */
  public NetworkKeys(String area) {
    caBundle =
        ConfigKey.text(
            area + ".ca-bundle",
            "",
            "PEM file of the certificates to trust, instead of those the JVM trusts.");
    proxy =
        ConfigKey.text(
            area + ".proxy",
            "",
            "HTTP proxy as host:port; by default the JVM's proxy properties, then HTTP_PROXY and"
                + " HTTPS_PROXY.");
    proxyUser = ConfigKey.text(area + ".proxy-user", "", "User name for the proxy.");
    proxyPassword = ConfigKey.secret(area + ".proxy-password", "Password for the proxy.");
    maxConnections =
        ConfigKey.integer(
            area + ".max-connections",
            256,
            1,
            10_000,
            "Most connections of one store; each body being read holds one, and open files keep at"
                + " most half of them, and 64 in all, between two reads.");
    connectTimeout =
        ConfigKey.duration(
            area + ".connect-timeout", "5s", "10ms", "10m", "How long connecting may take.");
    requestTimeout =
        ConfigKey.duration(
            area + ".request-timeout",
            "60s",
            "10ms",
            "1h",
            "How long a request may go without a byte before it counts as failed.");
    userAgent =
        ConfigKey.text(
            area + ".user-agent",
            "",
            "Words added to the User-Agent header, to find requests in logs.");
  }

  /** Every option declared here. */
  public List<ConfigKey<?>> all() {
    return List.of(
        caBundle,
        proxy,
        proxyUser,
        proxyPassword,
        maxConnections,
        connectTimeout,
        requestTimeout,
        userAgent);
  }

  /**
   * Reads the options.
   *
   * @throws IllegalArgumentException for a value that cannot be
   * @throws IOException when a place that keeps secrets cannot be read
   */
  public NetworkConfig parse(Settings settings) throws IOException {
    return new NetworkConfig(
        caBundle.givenIn(settings).map(Path::of),
        proxy(settings),
        proxyUser.givenIn(settings),
        proxyPassword.secretIn(settings),
        maxConnections.in(settings),
        connectTimeout.in(settings),
        requestTimeout.in(settings),
        userAgent.in(settings));
  }

  private Optional<URI> proxy(Settings settings) {
    Optional<String> given = proxy.givenIn(settings);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    String text = given.get();
    URI uri = uri(settings, proxy, text.contains("://") ? text : "http://" + text);
    if (uri.getHost() == null || uri.getPort() < 0 || uri.getUserInfo() != null) {
      throw refusal(
          settings, proxy, "is not of the form host:port (user and password have own options)");
    }
    return Optional.of(uri);
  }

  /**
   * The URL of a service: http or https, with a host, without user, query and fragment.
   *
   * @throws IllegalArgumentException naming the option, never its value: people put passwords there
   */
  public static Optional<URI> endpoint(Settings settings, ConfigKey<String> key) {
    Optional<String> given = key.givenIn(settings);
    if (given.isEmpty()) {
      return Optional.empty();
    }
    URI uri = uri(settings, key, given.get());
    String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
    if (!(scheme.equals("http") || scheme.equals("https")) || uri.getHost() == null) {
      throw refusal(settings, key, "is not of the form http://host:port or https://host");
    }
    if (uri.getUserInfo() != null || uri.getQuery() != null || uri.getFragment() != null) {
      throw refusal(settings, key, "may hold neither user, query nor fragment");
    }
    return Optional.of(uri);
  }

  private static URI uri(Settings settings, ConfigKey<String> key, String text) {
    try {
      return new URI(text);
    } catch (URISyntaxException e) {
      throw refusal(settings, key, "is no URL");
    }
  }

  private static IllegalArgumentException refusal(Settings settings, ConfigKey<?> key, String why) {
    return new IllegalArgumentException(settings.spell(key.name()) + " " + why);
  }
}
