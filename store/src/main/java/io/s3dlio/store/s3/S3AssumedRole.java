package io.s3dlio.store.s3;

import java.io.IOException;
import java.io.UncheckedIOException;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;
import software.amazon.awssdk.services.sts.model.AssumeRoleRequest;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * Credentials of a role, got from AWS's Security Token Service with those of somebody who may
 * assume it, and renewed before they expire. Thread-safe.
 */
final class S3AssumedRole implements AwsCredentialsProvider, SdkAutoCloseable {

  private final S3Credentials own;
  private final StsClient client;
  private final StsAssumeRoleCredentialsProvider provider;

  private S3AssumedRole(
      S3Credentials own, StsClient client, StsAssumeRoleCredentialsProvider provider) {
    this.own = own;
    this.client = client;
    this.provider = provider;
  }

  /**
   * Finds the credentials that are to assume the role; does not assume it yet.
   *
   * @param own closed by {@link #close}
   * @throws S3Credentials.NoneFoundException when there are none
   */
  static S3AssumedRole open(S3Config config, S3Role role, S3Credentials own) {
    // First, so that the failure names every source instead of the token service.
    own.resolveCredentials();
    StsClient client = client(config, role, own);
    AssumeRoleRequest request =
        AssumeRoleRequest.builder()
            .roleArn(role.arn())
            .roleSessionName(role.sessionName())
            .externalId(role.externalId().orElse(null))
            .durationSeconds((int) role.duration().toSeconds())
            .build();
    return new S3AssumedRole(
        own,
        client,
        StsAssumeRoleCredentialsProvider.builder()
            .stsClient(client)
            .refreshRequest(request)
            .build());
  }

  private static StsClient client(S3Config config, S3Role role, S3Credentials own) {
    try {
      StsClientBuilder builder =
          StsClient.builder()
              .credentialsProvider(own)
              .region(S3Clients.region(config))
              .httpClientBuilder(S3Clients.http(config).maxConnections(1));
      role.endpoint().ifPresent(builder::endpointOverride);
      return builder.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public AwsCredentials resolveCredentials() {
    return provider.resolveCredentials();
  }

  @Override
  public void close() {
    provider.close();
    client.close();
    own.close();
  }
}
