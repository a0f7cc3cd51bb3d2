package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import io.s3dlio.store.http.PooledClient;
import java.io.IOException;
import java.net.URI;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;

/** Carries the requests of Google's client library over a pool of our own. */
final class GcsTransport extends HttpTransport {

  private final CloseableHttpClient client;

  private GcsTransport(CloseableHttpClient client) {
    this.client = client;
  }

  /**
   * A transport of its own connections; sends nothing.
   *
   * @throws IOException when the file of certificates cannot be read
   */
  static GcsTransport open(GcsConfig config) throws IOException {
    String option = config.spelling().apply("gs.ca-bundle");
    return new GcsTransport(PooledClient.open(config.network(), option));
  }

  @Override
  public boolean supportsMethod(String method) {
    return true;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) {
    return new GcsExchange(client, method, URI.create(url));
  }

  @Override
  public void shutdown() throws IOException {
    client.close();
  }
}
