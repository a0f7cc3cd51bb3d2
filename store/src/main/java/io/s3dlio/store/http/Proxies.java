package io.s3dlio.store.http;

import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.Secret;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultRoutePlanner;
import org.apache.hc.client5.http.impl.routing.SystemDefaultRoutePlanner;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.jspecify.annotations.Nullable;

/**
 * Which proxy a request goes through: the one given, else what the JVM's properties say, else what
 * the environment says.
 */
final class Proxies {

  private Proxies() {}

  static void use(HttpClientBuilder builder, NetworkConfig network) {
    if (network.proxy().isEmpty()) {
      boolean properties =
          System.getProperty("https.proxyHost") != null
              || System.getProperty("http.proxyHost") != null;
      builder.setRoutePlanner(
          properties
              ? new SystemDefaultRoutePlanner(ProxySelector.getDefault())
              : new Environment(System.getenv()));
      return;
    }
    HttpHost proxy = host(network.proxy().get());
    builder.setProxy(proxy);
    if (network.proxyUser().isPresent()) {
      char[] password = network.proxyPassword().map(Secret::reveal).orElse("").toCharArray();
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(proxy),
          new UsernamePasswordCredentials(network.proxyUser().get(), password));
      builder.setDefaultCredentialsProvider(credentials);
    }
  }

  private static HttpHost host(URI uri) {
    return new HttpHost(uri.getScheme(), uri.getHost(), uri.getPort());
  }

  /** By {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY}, in upper or lower case. */
  static final class Environment extends DefaultRoutePlanner {

    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
      super(null);
      this.variables = variables;
    }

    @Override
    protected @Nullable HttpHost determineProxy(HttpHost target, HttpContext context) {
      return proxyFor(target).orElse(null);
    }

    Optional<HttpHost> proxyFor(HttpHost target) {
      String scheme = target.getSchemeName().toUpperCase(Locale.ROOT);
      return isDirect(target.getHostName().toLowerCase(Locale.ROOT))
          ? Optional.empty()
          : variable(scheme + "_PROXY").map(Environment::parse);
    }

    private static HttpHost parse(String text) {
      try {
        URI uri = new URI(text.contains("://") ? text : "http://" + text);
        if (uri.getHost() != null) {
          return host(uri);
        }
      } catch (URISyntaxException e) {
        // Its words repeat the text, in which people put passwords.
        throw noProxy();
      }
      throw noProxy();
    }

    private static IllegalArgumentException noProxy() {
      return new IllegalArgumentException(
          "a proxy of the environment is not of the form http://host:port");
    }

    private boolean isDirect(String name) {
      // As the JVM's own rule has it: nobody reaches this machine through a proxy.
      return name.equals("localhost")
          || name.startsWith("127.")
          || name.equals("::1")
          || isListed(name);
    }

    private boolean isListed(String name) {
      return variable("NO_PROXY").stream()
          .flatMap(list -> Arrays.stream(list.toLowerCase(Locale.ROOT).split(",")))
          .map(String::trim)
          .filter(entry -> !entry.isEmpty())
          .map(entry -> entry.startsWith(".") ? entry.substring(1) : entry)
          .anyMatch(entry -> entry.equals("*") || name.equals(entry) || name.endsWith("." + entry));
    }

    private Optional<String> variable(String name) {
      return Optional.ofNullable(variables.get(name))
          .or(() -> Optional.ofNullable(variables.get(name.toLowerCase(Locale.ROOT))))
          .filter(value -> !value.isBlank());
    }
  }
}
