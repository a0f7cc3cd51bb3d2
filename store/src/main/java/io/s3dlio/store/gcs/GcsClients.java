package io.s3dlio.store.gcs;

import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import io.s3dlio.store.config.NetworkConfig;
import java.io.IOException;
import java.net.URI;

/** Builds the client of the JSON API from our options; sends nothing. */
final class GcsClients {

  /** Google's own address, as its page "Cloud Storage request endpoints" gives it. */
  private static final URI GOOGLE = URI.create("https://storage.googleapis.com");

  private GcsClients() {}

  /** Where requests go. */
  static URI address(GcsConfig config) {
    return config.endpoint().orElse(GOOGLE);
  }

  static Storage open(GcsConfig config, GcsTransport transport, GcsCredentials credentials) {
    Storage.Builder builder =
        new Storage.Builder(
            transport,
            GsonFactory.getDefaultInstance(),
            new Preparation(config.network(), credentials));
    String address = address(config).toString();
    return builder
        .setRootUrl(address.endsWith("/") ? address : address + "/")
        .setServicePath("storage/v1/")
        .setBatchPath("batch/storage/v1")
        .setApplicationName(("s3dlio " + config.network().userAgent()).trim())
        .build();
  }

  /** What is done to every request, those inside a batch too. */
  record Preparation(NetworkConfig network, GcsCredentials credentials)
      implements HttpRequestInitializer {

    @Override
    public void initialize(HttpRequest request) throws IOException {
      request
          // RetryingStore is the only retry loop.
          .setNumberOfRetries(0)
          .setFollowRedirects(false)
          // A refusal is taken apart by us.
          .setThrowExceptionOnExecuteError(false)
          // It would write tokens into logs.
          .setLoggingEnabled(false)
          .setCurlLoggingEnabled(false)
          .setConnectTimeout(Math.toIntExact(network.connectTimeout().toMillis()))
          .setReadTimeout(Math.toIntExact(network.requestTimeout().toMillis()));
      credentials
          .headers(request.getUrl() == null ? GOOGLE : request.getUrl().toURI())
          .forEach((name, values) -> request.getHeaders().set(name, values));
    }
  }
}
