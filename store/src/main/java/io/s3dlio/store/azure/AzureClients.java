package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpHeaders;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpPipelineBuilder;
import com.azure.core.http.ProxyOptions;
import com.azure.core.http.policy.AddDatePolicy;
import com.azure.core.http.policy.AddHeadersPolicy;
import com.azure.core.http.policy.HttpPipelinePolicy;
import com.azure.core.http.policy.RequestIdPolicy;
import com.azure.core.util.Configuration;
import com.azure.storage.common.policy.ScrubEtagPolicy;
import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.Secret;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.auth.AuthScope;
import org.apache.hc.client5.http.auth.UsernamePasswordCredentials;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.impl.routing.DefaultProxyRoutePlanner;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** Builds the HTTP client and the SDK's pipeline from our options; sends nothing. */
final class AzureClients {

  /** Shorter than the four minutes after which Azure's load balancers forget a connection. */
  private static final TimeValue KEEP = TimeValue.ofMinutes(3);

  private AzureClients() {}

  /**
   * A client of its own connections; closing it closes them.
   *
   * @throws IOException when the file of certificates cannot be read
   */
  static AzureHttp http(AzureConfig config) throws IOException {
    NetworkConfig network = config.network();
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(connections(network, config.spelling()).build())
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(timeout(network.requestTimeout().toMillis()))
                    .setResponseTimeout(timeout(network.requestTimeout().toMillis()))
                    .build())
            // RetryingStore is the only retry loop, and bodies are handed over as they are stored.
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableContentCompression()
            .disableCookieManagement()
            .disableDefaultUserAgent();
    proxy(builder, config);
    return new AzureHttp(builder.build());
  }

  private static PoolingHttpClientConnectionManagerBuilder connections(
      NetworkConfig network, UnaryOperator<String> spelling) throws IOException {
    Timeout idle = timeout(network.requestTimeout().toMillis());
    Timeout connect = timeout(network.connectTimeout().toMillis());
    PoolingHttpClientConnectionManagerBuilder builder =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(network.maxConnections())
            .setMaxConnPerRoute(network.maxConnections())
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
            .setDefaultSocketConfig(
                SocketConfig.custom()
                    .setTcpNoDelay(true)
                    .setSoKeepAlive(true)
                    .setSoTimeout(idle)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(idle)
                    .setTimeToLive(KEEP)
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build());
    Optional<TrustManager[]> trusted = network.trustManagers(spelling.apply("az.ca-bundle"));
    if (trusted.isPresent()) {
      builder.setTlsSocketStrategy(new DefaultClientTlsStrategy(tls(trusted.get())));
    }
    return builder;
  }

  private static SSLContext tls(TrustManager[] trusted) throws IOException {
    try {
      SSLContext tls = SSLContext.getInstance("TLS");
      tls.init(null, trusted, null);
      return tls;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS in this JVM: " + e.getMessage(), e);
    }
  }

  private static void proxy(HttpClientBuilder builder, AzureConfig config) {
    NetworkConfig network = config.network();
    if (network.proxy().isPresent()) {
      URI proxy = network.proxy().get();
      proxy(
          builder,
          new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()),
          network.proxyUser().orElse(null),
          network.proxyPassword().map(Secret::reveal).orElse(""));
      return;
    }
    ProxyOptions found = ProxyOptions.fromConfiguration(Configuration.getGlobalConfiguration());
    if (found != null && !isDirect(found, config.address().endpoint().getHost())) {
      InetSocketAddress address = found.getAddress();
      proxy(
          builder,
          new HttpHost(address.getHostString(), address.getPort()),
          found.getUsername(),
          Optional.ofNullable(found.getPassword()).orElse(""));
    }
  }

  private static boolean isDirect(ProxyOptions proxy, String host) {
    String direct = proxy.getNonProxyHosts();
    return direct != null && host.matches("(?i)" + direct);
  }

  private static void proxy(
      HttpClientBuilder builder, HttpHost proxy, @Nullable String user, String password) {
    builder.setRoutePlanner(new DefaultProxyRoutePlanner(proxy));
    if (user != null) {
      BasicCredentialsProvider credentials = new BasicCredentialsProvider();
      credentials.setCredentials(
          new AuthScope(proxy), new UsernamePasswordCredentials(user, password.toCharArray()));
      builder.setDefaultCredentialsProvider(credentials);
    }
  }

  private static Timeout timeout(long millis) {
    return Timeout.of(millis, TimeUnit.MILLISECONDS);
  }

  /** What every request goes through: no policy of it tries anything again. */
  static HttpPipeline pipeline(AzureConfig config, AzureHttp http, AzureCredentials credentials) {
    List<HttpPipelinePolicy> policies = new ArrayList<>();
    policies.add(new AzureRefusals());
    policies.add(new AzureBatchAnswers());
    String words = ("s3dlio " + config.network().userAgent()).trim();
    policies.add(new AddHeadersPolicy(new HttpHeaders().set(HttpHeaderName.USER_AGENT, words)));
    policies.add(new RequestIdPolicy());
    policies.add(new AddDatePolicy());
    credentials.policy(http).ifPresent(policies::add);
    policies.add(new ScrubEtagPolicy());
    return new HttpPipelineBuilder()
        .policies(policies.toArray(new HttpPipelinePolicy[0]))
        .httpClient(http)
        .build();
  }
}
