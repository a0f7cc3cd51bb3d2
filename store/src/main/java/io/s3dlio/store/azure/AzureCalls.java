package io.s3dlio.store.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.http.HttpMethod;
import com.azure.core.http.HttpPipeline;
import com.azure.core.http.HttpRequest;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.blob.BlobServiceVersion;
import com.azure.storage.blob.models.BlobStorageException;
import com.azure.storage.blob.specialized.BlockBlobClient;
import com.azure.storage.common.Utility;
import io.s3dlio.store.ByteRange;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.http.Attempt;
import io.s3dlio.store.http.RangedReader;
import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One account's client with its credentials, through which every request goes out and every failure
 * comes back as an exception of the contract. Thread-safe.
 */
final class AzureCalls implements Closeable {

  private static final HttpHeaderName VERSION = HttpHeaderName.fromString("x-ms-version");

  private final AzureConfig config;
  private final AzureCredentials credentials;
  private final AzureHttp http;
  private final HttpPipeline pipeline;
  private final BlobServiceClient service;
  private final @Nullable BlobContainerClient container;
  private final AzureErrors errors;
  private final AzureFailures failures;
  private volatile boolean closed;

  private AzureCalls(AzureConfig config, AzureCredentials credentials, StoreContext context)
      throws IOException {
    this.config = config;
    this.credentials = credentials;
    this.http = AzureClients.http(config);
    this.pipeline = AzureClients.pipeline(config, http, credentials);
    this.service =
        new BlobServiceClientBuilder()
            .endpoint(config.address().endpoint().toString())
            .pipeline(pipeline)
            .buildClient();
    checkWhole(config, service.getAccountUrl());
    String name = config.address().container();
    this.container = name.isEmpty() ? null : service.getBlobContainerClient(name);
    this.errors = new AzureErrors(config, credentials, () -> context.runtime().clock().instant());
    this.failures = new AzureFailures(config, credentials);
  }

  /** The SDK drops the path of an endpoint that names no port. */
  private static void checkWhole(AzureConfig config, String used) {
    String given = config.address().endpoint().toString();
    if (!used.equals(given)) {
      throw new IllegalArgumentException(
          config.spelling().apply("az.endpoint")
              + ": "
              + given
              + " would be asked as "
              + used
              + "; an account in the path needs a port before it, such as"
              + " http://127.0.0.1:10000/devstoreaccount1");
    }
  }

  /** Opens a client for the root's account; sends nothing. */
  static AzureCalls open(ObjectUri root, StoreContext context) throws IOException {
    AzureConfig config = AzureConfig.parse(root, context.settings(), System.getenv());
    context.runtime().boundConnections(config.network().maxConnections());
    AzureCredentials credentials =
        AzureCredentials.of(config, () -> context.runtime().clock().instant());
    return new AzureCalls(config, credentials, context);
  }

  AzureConfig config() {
    return config;
  }

  AzureCredentials credentials() {
    return credentials;
  }

  AzureErrors errors() {
    return errors;
  }

  AzureFailures failures() {
    return failures;
  }

  BlobServiceClient service() {
    return service;
  }

  /** The root's container; only of a root that names one. */
  BlobContainerClient container() {
    if (container == null) {
      throw new IllegalStateException(config.address().root() + " names no container");
    }
    return container;
  }

  /** The address of one object, as the service and its SDK write it. */
  String url(String key) {
    return container().getBlobContainerUrl() + "/" + Utility.urlEncode(key);
  }

  BlockBlobClient object(String key) {
    return container().getBlobClient(key).getBlockBlobClient();
  }

  /** Sends one request of the SDK. */
  <T> T call(Attempt attempt, Supplier<T> request) throws IOException {
    checkReady(attempt);
    try {
      return request.get();
    } catch (BlobStorageException e) {
      throw errors.refused(attempt, e);
    } catch (RuntimeException e) {
      throw failed(attempt, e);
    }
  }

  /**
   * Sends one GET whose body is read as it arrives, so not through the SDK's download, which hands
   * it out in buffers of its own.
   *
   * @param etag the version that must be read
   */
  AzureAnswer get(Attempt attempt, String key, ByteRange range, Optional<String> etag)
      throws IOException {
    HttpRequest request = new HttpRequest(HttpMethod.GET, url(key));
    request.setHeader(VERSION, BlobServiceVersion.getLatest().getVersion());
    // The SDK signs it, and one that is missing as the word null.
    request.setHeader(HttpHeaderName.CONTENT_LENGTH, "0");
    RangedReader.header(range).ifPresent(text -> request.setHeader(HttpHeaderName.RANGE, text));
    etag.ifPresent(known -> request.setHeader(HttpHeaderName.IF_MATCH, AzureMapping.quoted(known)));
    return call(attempt, () -> (AzureAnswer) pipeline.sendSync(request, AzureHttp.STREAMED));
  }

  private void checkReady(Attempt attempt) throws IOException {
    if (closed) {
      throw closed(attempt.uri());
    }
    if (Thread.currentThread().isInterrupted()) {
      throw new InterruptedIOException(attempt + ": interrupted");
    }
  }

  private IOException failed(Attempt attempt, RuntimeException e) {
    return closed ? closed(attempt.uri()) : failures.failed(attempt, e);
  }

  static StoreException closed(ObjectUri uri) {
    return new StoreException(uri + ": the store is closed");
  }

  @Override
  public void close() {
    closed = true;
    http.close();
  }
}
