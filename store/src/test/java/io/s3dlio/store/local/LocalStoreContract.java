package io.s3dlio.store.local;

import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectStoreContract;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** The contract in temporary directories of the local disk. */
abstract class LocalStoreContract extends ObjectStoreContract {

  private final IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory());

  @TempDir private Path directory = Path.of("");

  abstract String scheme();

  @Override
  protected ObjectUri newRoot() throws IOException {
    return uri(Files.createTempDirectory(directory, "root"));
  }

  @Override
  protected ObjectUri missingRoot() {
    return uri(directory.resolve("missing"));
  }

  private ObjectUri uri(Path path) {
    return ObjectUri.parse(scheme() + "://" + path);
  }

  @Override
  protected ObjectStore openStore(ObjectUri root) {
    return new LocalStoreProvider()
        .open(root, new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime));
  }

  @Override
  protected boolean hasDirectories() {
    return true;
  }

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }
}
