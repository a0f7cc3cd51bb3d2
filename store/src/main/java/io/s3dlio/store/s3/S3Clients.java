package io.s3dlio.store.s3;

import io.s3dlio.store.config.NetworkConfig;
import io.s3dlio.store.config.Secret;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import javax.net.ssl.TrustManager;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.client.config.ClientOverrideConfiguration;
import software.amazon.awssdk.core.client.config.SdkAdvancedClientOption;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache5.Apache5HttpClient;
import software.amazon.awssdk.http.apache5.ProxyConfiguration;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.profiles.ProfileFileSystemSetting;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.AwsProfileRegionProvider;
import software.amazon.awssdk.regions.providers.AwsRegionProvider;
import software.amazon.awssdk.regions.providers.SystemSettingsRegionProvider;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;

/** Builds the SDK's client from our options; sends nothing. */
final class S3Clients {

  private S3Clients() {}

  /**
   * A client of its own connections; closing it closes them.
   *
   * @throws IOException when the file of certificates cannot be read
   */
  static S3Client open(S3Config config, S3Credentials credentials) throws IOException {
    Optional<URI> endpoint = endpoint(config.address());
    checkKeyIsSafe(config, endpoint);
    S3ClientBuilder builder =
        S3Client.builder()
            .credentialsProvider(credentials)
            .region(region(config))
            .forcePathStyle(pathStyle(config.address().pathStyle(), endpoint.isPresent()))
            .httpClientBuilder(http(config))
            .overrideConfiguration(overrides(config))
            // Bodies are in memory: their checksum is a header of ours, not a trailer, and the
            // bodies of answers are checked by the layers that know whole objects.
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .serviceConfiguration(service -> service.chunkedEncodingEnabled(false));
    endpoint.ifPresent(builder::endpointOverride);
    return builder.build();
  }

  /** As given, else from where the SDKs look without asking the network, else us-east-1. */
  static Region region(S3Config config) {
    Optional<String> given = config.address().region();
    if (given.isPresent()) {
      return Region.of(given.get());
    }
    List<AwsRegionProvider> places =
        List.of(
            new SystemSettingsRegionProvider(),
            new AwsProfileRegionProvider(
                ProfileFile::defaultProfileFile, profileName(config.login())));
    for (AwsRegionProvider place : places) {
      try {
        Region found = place.getRegion();
        if (found != null) {
          return found;
        }
      } catch (SdkClientException e) {
        // Not set there: the next place is asked.
      }
    }
    return Region.US_EAST_1;
  }

  private static String profileName(S3Login login) {
    return login.profile().orElseGet(ProfileFileSystemSetting.AWS_PROFILE::getStringValueOrThrow);
  }

  private static Optional<URI> endpoint(S3Config.Address address) {
    return address
        .endpoint()
        .or(
            () ->
                Stream.<Supplier<String>>of(
                        () -> System.getProperty("aws.endpointUrlS3"),
                        () -> System.getenv("AWS_ENDPOINT_URL_S3"),
                        () -> System.getProperty("aws.endpointUrl"),
                        () -> System.getenv("AWS_ENDPOINT_URL"))
                    .map(Supplier::get)
                    .filter(text -> text != null && !text.isBlank())
                    .findFirst()
                    .map(URI::create));
  }

  private static boolean pathStyle(S3Config.PathStyle style, boolean ownEndpoint) {
    return switch (style) {
      case AUTO -> ownEndpoint;
      case TRUE -> true;
      case FALSE -> false;
    };
  }

  /** A key must not be readable by whoever carries it; Amazon S3 refuses it over http as well. */
  private static void checkKeyIsSafe(S3Config config, Optional<URI> endpoint) {
    if (config.encryption().customerKey().isPresent()
        && endpoint.filter(S3CustomerKey::readableOnTheWayTo).isPresent()) {
      throw new IllegalArgumentException(
          config.spelling().apply("s3.sse-c-key-secret")
              + " is sent with each request; make "
              + config.spelling().apply("s3.endpoint")
              + " = "
              + endpoint.get()
              + " an https one");
    }
  }

  private static ClientOverrideConfiguration overrides(S3Config config) {
    ClientOverrideConfiguration.Builder builder =
        ClientOverrideConfiguration.builder()
            // RetryingStore is the only retry loop.
            .retryStrategy(AwsRetryStrategy.doNotRetry());
    config.encryption().customerKey().ifPresent(builder::addExecutionInterceptor);
    if (config.requesterPays()) {
      builder.putHeader("x-amz-request-payer", "requester");
    }
    String words = ("s3dlio " + config.network().userAgent()).trim();
    return builder.putAdvancedOption(SdkAdvancedClientOption.USER_AGENT_SUFFIX, words).build();
  }

  /**
   * The HTTP client of the options.
   *
   * @throws IOException when the file of certificates cannot be read
   */
  static Apache5HttpClient.Builder http(S3Config config) throws IOException {
    NetworkConfig network = config.network();
    Apache5HttpClient.Builder builder =
        Apache5HttpClient.builder()
            .maxConnections(network.maxConnections())
            .connectionTimeout(network.connectTimeout())
            .socketTimeout(network.requestTimeout())
            .connectionAcquisitionTimeout(network.requestTimeout())
            .tcpKeepAlive(true);
    if (network.proxy().isPresent()) {
      builder.proxyConfiguration(proxy(network, network.proxy().get()));
    }
    Optional<TrustManager[]> trusted =
        network.trustManagers(config.spelling().apply("s3.ca-bundle"));
    trusted.ifPresent(managers -> builder.tlsTrustManagersProvider(() -> managers));
    return builder;
  }

  private static ProxyConfiguration proxy(NetworkConfig network, URI proxy) {
    ProxyConfiguration.Builder builder =
        ProxyConfiguration.builder()
            .endpoint(proxy)
            .useSystemPropertyValues(false)
            .useEnvironmentVariableValues(false);
    network.proxyUser().ifPresent(builder::username);
    network.proxyPassword().map(Secret::reveal).ifPresent(builder::password);
    return builder.build();
  }
}
