package io.s3dlio.store.s3;

import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.http.Attempt;
import java.io.Closeable;
import java.io.IOException;
import java.util.function.Function;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * One client with its credentials, through which every request goes out and every failure comes
 * back as an exception of the contract. Thread-safe.
 */
final class S3Calls implements Closeable {

  private final S3Config config;
  private final S3Credentials credentials;
  private final S3Client client;
  private final S3Errors errors;
  private final S3Failures failures;
  private volatile boolean closed;

  private S3Calls(S3Config config, S3Credentials credentials, S3Client client, S3Errors errors) {
    this.config = config;
    this.credentials = credentials;
    this.client = client;
    this.errors = errors;
    String address =
        config.address().endpoint().map(Object::toString).orElse("Amazon S3 in " + region(client));
    this.failures = new S3Failures(config, address);
  }

  /** Opens a client; sends nothing. */
  static S3Calls open(StoreContext context) throws IOException {
    S3Config config = S3Config.parse(context.settings());
    context.runtime().boundConnections(config.network().maxConnections());
    S3Credentials credentials = S3Credentials.of(config);
    S3Client client = S3Clients.open(config, credentials);
    S3Errors errors =
        new S3Errors(
            config, credentials, () -> region(client), () -> context.runtime().clock().instant());
    return new S3Calls(config, credentials, client, errors);
  }

  S3Config config() {
    return config;
  }

  S3Errors errors() {
    return errors;
  }

  S3Failures failures() {
    return failures;
  }

  /** The region that requests are signed for. */
  String region() {
    return region(client);
  }

  /**
   * Sends one request. An expired token or a skewed clock is answered by asking once more with
   * fresh credentials: that is no retry of a failure that may pass.
   */
  <T> T call(Attempt attempt, Function<S3Client, T> request) throws IOException {
    int generation = credentials.generation();
    try {
      return send(attempt, request);
    } catch (AwsServiceException e) {
      if (!again(attempt, e, generation)) {
        throw errors.refused(attempt, e);
      }
    }
    try {
      return send(attempt, request);
    } catch (AwsServiceException e) {
      throw errors.refused(attempt, e);
    }
  }

  private boolean again(Attempt attempt, AwsServiceException e, int generation) {
    if (e.isClockSkewException()) {
      // The client has set its clock by the answer's Date.
      return true;
    }
    if (!credentials.refreshable() || !S3Errors.mayBeExpired(attempt, e)) {
      return false;
    }
    credentials.refresh(generation);
    return true;
  }

  private <T> T send(Attempt attempt, Function<S3Client, T> request) throws IOException {
    if (closed) {
      throw closed(attempt.uri());
    }
    try {
      return request.apply(client);
    } catch (AwsServiceException e) {
      throw e;
    } catch (SdkException | S3Credentials.NoneFoundException | IllegalStateException e) {
      if (closed) {
        throw closed(attempt.uri());
      }
      throw failures.failed(attempt, e);
    }
  }

  static StoreException closed(ObjectUri uri) {
    return new StoreException(uri + ": the store is closed");
  }

  private static String region(S3Client client) {
    return String.valueOf(client.serviceClientConfiguration().region());
  }

  @Override
  public void close() {
    closed = true;
    client.close();
    credentials.close();
  }
}
