package io.s3dlio.bundle;

import com.azure.core.util.BinaryData;
import com.azure.storage.blob.BlobClient;
import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.net.URI;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What a user's own code does with the user's own SDK, on one class path with the bundle. */
public final class OtherAzureProbe implements Callable<String> {
  private final String[] containerAndAccount;
  private final Map<String, String> settings;

  public OtherAzureProbe(String root, Map<String, String> settings) {
    this.containerAndAccount = URI.create(root).getRawAuthority().split("@", 2);
    this.settings = settings;
  }

  /** Puts and reads one object; and from which jar that was done. */
  @Override
  public String call() {
    BlobServiceClient client =
        new BlobServiceClientBuilder()
            .endpoint(Objects.requireNonNull(settings.get("az.endpoint")))
            .credential(
                new StorageSharedKeyCredential(
                    containerAndAccount[1],
                    Objects.requireNonNull(settings.get("az.shared-key-secret"))))
            .buildClient();
    BlobClient blob = client.getBlobContainerClient(containerAndAccount[0]).getBlobClient("other");
    blob.upload(BinaryData.fromString("other"), true);
    return blob.downloadContent()
        + " by "
        + BlobClient.class.getProtectionDomain().getCodeSource().getLocation();
  }
}
