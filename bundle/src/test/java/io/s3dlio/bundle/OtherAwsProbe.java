package io.s3dlio.bundle;

import java.net.URI;
import java.util.Map;
import java.util.concurrent.Callable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** What a user's own code does with the user's own SDK, on one class path with the bundle. */
public final class OtherAwsProbe implements Callable<String> {
  private final String bucket;
  private final Map<String, String> settings;

  public OtherAwsProbe(String root, Map<String, String> settings) {
    this.bucket = URI.create(root).getAuthority();
    this.settings = settings;
  }

  /** Puts and reads one object; and from which jar that was done. */
  @Override
  public String call() {
    String id = settings.getOrDefault("s3.access-key-id", "");
    String secret = settings.getOrDefault("s3.access-key-secret", "");
    String token = settings.getOrDefault("s3.session-token", "");
    AwsCredentials credentials =
        token.isEmpty()
            ? AwsBasicCredentials.create(id, secret)
            : AwsSessionCredentials.create(id, secret, token);
    try (S3Client client =
        S3Client.builder()
            .endpointOverride(URI.create(settings.getOrDefault("s3.endpoint", "")))
            .region(Region.US_EAST_1)
            .forcePathStyle(true)
            .credentialsProvider(StaticCredentialsProvider.create(credentials))
            .build()) {
      client.putObject(put -> put.bucket(bucket).key("other"), RequestBody.fromString("other"));
      String read = client.getObjectAsBytes(get -> get.bucket(bucket).key("other")).asUtf8String();
      return read + " by " + S3Client.class.getProtectionDomain().getCodeSource().getLocation();
    }
  }
}
