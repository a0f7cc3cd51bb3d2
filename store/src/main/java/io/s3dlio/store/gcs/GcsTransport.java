package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.s3dlio.store.config.NetworkConfig;
import java.io.IOException;
import java.net.URI;
import java.security.GeneralSecurityException;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.ClientTlsStrategyBuilder;
import org.apache.hc.core5.http.io.SocketConfig;

/**
 * Carries the requests of Google's client library over a bounded pool of connections, with bodies
 * that can be given up: the client that the s3 backend uses, so that there is one HTTP stack.
 *
 * <p>Nothing is done behind our back: no retry, no redirect, no cookie, no decompression.
 */
final class GcsTransport extends HttpTransport {

  private final CloseableHttpClient client;
  private final NetworkConfig network;

  private GcsTransport(CloseableHttpClient client, NetworkConfig network) {
    this.client = client;
    this.network = network;
  }

  /**
   * A transport of its own connections; sends nothing.
   *
   * @param spelling names of options as the user writes them
   * @throws IOException when the file of certificates cannot be read
   */
  static GcsTransport open(NetworkConfig network, UnaryOperator<String> spelling)
      throws IOException {
    PoolingHttpClientConnectionManagerBuilder pool =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnTotal(network.maxConnections())
            .setMaxConnPerRoute(network.maxConnections())
            .setDefaultSocketConfig(
                SocketConfig.custom().setTcpNoDelay(true).setSoKeepAlive(true).build())
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(network.connectTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .setSocketTimeout(
                        (int) network.requestTimeout().toMillis(), TimeUnit.MILLISECONDS)
                    .build());
    Optional<TrustManager[]> trusted = network.trustManagers(spelling.apply("gs.ca-bundle"));
    if (trusted.isPresent()) {
      pool.setTlsSocketStrategy(
          ClientTlsStrategyBuilder.create().setSslContext(context(trusted.get())).buildClassic());
    }
    HttpClientBuilder builder =
        HttpClientBuilder.create()
            .setConnectionManager(pool.build())
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableContentCompression();
    GcsProxy.use(builder, network);
    return new GcsTransport(builder.build(), network);
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

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new GcsExchange(client, network, method, URI.create(url));
  }

  @Override
  public void shutdown() throws IOException {
    client.close();
  }
}
