package io.s3dlio.store.http;

import io.s3dlio.store.config.NetworkConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.config.TlsConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;

/**
 * Builds an HTTP client with a bounded pool of connections of its own.
 *
 * <p>Nothing is done behind our back: no retry, no redirect, no cookie, no decompression.
 */
public final class PooledClient {

  /** Shorter than the time after which load balancers forget a connection: four minutes. */
  private static final TimeValue LONGEST_LIFE = TimeValue.ofMinutes(3);

  private PooledClient() {}

  /**
   * A client of its own connections; closing it closes them. Sends nothing.
   *
   * @param caBundle the option of that name as the user spells it, for messages
   * @throws IOException when the file of certificates cannot be read
   */
  public static CloseableHttpClient open(NetworkConfig network, String caBundle)
      throws IOException {
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(connections(network, network.trustManagers(caBundle)))
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setConnectionRequestTimeout(Timeout.of(network.requestTimeout()))
                    .setResponseTimeout(Timeout.of(network.requestTimeout()))
                    .build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression()
            .disableDefaultUserAgent();
    Proxies.use(builder, network);
    return builder.build();
  }

  private static PoolingHttpClientConnectionManager connections(
      NetworkConfig network, Optional<TrustManager[]> trusted) throws IOException {
    Timeout connect = Timeout.of(network.connectTimeout());
    Timeout silence = Timeout.of(network.requestTimeout());
    PoolingHttpClientConnectionManagerBuilder pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(network.maxConnections())
            .setMaxConnPerRoute(network.maxConnections())
            .setDefaultTlsConfig(TlsConfig.custom().setHandshakeTimeout(connect).build())
            .setDefaultSocketConfig(
                SocketConfig.custom()
                    .setTcpNoDelay(true)
                    .setSoKeepAlive(true)
                    .setSoTimeout(silence)
                    .build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(connect)
                    .setSocketTimeout(silence)
                    .setTimeToLive(LONGEST_LIFE)
                    .setValidateAfterInactivity(TimeValue.ofSeconds(1))
                    .build());
    if (trusted.isPresent()) {
      pool.setTlsSocketStrategy(
          ClientTlsStrategyBuilder.create().setSslContext(context(trusted.get())).buildClassic());
    }
    return pool.build();
  }

  private static SSLContext context(TrustManager[] trusted) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, trusted, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IOException("no TLS with the given certificates: " + e, e);
    }
  }
}
