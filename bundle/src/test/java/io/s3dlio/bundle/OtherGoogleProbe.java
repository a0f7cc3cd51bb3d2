package io.s3dlio.bundle;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.HttpRequestInitializer;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.api.client.json.gson.GsonFactory;
import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.StorageObject;
import com.google.auth.http.HttpCredentialsAdapter;
import com.google.auth.oauth2.ServiceAccountCredentials;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;

/** What a user's own code does with the user's own SDK, on one class path with the bundle. */
public final class OtherGoogleProbe implements Callable<String> {
  private final String bucket;
  private final Map<String, String> settings;

  public OtherGoogleProbe(String root, Map<String, String> settings) {
    this.bucket = URI.create(root).getAuthority();
    this.settings = settings;
  }

  /** Puts and reads one object; and from which jar that was done. */
  @Override
  public String call() throws IOException {
    Storage storage =
        new Storage.Builder(new NetHttpTransport(), GsonFactory.getDefaultInstance(), credentials())
            .setRootUrl(Objects.requireNonNull(settings.get("gs.endpoint")) + "/")
            .setApplicationName("other")
            .build();
    storage
        .objects()
        .insert(
            bucket,
            new StorageObject().setName("other"),
            new ByteArrayContent("text/plain", "other".getBytes(UTF_8)))
        .execute();
    ByteArrayOutputStream read = new ByteArrayOutputStream();
    storage.objects().get(bucket, "other").executeMediaAndDownloadTo(read);
    return read.toString(UTF_8)
        + " by "
        + Storage.class.getProtectionDomain().getCodeSource().getLocation();
  }

  private HttpRequestInitializer credentials() throws IOException {
    String file = settings.get("gs.service-account-file");
    if (file == null) {
      return request -> {};
    }
    try (InputStream in = Files.newInputStream(Path.of(file))) {
      return new HttpCredentialsAdapter(
          ServiceAccountCredentials.fromStream(in)
              .createScoped(List.of("https://www.googleapis.com/auth/devstorage.full_control")));
    }
  }
}
