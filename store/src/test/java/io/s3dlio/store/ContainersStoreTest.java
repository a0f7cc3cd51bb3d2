package io.s3dlio.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.s3dlio.store.config.MapSettings;
import io.s3dlio.store.config.StoreConfig;
import io.s3dlio.store.memory.MemoryStoreProvider;
import io.s3dlio.store.transfer.IoRuntime;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The store that shows the containers of an account or service. */
class ContainersStoreTest {

  private IoRuntime runtime;
  private ObjectStore store;

  @BeforeEach
  void open() throws IOException {
    StoreConfig config = StoreConfig.defaults();
    runtime = IoRuntime.open(config.memory());
    StoreContext context = new StoreContext(config, MapSettings.empty(), runtime);
    MemoryStoreProvider provider = new MemoryStoreProvider();
    for (String bucket : List.of("b", "a", "c")) {
      provider.createContainer(ObjectUri.parse("memory://" + bucket + "/"), context);
    }
    store = new ContainersStore(ObjectUri.parse("memory://account/"), provider, context);
  }

  @AfterEach
  void close() throws IOException {
    store.close();
    runtime.close();
  }

  @Test
  void containersArePrefixesPageByPage() throws IOException {
    ListPage first = store.list(ListQuery.children("").withMaxKeys(2));
    assertThat(first.prefixes()).containsExactly("a/", "b/");
    ListQuery following =
        ListQuery.children("").withMaxKeys(2).withNext(first.next().orElseThrow());
    assertThat(store.list(following).prefixes()).containsExactly("c/");
    assertThat(store.list(following).next()).isEmpty();
    assertThat(store.list(ListQuery.children("b")).prefixes()).containsExactly("b/");
  }

  @Test
  void thereIsNoObjectAndNothingIsWritten() {
    assertThatThrownBy(() -> store.stat("a/key")).isInstanceOf(FileNotFoundException.class);
    refused(() -> store.list(ListQuery.recursive("")));
    refused(() -> store.list(ListQuery.children("a/")));
    refused(() -> store.open("a/key", ReadHints.none()));
    refused(() -> store.put("a/key", ByteBuffer.allocate(0), PutOptions.none()));
    refused(() -> store.startUpload("a/key", PutOptions.none()));
    refused(() -> store.listUploads(UploadQuery.of("")));
    refused(() -> store.copy("a/key", "b/key", CopyOptions.none()));
    refused(() -> store.move("a/key", "b/key", PutCondition.always()));
    refused(() -> store.delete(List.of("a/key")));
    assertThat(store.capabilities()).isEmpty();
  }

  private static void refused(ThrowingCallable call) {
    assertThatThrownBy(call)
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessageContaining("memory://account/ only lists its containers");
  }
}
