package io.s3dlio.store.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.Limits;
import io.s3dlio.store.ListQuery;
import io.s3dlio.store.NoSuchBucketException;
import io.s3dlio.store.ObjectStore;
import io.s3dlio.store.ObjectUri;
import io.s3dlio.store.Part;
import io.s3dlio.store.PutOptions;
import io.s3dlio.store.StoreContext;
import io.s3dlio.store.StoreException;
import io.s3dlio.store.Upload;
import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Limits and buckets of the store on the heap. */
final class MemoryStoreTest {

  private static final ObjectUri ROOT = ObjectUri.parse("memory://b");

  @Test
  void limitsAreKept() throws IOException {
    try (ObjectStore store = new MemoryStore(ROOT, new Limits(2, 5, 10, 3, 20, 20));
        Upload upload = store.startUpload("x", PutOptions.none())) {
      assertThatThrownBy(() -> store.put("x", ByteBuffer.allocate(21), PutOptions.none()))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.uploadPart(1, 0, ByteBuffer.allocate(11)))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> upload.uploadPart(4, 0, ByteBuffer.allocate(5)))
          .isInstanceOf(IllegalArgumentException.class);
      Part small = upload.uploadPart(1, 0, ByteBuffer.allocate(4));
      Part next = upload.uploadPart(2, 4, ByteBuffer.allocate(4));
      assertThatThrownBy(() -> upload.complete(List.of(small, next)))
          .isInstanceOf(StoreException.class)
          .hasMessageContaining("at least 5");
      assertThat(upload.complete(List.of(small)).size()).isEqualTo(4);
    }
  }

  @Test
  void bucketsAreApartAndLiveInTheirProvider() throws IOException {
    MemoryStoreProvider provider = new MemoryStoreProvider();
    try (IoRuntime runtime = IoRuntime.open(StoreConfig.defaults().memory())) {
      StoreContext context = new StoreContext(StoreConfig.defaults(), MapSettings.empty(), runtime);
      ObjectUri other = ObjectUri.parse("memory://other/key");
      provider.createContainer(ROOT, context);
      provider.createContainer(other, context);
      assertThat(provider.listContainers(ROOT, context)).containsExactly("b", "other");
      assertThatThrownBy(() -> provider.createContainer(ROOT, context))
          .isInstanceOf(FileAlreadyExistsException.class);
      ObjectStore store = provider.open(ROOT, context);
      store.put("x", ByteBuffer.allocate(1), PutOptions.none());
      assertThat(provider.open(other, context).list(ListQuery.recursive("")).objects()).isEmpty();
      assertThat(provider.open(ROOT, context).stat("x").size()).isEqualTo(1);
      assertThatThrownBy(() -> provider.deleteContainer(ROOT, context))
          .isInstanceOf(DirectoryNotEmptyException.class);
      store.delete(List.of("x"));
      provider.deleteContainer(ROOT, context);
      assertThatThrownBy(() -> store.stat("x")).isInstanceOf(NoSuchBucketException.class);
      assertThatThrownBy(() -> provider.deleteContainer(ROOT, context))
          .isInstanceOf(NoSuchBucketException.class);
      assertThatThrownBy(() -> provider.open(ObjectUri.parse("memory:///x"), context))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
