package io.s3dlio.store;

import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

/** The contract through every layer, as {@link Stores#open} stacks them: layers are invisible. */
final class StackedStoreContractTest {

  /** Opens what users open. */
  abstract static class Stacked extends ObjectStoreContract {

    private final IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory());

    @Override
    protected ObjectStore openStore(ObjectUri root) throws IOException {
      return Stores.open(root, MapSettings.empty(), runtime).store();
    }

    StoreContext context() {
      return new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);
    }

    @AfterEach
    final void closeRuntime() {
      runtime.close();
    }
  }

  @Nested
  final class OverMemory extends Stacked {

    @Override
    protected ObjectUri newRoot() throws IOException {
      ObjectUri root = missingRoot();
      Stores.provider("memory").createContainer(root, context());
      return root;
    }

    @Override
    protected ObjectUri missingRoot() {
      return new ObjectUri("memory", UUID.randomUUID().toString(), "");
    }
  }

  /** In temporary directories of the local disk. */
  abstract static class OverDirectories extends Stacked {

    @TempDir private Path directory = Path.of("");

    abstract String scheme();

    @Override
    protected ObjectUri newRoot() throws IOException {
      return ObjectUri.parse(scheme() + "://" + Files.createTempDirectory(directory, "root"));
    }

    @Override
    protected ObjectUri missingRoot() {
      return ObjectUri.parse(scheme() + "://" + directory.resolve("missing"));
    }

    @Override
    protected boolean hasDirectories() {
      return true;
    }
  }

  @Nested
  final class OverFile extends OverDirectories {
    @Override
    String scheme() {
      return "file";
    }
  }

  @Nested
  final class OverDirect extends OverDirectories {
    @Override
    String scheme() {
      return "direct";
    }
  }
}
