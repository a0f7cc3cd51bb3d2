package io.s3dlio.store.gcs;

import com.google.api.client.googleapis.batch.BatchRequest;
import com.google.api.client.http.HttpHeaders;
import com.google.api.client.http.HttpMethods;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.StorageRequest;
import com.google.auth.oauth2.AccessToken;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.http.Attempt;
import java.io.Closeable;
import java.io.IOException;

/**
 * One client with its credentials, through which every request goes out and every failure comes
 * back as an exception of the contract. Thread-safe.
 */
final class GcsCalls implements Closeable {

  /** Builds one request; called again when the request has to be sent again. */
  interface Request<T> {
    StorageRequest<T> on(Storage storage) throws IOException;
  }

  /** Does something with the client that may be refused. */
  interface Action<T> {
    T on(Storage storage) throws IOException;
  }

  private static final String OVERRIDE = "X-HTTP-Method-Override";

  private final GcsConfig config;
  private final GcsCredentials credentials;
  private final GcsTransport transport;
  private final Storage storage;
  private final GcsErrors errors;
  private final GcsFailures failures;
  private volatile boolean closed;

  private GcsCalls(GcsConfig config, GcsTransport transport, GcsCredentials credentials) {
    this.config = config;
    this.transport = transport;
    this.credentials = credentials;
    this.storage = GcsClients.open(config, transport, credentials);
    this.errors = new GcsErrors(config, credentials);
    this.failures = new GcsFailures(config);
  }

  /** Opens a client; sends nothing. */
  static GcsCalls open(StoreContext context) throws IOException {
    GcsConfig config = GcsConfig.parse(context.settings());
    context.runtime().boundConnections(config.network().maxConnections());
    GcsTransport transport = GcsTransport.open(config);
    return new GcsCalls(config, transport, GcsCredentials.of(config, transport));
  }

  GcsConfig config() {
    return config;
  }

  GcsCredentials credentials() {
    return credentials;
  }

  GcsTransport transport() {
    return transport;
  }

  GcsErrors errors() {
    return errors;
  }

  GcsFailures failures() {
    return failures;
  }

  /** Sends one request and reads its whole answer. */
  <T> T call(Attempt attempt, Request<T> request) throws IOException {
    return guarded(
        attempt,
        client -> {
          StorageRequest<T> built = prepared(request.on(client));
          return parsed(send(built), built.getResponseClass());
        });
  }

  private static <T> T parsed(HttpResponse response, Class<T> type) throws IOException {
    try {
      T answer = response.parseAs(type);
      if (answer != null) {
        return answer;
      }
    } catch (RuntimeException e) {
      throw new IOException("the answer was cut off or is not of the JSON API", e);
    } finally {
      response.disconnect();
    }
    throw new IOException("the answer is empty");
  }

  /** Sends one request whose answer has nothing to say. */
  void run(Attempt attempt, Request<Void> request) throws IOException {
    HttpResponse response = open(attempt, request);
    try {
      response.disconnect();
    } catch (IOException e) {
      throw failures.failed(attempt, e);
    }
  }

  /** Sends one request and hands over its answer, whose body is still coming. */
  <T> HttpResponse open(Attempt attempt, Request<T> request) throws IOException {
    return guarded(attempt, client -> send(prepared(request.on(client))));
  }

  /**
   * Does something that may be refused. A token that is refused is answered by asking once more
   * with a fresh one: that is no retry of a failure that may pass.
   */
  <T> T guarded(Attempt attempt, Action<T> action) throws IOException {
    AccessToken token = credentials.token();
    try {
      return once(attempt, action);
    } catch (GcsRefusedException e) {
      if (e.status() != 401 || !credentials.refreshable()) {
        throw errors.refused(attempt, e);
      }
    }
    try {
      return once(
          attempt,
          client -> {
            credentials.refresh(token);
            return action.on(client);
          });
    } catch (GcsRefusedException e) {
      throw errors.refused(attempt, e);
    }
  }

  private <T> T once(Attempt attempt, Action<T> action) throws IOException {
    if (closed) {
      throw closed(attempt.uri());
    }
    try {
      return action.on(storage);
    } catch (GcsRefusedException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      if (closed) {
        throw closed(attempt.uri());
      }
      throw failures.failed(attempt, e);
    }
  }

  /** An empty batch, whose own refusals come as Google's exceptions. */
  BatchRequest batch(Storage client) {
    HttpRequestInitializer prepare = client.getRequestFactory().getInitializer();
    return client.batch(
        request -> {
          prepare.initialize(request);
          request.setThrowExceptionOnExecuteError(true);
        });
  }

  /** What every request says. */
  <R extends StorageRequest<?>> R prepared(R request) {
    request.setDisableGZipContent(true);
    config.userProject().ifPresent(project -> request.set("userProject", project));
    return request;
  }

  private static HttpResponse send(StorageRequest<?> request) throws IOException {
    HttpResponse response =
        request.getMediaHttpUploader() == null
            ? plain(request).execute()
            : request.executeUnparsed();
    if (!response.isSuccessStatusCode()) {
      throw GcsRefusedException.of(response);
    }
    return response;
  }

  /** Google's client turns a GET of a long address into a POST with a body, which not all take. */
  private static HttpRequest plain(StorageRequest<?> request) throws IOException {
    HttpRequest http = request.buildHttpRequest();
    HttpHeaders headers = http.getHeaders();
    if (headers.containsKey(OVERRIDE)) {
      headers.remove(OVERRIDE);
      http.setRequestMethod(HttpMethods.GET).setUrl(request.buildHttpRequestUrl()).setContent(null);
    }
    return http;
  }

  static StoreException closed(ObjectUri uri) {
    return new StoreException(uri + ": the store is closed");
  }

  @Override
  public void close() throws IOException {
    closed = true;
    transport.shutdown();
  }
}
