package io.s3dlio.store.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Roots and directories of local stores. */
final class LocalStoreProviderTest {

  private final IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory());
  private final StoreContext context =
      new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);
  private final LocalStoreProvider provider = new LocalStoreProvider();

  @TempDir private Path directory = Path.of("");

  @AfterEach
  void closeRuntime() {
    runtime.close();
  }

  private ObjectUri uri(String name) {
    return ObjectUri.parse("file://" + directory + "/" + name);
  }

  @Test
  void aHostInARootIsRefusedWithTheRightForm() {
    assertThatThrownBy(() -> provider.open(ObjectUri.parse("direct://data/x"), context))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("direct:///directory");
  }

  @Test
  void aRootIsAbsoluteAndWithoutDots() throws IOException {
    try (ObjectStore store =
        provider.open(ObjectUri.parse("file://" + directory + "/a/../b/"), context)) {
      assertThat(store.root()).isEqualTo(uri("b"));
    }
    try (ObjectStore store = provider.open(ObjectUri.parse("file://./sub"), context)) {
      assertThat("/" + store.root().path()).isEqualTo(Path.of("sub").toAbsolutePath().toString());
    }
    try (ObjectStore store = provider.open(ObjectUri.parse("file:///"), context)) {
      assertThat(store.root()).hasToString("file:///");
    }
  }

  @Test
  void directoriesAreContainers() throws IOException {
    provider.createContainer(uri("a/b"), context);
    provider.createContainer(uri("a/c"), context);
    Files.createFile(directory.resolve("a/file"));
    assertThat(provider.listContainers(uri("a"), context)).containsExactly("b", "c");
    assertThatThrownBy(() -> provider.createContainer(uri("a/b"), context))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> provider.deleteContainer(uri("a"), context))
        .isInstanceOf(DirectoryNotEmptyException.class);
    provider.deleteContainer(uri("a/b"), context);
    assertThatThrownBy(() -> provider.deleteContainer(uri("a/b"), context))
        .isInstanceOf(NoSuchBucketException.class);
  }
}
